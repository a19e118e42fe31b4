"""Settings: a file, the environment over it, and everything that is wrong said at once."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from bot.commands.failures import setting_problem
from bot.commands.init import settings_file
from bot.configured import SettingsError, Wrong, known, load_settings
from bot.settings import Settings

REASONS = {
    'mode = "prod"': Wrong("mode", "choose", '"production" or "development"'),
    "[web]\nport = 0": Wrong("web.port", "at_least", "1"),
    "[web]\nport = 70000": Wrong("web.port", "at_most", "65535"),
    '[web]\nport = "often"': Wrong("web.port", "int"),
    "[web]\nprot = 8013": Wrong("web.prot", "unknown_near", "web.port"),
    "colour = 1": Wrong("colour", "unknown"),
    "web = 1": Wrong("web", "table"),
    "language = 1": Wrong("language", "string"),
    "[database]\npath = 1": Wrong("database.path", "path"),
    '[clocks]\nholidays = ["Christmas"]': Wrong("clocks.holidays", "date"),
    "[clocks]\nholidays = 1": Wrong("clocks.holidays", "list"),
    "[clocks]\nacknowledge_business_days = 0": Wrong("clocks.acknowledge_business_days", "at_least", "1"),
    '[committee]\ndm = "all"': Wrong("committee.dm", "choose", '"notice" or "full"'),
    '[web]\naddress = "http://ethics.example"': Wrong("web.address", "https"),
    'mode = "development"\n[web]\nhost = "0.0.0.0"': Wrong("web.host", "loopback_only"),
    "mode =": Wrong("askfirst.toml", "not_toml", "1"),
}


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in {k.variable for k in known()} | {"ASKFIRST_CONFIG", "ASKFIRST_KEY"}:
        monkeypatch.delenv(variable, raising=False)


def written(folder: Path, text: str) -> Path:
    file = folder / "askfirst.toml"
    file.write_text(text, encoding="utf-8")
    return file


def wrong_with(file: Path | None) -> tuple[Wrong, ...]:
    with pytest.raises(SettingsError) as error:
        load_settings(file)
    return error.value.wrong


def test_without_a_file_the_defaults_stand() -> None:
    settings = load_settings(None)
    assert settings.mode == "production"
    assert settings.web.port == 8013
    assert settings.web.loopback


def test_paths_begin_at_the_files_folder(tmp_path: Path) -> None:
    file = written(tmp_path, 'content = "ours"\n[database]\npath = "kept/register.db"\n[sealing]\nfile = "/run/key"')
    settings = load_settings(file)
    assert settings.database.path == tmp_path / "kept/register.db"
    assert settings.content == tmp_path / "ours"
    assert settings.sealing.file == Path("/run/key")


def test_the_environment_wins_over_the_file_key_by_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKFIRST_WEB__PORT", "8020")
    settings = load_settings(written(tmp_path, '[web]\nport = 8014\naddress = "https://ethics.example"'))
    assert settings.web.port == 8020
    assert settings.web.address == "https://ethics.example"


def test_dates_of_the_file_are_dates(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, "[clocks]\nholidays = [2026-12-25]"))
    assert settings.clocks.holidays == (date(2026, 12, 25),)


def test_an_empty_content_folder_is_none(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, 'content = ""')).content is None


@pytest.mark.parametrize(("text", "wrong"), REASONS.items(), ids=[w.reason for w in REASONS.values()])
def test_what_is_wrong_has_a_reason_and_a_sentence(tmp_path: Path, text: str, wrong: Wrong) -> None:
    assert wrong_with(written(tmp_path, text)) == (wrong,)
    assert wrong.key in setting_problem(wrong)


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKFIRST_WEB__PROT", "8020")
    wrong = wrong_with(written(tmp_path, 'mode = "prod"\ncolour = 1\n[web]\nport = 0\n[committee]\ndm = "all"'))
    assert {w.key for w in wrong} == {"ASKFIRST_WEB__PROT", "mode", "colour", "web.port", "committee.dm"}


def test_a_variable_that_is_no_setting_is_an_error_with_the_near_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASKFIRST_DATABASE__PAHT", "x")
    assert wrong_with(None) == (Wrong("ASKFIRST_DATABASE__PAHT", "unknown_near", "ASKFIRST_DATABASE__PATH"),)


def test_a_file_that_is_named_and_absent_is_an_error(tmp_path: Path) -> None:
    assert wrong_with(tmp_path / "none.toml") == (Wrong("none.toml", "no_file"),)


def test_the_value_that_was_set_is_never_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        load_settings(written(tmp_path, '[sealing]\nfile = 1\nkey = "hunter2hunter2"'))
    assert "hunter2" not in str(error.value) + repr(error.value) + repr(error.value.wrong)


def test_the_file_that_init_writes_holds_every_setting_and_changes_none(tmp_path: Path) -> None:
    text = settings_file()
    assert load_settings(written(tmp_path, text)).model_dump(exclude={"database", "sealing"}) == load_settings(
        None
    ).model_dump(exclude={"database", "sealing"})
    assert all(f"# {k.key.rpartition('.')[2]} = " in text for k in known())


def test_every_default_in_that_file_may_be_uncommented(tmp_path: Path) -> None:
    names = {k.key.rpartition(".")[2] for k in known()}
    lines = settings_file().splitlines()
    text = "\n".join(
        line.removeprefix("# ") if line.split(" ")[1:2] and line.split(" ")[1] in names else line for line in lines
    )
    assert tomllib.loads(text)["web"]["port"] == 8013
    assert isinstance(load_settings(written(tmp_path, text)), Settings)
