"""The two commands and what they install: a Python, locks with hashes and no registry's address, a whole package."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from bot.settings import Settings

HOUSE = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
OURS = ("bot", "content", "dialogs", "storage")


def environment(folder: Path, python: str) -> "subprocess.CompletedProcess[str]":
    """Runs deploy/environment.sh in an empty folder; it stops before it installs anything."""
    return subprocess.run(
        ["sh", str(HOUSE / "deploy/environment.sh"), "requirements.lock", "stamp"],
        cwd=folder, env={**os.environ, "PYTHON": python}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def pretend(folder: Path, script: str) -> str:
    python = folder / "pretended"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    return str(python)


def test_a_python_that_is_too_old_is_said(tmp_path: Path) -> None:
    done = environment(tmp_path, pretend(tmp_path, "exit 1"))
    assert done.returncode == 1
    assert "needs Python 3.11 or later" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_python_without_venv_is_said_with_the_package_to_install(tmp_path: Path) -> None:
    done = environment(tmp_path, pretend(tmp_path, 'case "$2" in *ensurepip*) exit 1;; esac'))
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr


def test_no_python_at_all_is_said(tmp_path: Path) -> None:
    assert "found none" in environment(tmp_path, "python9").stderr


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_version_and_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (HOUSE / lock).read_text().strip())
    assert len(entries) > 20
    assert all(re.match(r"[\w.-]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_what_the_project_asks_for(lock: str) -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    if lock == "requirements-dev.lock":
        wanted += project["project"]["optional-dependencies"]["dev"]
    names = {re.split(r"[\[>=<]", each)[0].casefold() for each in wanted}
    locked = set(re.findall(r"^([\w.-]+)==", (HOUSE / lock).read_text(), re.MULTILINE))
    assert names <= locked


def test_no_file_names_a_registry() -> None:
    """Where packages come from is the machine's business; what they are is the lock's."""
    registry = re.compile("pypi|pythonhosted|--(extra-)?index-url|--find-links")
    files = [HOUSE / name for name in ("Makefile", ".ci/run", "pyproject.toml", "README.md", *LOCKS)]
    files += [file for folder in (*OURS, "deploy") for file in (HOUSE / folder).rglob("*.*") if file.suffix != ".pyc"]
    assert [str(f) for f in files if f.is_file() and registry.search(f.read_text("utf-8", "ignore"))] == []


def test_make_test_and_ci_say_the_same() -> None:
    assert os.access(HOUSE / ".ci/run", os.X_OK)
    assert "make test" in (HOUSE / ".ci/run").read_text()
    for script in (".ci/run", "deploy/environment.sh"):
        subprocess.run(["bash", "-n", str(HOUSE / script)], check=True, timeout=60)


def test_both_ports_of_the_container_can_be_reached_from_outside() -> None:
    container = (HOUSE / "deploy/Containerfile").read_text()
    for table in (Settings().web, Settings().http):
        assert re.search(rf"^EXPOSE .*\b{table.port}\b", container, re.MULTILINE)
        assert f"-p 127.0.0.1:{table.port}:{table.port}" in container
    assert {"ASKFIRST_WEB__HOST=0.0.0.0", "ASKFIRST_HTTP__HOST=0.0.0.0"} <= set(container.split())


def test_what_installs_starts_nothing() -> None:
    asked = subprocess.run(
        ["make", "--dry-run", "--always-make", "install"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "environment.sh requirements.lock" in asked.stdout
    assert "askfirst demo" not in asked.stdout
    assert "make install" in (HOUSE / "deploy/askfirst.service").read_text()


def test_a_package_that_is_built_holds_every_file_that_is_read(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in (*OURS, "pyproject.toml", "README.md"):
        (source / name).symlink_to(HOUSE / name)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(source)], check=True, timeout=120)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = set(wheel.namelist())
    wanted = {
        str(file.relative_to(HOUSE))
        for folder in OURS
        for file in (HOUSE / folder).rglob("*")
        if file.is_file() and file.suffix in {".py", ".toml", ".md", ".txt", ".html", ".css", ".js"}
    }
    assert wanted - packed == set()
    assert not any(name.startswith("tests/") for name in packed)
