"""The app package: what Teams takes, and icons that are drawn as it wants them."""

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.exits import Exit
from bot.teams.icons import color_icon, outline_icon
from bot.teams.package import COMMANDS, package
from bot.typed import understood
from content.company import open_company
from dialogs.catalogue import CATALOGUE
from tests.slack.shapes import Check, Flaw, Json, boolean, items, one_of, shape, text

COMPANY = open_company()
APP_ID = "11111111-2222-3333-4444-555555555555"
PAGE = "https://ethics.greenfield.example/about"


def like(pattern: str, most: int = 2048) -> Check:
    def check(value: Any, where: str) -> Iterator[Flaw]:
        yield from text(most)(value, where)
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            yield Flaw(where, "of_another_form")

    return check


GUID = like(r"[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
ADDRESS = like(r"https://[^/ ]+.*")
TAG = like(r"[a-z]{2}(-[a-z]{2})?")
SCOPES = items(one_of("personal", "team", "groupChat"), 3)
COMMAND = shape({"title": text(32), "description": text(128)})
BOT = shape(
    {"botId": GUID, "scopes": SCOPES},
    {
        "supportsFiles": boolean,
        "isNotificationOnly": boolean,
        "commandLists": items(shape({"scopes": SCOPES, "commands": items(COMMAND, 10)}), 3),
    },
)
OTHER_LANGUAGE = shape({"languageTag": TAG, "file": like(r"[a-z-]+\.json")})
MANIFEST = shape(
    {
        "$schema": like(r"https://developer\.microsoft\.com/json-schemas/teams/v1\.19/MicrosoftTeams\.schema\.json"),
        "manifestVersion": one_of("1.19"),
        "version": like(r"\d+\.\d+\.\d+"),
        "id": GUID,
        "developer": shape({"name": text(32), "websiteUrl": ADDRESS, "privacyUrl": ADDRESS, "termsOfUseUrl": ADDRESS}),
        "name": shape({"short": text(30), "full": text(100)}),
        "description": shape({"short": text(80), "full": text(4000)}),
        "icons": shape({"color": like(r"[a-z]+\.png"), "outline": like(r"[a-z]+\.png")}),
        "accentColor": like(r"#[0-9A-Fa-f]{6}"),
        "bots": items(BOT, 1),
    },
    {
        "localizationInfo": shape(
            {"defaultLanguageTag": TAG}, {"additionalLanguages": items(OTHER_LANGUAGE, 100, least=0)}
        ),
        "permissions": items(one_of("identity", "messageTeamMembers"), 2),
        "validDomains": items(text(2048), 100, least=0),
        "defaultInstallScope": one_of("personal", "team"),
        "defaultGroupCapability": shape({"team": one_of("bot")}),
    },
)
"""The rules of Microsoft's schema of manifest 1.19, for the parts that are used here."""


def opened(language: str = "en") -> dict[str, bytes]:
    whole = package(APP_ID, COMPANY.name, PAGE, language, COMPANY.wording)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("language", COMPANY.wording().languages)
def test_the_manifest_is_what_teams_takes_in_every_language(language: str) -> None:
    files = opened(language)
    manifest = json.loads(files["manifest.json"])
    assert [str(flaw) for flaw in MANIFEST(manifest, "manifest")] == []
    told = manifest["localizationInfo"]
    named = {one["file"] for one in told["additionalLanguages"]}
    assert set(files) == {"manifest.json", *manifest["icons"].values(), *named}
    assert {told["defaultLanguageTag"], *(name.removesuffix(".json") for name in named)} == set(
        COMPANY.wording().languages
    )


@pytest.mark.parametrize("language", [one for one in COMPANY.wording().languages if one != "en"])
def test_a_translation_names_only_what_stands_in_the_manifest(language: str) -> None:
    files = opened()
    manifest, translated = json.loads(files["manifest.json"]), json.loads(files[f"{language}.json"])
    limits = {"name.short": 30, "name.full": 100, "description.short": 80, "description.full": 4000}
    for key, value in translated.items():
        if key != "$schema":
            assert isinstance(looked_up(manifest, key), str)
            assert 0 < len(value) <= limits.get(key, 128), key


def looked_up(manifest: Json, key: str) -> Any:
    found: Any = manifest
    for part in re.findall(r"\w+", key):
        found = found[int(part)] if part.isdecimal() else found[part]
    return found


def test_every_command_of_the_menu_is_understood() -> None:
    for name in COMMANDS:
        asked = understood(name)
        assert asked.dialog in CATALOGUE and not asked.question, name


def test_the_same_settings_make_the_same_file() -> None:
    assert package(APP_ID, "Greenfield", PAGE, "en", COMPANY.wording) == package(
        APP_ID, "Greenfield", PAGE, "en", COMPANY.wording
    )


def pixels(png: bytes) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """Width, height and every pixel of a PNG as it is written here: eight bits, with alpha, no filter."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    found, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + data),)
        found[kind] = data
        at += 12 + length
    width, height, *depth = struct.unpack(">IIBBBBB", found[b"IHDR"])
    assert depth == [8, 6, 0, 0, 0]
    rows, size = zlib.decompress(found[b"IDAT"]), 1 + 4 * width
    assert len(rows) == size * height and set(rows[::size]) == {0}
    lines = (rows[y * size + 1 : (y + 1) * size] for y in range(height))
    return width, height, [tuple(line[x : x + 4]) for line in lines for x in range(0, len(line), 4)]  # type: ignore[misc]


def test_the_colour_icon_is_192_by_192_and_fills_its_square() -> None:
    width, height, dots = pixels(color_icon())
    assert (width, height) == (192, 192)
    assert {dot[3] for dot in dots} == {255}
    assert dots[0] == dots[-1] == (0x1B, 0x4D, 0x5C, 255)
    assert 0.2 < sum(dot == (255, 255, 255, 255) for dot in dots) / len(dots) < 0.6


def test_the_outline_icon_is_32_by_32_white_on_nothing() -> None:
    width, height, dots = pixels(outline_icon())
    assert (width, height) == (32, 32)
    assert {dot[:3] for dot in dots} == {(255, 255, 255)}
    assert dots[0][3] == dots[-1][3] == 0
    assert 0.1 < sum(dot[3] == 255 for dot in dots) / len(dots) < 0.5


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MicrosoftAppId", APP_ID)
    return tmp_path


def test_the_command_writes_the_package_and_overwrites_nothing(here: Path) -> None:
    told = CliRunner().invoke(app, ["package", "teams", "--page", PAGE])
    assert told.exit_code == Exit.OK
    written = (here / "askfirst-teams.zip").read_bytes()
    assert zipfile.is_zipfile(here / "askfirst-teams.zip")
    assert CliRunner().invoke(app, ["package", "--page", "https://x.example"]).exit_code == Exit.REFUSED
    assert (here / "askfirst-teams.zip").read_bytes() == written


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (["package", "slack", "--page", PAGE], Exit.USAGE),
        (["package", "teams"], Exit.USAGE),
        (["package", "teams", "--page", "http://x.example"], Exit.USAGE),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(here: Path, asked: list[str], code: Exit) -> None:
    assert CliRunner().invoke(app, asked).exit_code == code
    assert list(here.iterdir()) == []


def test_without_the_bots_id_there_is_no_package(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MicrosoftAppId")
    assert CliRunner().invoke(app, ["package", "--page", PAGE]).exit_code == Exit.SETTINGS
