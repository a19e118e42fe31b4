"""The master key: from a command, the environment or a file, and never shown."""

import base64
import stat
from pathlib import Path

import pytest

from bot.keys import KeyProblemError, load_key, new_key
from bot.settings import SealingTable

KEY = bytes(range(32))
TEXT = base64.b64encode(KEY).decode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "askfirst.key"
    written.write_text(TEXT + "\n")
    written.chmod(0o600)
    return written


def reason(sealing: SealingTable) -> str:
    with pytest.raises(KeyProblemError) as error:
        load_key(sealing)
    return error.value.reason


def test_a_new_key_is_its_owners_alone_and_opens(tmp_path: Path) -> None:
    key = new_key(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert load_key(SealingTable(env="", file=tmp_path / "key")) == key
    assert len(key) == 32


def test_a_new_key_overwrites_nothing(file: Path) -> None:
    with pytest.raises(FileExistsError):
        new_key(file)
    assert file.read_text() == TEXT + "\n"


def test_the_command_wins_over_the_variable_and_the_variable_over_the_file(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, third = bytes(32), b"\xff" * 32
    monkeypatch.setenv("OUR_KEY", other.hex())
    (tmp_path / "printed").write_text(third.hex())
    assert load_key(SealingTable(env="", file=file)) == KEY
    assert load_key(SealingTable(env="OUR_KEY", file=file)) == other
    assert load_key(SealingTable(env="OUR_KEY", file=file, command=f"cat {tmp_path / 'printed'}")) == third


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_file_that_others_can_read_is_refused(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert reason(SealingTable(env="", file=file)) == "open_to_others"


@pytest.mark.parametrize("text", ["", "not a key", TEXT[:-8], TEXT + TEXT, "00" * 31, "zz" * 32, "schlüssel"])
def test_what_is_no_key_is_said_to_be_none(file: Path, text: str) -> None:
    file.write_text(text)
    assert reason(SealingTable(env="", file=file)) == "not_a_key"


def test_no_file_and_a_failing_command_have_their_own_reasons(tmp_path: Path) -> None:
    assert reason(SealingTable(env="", file=tmp_path / "none")) == "no_file"
    assert reason(SealingTable(command="false")) == "command_failed"
    assert reason(SealingTable(command="/nowhere/kms decrypt")) == "command_failed"
    assert reason(SealingTable(command="echo nothing")) == "not_a_key"


def test_a_command_is_no_shells(tmp_path: Path) -> None:
    assert reason(SealingTable(command=f"echo x; touch {tmp_path / 'made'}")) == "not_a_key"
    assert not (tmp_path / "made").exists()


def test_no_error_holds_the_key(file: Path) -> None:
    file.write_text(TEXT + "!")
    with pytest.raises(KeyProblemError) as error:
        load_key(SealingTable(env="", file=file))
    assert TEXT[:12] not in str(error.value) + repr(error.value)
    assert error.value.__cause__ is None
