"""`serve` and `demo` as processes: who may open a register, what commands do beside them, how they stop."""

import json
import signal
import socket
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.shell import Shell

CHAIR, SECOND = "Ada Quill", "Bo Winter"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def serving(shell: Shell, *arguments: str, **variables: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Yields once it has said where it listens."""
    process = shell.start(*arguments, **variables)
    assert process.stdout and process.stderr
    try:
        said = process.stdout.readline()
        assert b"http://127.0.0.1:" in said
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        process.stdout.close()
        process.stderr.close()


@contextmanager
def demo(shell: Shell, port: int, *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    with serving(shell, "demo", "--port", str(port), *arguments) as process:
        yield process


def post(port: int, what: str, **body: Any) -> Any:
    address = f"http://127.0.0.1:{port}"
    headers = {"Content-Type": "application/json", "Origin": address}
    request = urllib.request.Request(f"{address}/api/{what}", json.dumps(body).encode(), headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.load(answer)


def health(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_the_demo_serves_on_loopback_and_says_so(shell: Shell) -> None:
    port = free_port()
    with demo(shell, port) as process:
        assert process.stdout
        assert b"this machine only (127.0.0.1)" in b"".join(process.stdout.readline() for _ in range(2))
        assert health(port) == 200
        assert _listens_on(process.pid) == {("0100007F", port)}


def _listens_on(pid: int) -> set[tuple[str, int]]:
    """The addresses, as the kernel writes them, and ports of the TCP sockets on which this process listens."""
    own = {str(fd.readlink()) for fd in Path(f"/proc/{pid}/fd").iterdir() if fd.is_symlink()}
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    rows6 = [line.split() for line in Path("/proc/net/tcp6").read_text().splitlines()[1:]]
    at = [row[1].split(":") for row in (*rows, *rows6) if row[3] == "0A" and f"socket:[{row[9]}]" in own]
    return {(address, int(port, 16)) for address, port in at}


def test_the_demo_stays_off_slack_and_teams_whatever_is_set_up_here(shell: Shell) -> None:
    id_ = "aaaaaaaa-1111-2222-3333-bbbbbbbbbbbb"
    (shell.folder / "askfirst.toml").write_text(
        f'[teams]\napp_id = "{id_}"\ntenant = "{id_}"\n[slack]\nteam = "T0123456789"\n', "utf-8"
    )
    elsewhere = {"MicrosoftAppId": id_, "MicrosoftAppPassword": "made-up", "MicrosoftAppTenantId": id_}
    tokens = {"SLACK_BOT_TOKEN": "xoxb-made-up", "SLACK_SIGNING_SECRET": "made-up"}
    port = free_port()
    with serving(shell, "demo", "--port", str(port), **elsewhere, **tokens) as process:
        assert health(port) == 200
        assert _listens_on(process.pid) == {("0100007F", port)}
        assert post(port, "said", person="maya", text="May I accept a gift?")["said"]
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        assert process.stderr
        logged = process.stderr.read().decode()
    assert "part_failed" not in logged
    assert [line.split()[2] for line in logged.splitlines()][:2] == ["serve.started", "serve.listening"]


def test_the_demos_files_are_its_owners_alone(shell: Shell) -> None:
    with demo(shell, free_port()):
        files = list((shell.folder / "var").iterdir())
        assert {"demo.db", "demo.key", "demo.db.sock", "demo.db.messages"} <= {file.name for file in files}
        assert all(stat.S_IMODE(file.stat().st_mode) & 0o077 == 0 for file in (*files, shell.folder / "var"))


def test_a_second_demo_on_the_same_register_gets_a_sentence(shell: Shell) -> None:
    port = free_port()
    with demo(shell, port):
        second = shell.run("demo", "--port", str(free_port()))
        assert second.code == 3
        assert second.err.startswith("Another askfirst holds this register")
        assert shell.run("demo", "--fresh", "--port", str(free_port())).code == 3
        assert health(port) == 200


def test_a_port_that_is_taken_is_said(shell: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = shell.run("demo", "--port", str(taken.getsockname()[1]))
    assert done.code == 6
    assert "already listens on port" in done.err


def test_the_demo_opens_no_register_but_its_own(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    for name in ("", ".head"):
        (shell.folder / f"var/askfirst.db{name}").rename(shell.folder / f"var/demo.db{name}")
    (shell.folder / "askfirst.key").rename(shell.folder / "var/demo.key")
    for arguments in ([], ["--fresh"]):
        done = shell.run("demo", *arguments)
        assert done.code == 5
        assert "was not made by the demo" in done.err
        _without_its_key(shell, arguments)
    own = {"ASKFIRST_DATABASE__PATH": "var/demo.db", "ASKFIRST_SEALING__FILE": "var/demo.key"}
    assert shell.run("verify", **own).code == 0
    assert shell.run("check", "--notify", **own).out.count("was delivered") == 2


def _without_its_key(shell: Shell, arguments: list[str]) -> None:
    """Not told to run `init`: that is for another register."""
    key = shell.folder / "var/demo.key"
    key.rename(shell.folder / "demo.key")
    done = shell.run("demo", *arguments)
    (shell.folder / "demo.key").rename(key)
    assert done.code == 5
    assert "the demo may not have made it" in done.err
    assert "init" not in done.err


def test_the_demo_stays_the_demo_whatever_the_settings_say(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    port = free_port()
    away = {"ASKFIRST_DATABASE__PATH": "var/askfirst.db", "ASKFIRST_WEB__HOST": "127.0.0.2", "ASKFIRST_KEY": "00" * 32}
    with serving(shell, "demo", "--port", str(port), **away):
        assert health(port) == 200
        names = {person["name"] for person in _page(port)["people"]}
    assert CHAIR not in names


def _page(port: int) -> Any:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/page", timeout=30) as answer:
        return json.load(answer)


def test_fresh_begins_anew(shell: Shell) -> None:
    with demo(shell, free_port()):
        pass
    key = (shell.folder / "var/demo.key").read_bytes()
    founded = (shell.folder / "var/demo.db").read_bytes()
    with demo(shell, free_port()):
        pass
    assert (shell.folder / "var/demo.db").stat().st_size == len(founded)
    with demo(shell, free_port(), "--fresh"):
        pass
    assert (shell.folder / "var/demo.key").read_bytes() == key
    assert (shell.folder / "var/demo.db").read_bytes() != founded


def test_fresh_leaves_nothing_of_the_journal_and_the_new_register_is_sound(shell: Shell) -> None:
    with demo(shell, free_port()):
        pass
    journal = shell.folder / "var/demo.db.journal"
    journal.write_text("of an earlier run\n")
    with demo(shell, free_port(), "--fresh"):
        pass
    assert not journal.exists() or "of an earlier run" not in journal.read_text()
    own = {"ASKFIRST_DATABASE__PATH": "var/demo.db", "ASKFIRST_SEALING__FILE": "var/demo.key"}
    assert shell.run("verify", **own).code == 0


def test_a_damaged_demo_is_put_aside_by_fresh_and_touched_by_nothing_else(shell: Shell) -> None:
    with demo(shell, free_port()):
        pass
    damaged = b"no register any more" * 500
    (shell.folder / "var/demo.db").write_bytes(damaged)
    told = shell.run("demo")
    assert told.code == 3
    assert "askfirst demo --fresh" in told.err
    assert "restore" not in told.err
    assert (shell.folder / "var/demo.db").read_bytes() == damaged
    process = shell.start("demo", "--fresh", "--port", str(free_port()))
    assert process.stdout and process.stderr
    assert b"damaged" in process.stdout.readline()
    assert b"http://127.0.0.1:" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert [file.read_bytes() for file in (shell.folder / "var").glob("damaged-*/demo.db")] == [damaged]


def test_a_broken_off_first_start_is_made_whole(shell: Shell) -> None:
    shell.run("init", "--member", CHAIR, "--chair", CHAIR)
    from bot.keys import load_key
    from bot.settings import SealingTable
    from storage.database import open_database

    key_file = shell.folder / "askfirst.key"
    open_database(shell.folder / "var/demo.db", load_key(SealingTable(env="", file=key_file)), create=True).close()
    key_file.rename(shell.folder / "var/demo.key")
    port = free_port()
    with demo(shell, port):
        assert len(_page(port)["people"]) == 6


def test_commands_beside_serve_go_through_its_socket(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    with serving(shell, "serve", ASKFIRST_WEB__PORT=str(free_port())):
        assert stat.S_IMODE((shell.folder / "var/askfirst.db.sock").stat().st_mode) == 0o600
        assert shell.run("check").code == 0
        drill = shell.run("check", "--notify")
        assert f"{SECOND}: the drill's message was delivered." in drill.out
        assert shell.run("verify").code == 0
        assert shell.run("backup", "copy.db").code == 0
        assert "Another askfirst serves this register" in shell.run("chat").err
        assert shell.run("serve").code == 3
        assert "Nothing was held back" in shell.run("release").out
    assert not (shell.folder / "var/askfirst.db.sock").exists()
    for file in (shell.folder / "var").iterdir():
        file.unlink()
    assert shell.run("restore", "copy.db").code == 0
    assert shell.run("verify").code == 0


def test_a_restored_register_is_released_beside_serve(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    shell.run("backup", "copy.db")
    for file in (shell.folder / "var").iterdir():
        file.unlink()
    assert shell.run("restore", "copy.db").code == 0
    port = free_port()
    with serving(shell, "serve", ASKFIRST_WEB__PORT=str(port)) as process:
        assert health(port) == 503
        assert "Released" in shell.run("release").out
        assert health(port) == 200
        assert shell.run("check", "--notify").out.count("was delivered") == 2
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        assert process.stderr
        logged = process.stderr.read().decode().splitlines()
    assert [line.split()[1:3] for line in logged[:3]] == [
        ["WARNING", "serve.held"],
        ["INFO", "serve.listening"],
        ["INFO", "serve.released"],
    ]


def test_a_socket_left_behind_by_a_killed_process_holds_nobody_up(shell: Shell) -> None:
    shell.set_up(CHAIR, SECOND)
    with serving(shell, "serve", ASKFIRST_WEB__PORT=str(free_port())) as process:
        process.kill()
        process.wait(30)
    assert (shell.folder / "var/askfirst.db.sock").exists()
    assert shell.run("verify").code == 0
    with serving(shell, "serve", ASKFIRST_WEB__PORT=str(free_port())):
        assert shell.run("check").code == 0


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_stopping_is_orderly(shell: Shell, sign: signal.Signals) -> None:
    port = free_port()
    with demo(shell, port) as process:
        shown = post(port, "said", person="maya", text="May I accept a gift?")
        assert shown["said"]
        process.send_signal(sign)
        assert process.wait(30) == 0
        assert process.stderr
        logged = process.stderr.read().decode()
    events = [line.split()[2] for line in logged.splitlines()]
    assert events == ["serve.started", "serve.listening", "serve.stopping", "serve.stopped"]


def test_a_long_wait_for_news_does_not_hold_up_stopping(shell: Shell) -> None:
    port = free_port()
    with demo(shell, port) as process:
        waiting = socket.create_connection(("127.0.0.1", port))
        waiting.sendall(b"GET /api/messages?person=ines&after=999999 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        assert time.monotonic() - began < 8
        waiting.close()


def test_the_log_holds_no_word_of_a_conversation(shell: Shell) -> None:
    port = free_port()
    with demo(shell, port) as process:
        post(port, "said", person="maya", text="my manager takes the cash home")
        with pytest.raises(urllib.error.HTTPError):
            post(port, "begin", person="my manager takes the cash home", dialog="report")
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        assert process.stderr
        logged = process.stderr.read()
    assert b"cash" not in logged
    assert b"maya" not in logged
