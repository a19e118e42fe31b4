"""The app as Slack is told of it: what the code calls and listens for, no less and no more."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack import manifest as m
from bot.slack.listeners import ACTIONS
from bot.slack.manifest import EVENTS, SCOPES, manifest
from content.company import open_company
from tests.slack.methods import SCOPES as GRANTED
from tests.slack.shapes import Json

COMPANY = open_company()
SLACK = Path(m.__file__).parent
NEEDS: dict[str, frozenset[str]] = {
    "apps_connections_open": frozenset(),  # the app-level token's own scope
    "auth_test": frozenset(),
    "chat_postMessage": frozenset({"chat:write"}),
    "chat_update": frozenset({"chat:write"}),
    "conversations_history": frozenset({"im:history", "groups:history"}),
    "conversations_info": frozenset({"channels:read", "groups:read"}),
    "conversations_members": frozenset({"channels:read", "groups:read"}),
    "conversations_open": frozenset({"im:write"}),
    "users_info": frozenset({"users:read"}),
    "views_open": frozenset(),
    "views_publish": frozenset(),
    "views_update": frozenset(),
}
"""What each method of the Web API needs: for direct messages, and for the Committee's channel."""

LISTENS = {"message.im": "im:history", "app_home_opened": ""}


def trees() -> Iterator[ast.AST]:
    for file in sorted(SLACK.glob("*.py")):
        yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def methods_called() -> set[str]:
    """Every attribute of ours that is named like a method of the Web API."""
    families = ("api_", "apps_", "auth_", "chat_", "conversations_", "files_", "users_", "views_", "team_", "im_")
    named = {node.attr for node in trees() if isinstance(node, ast.Attribute)}
    from slack_sdk.web.async_client import AsyncWebClient

    return {name for name in named if name.startswith(families) and hasattr(AsyncWebClient, name)}


def test_the_scopes_are_those_that_the_code_needs() -> None:
    called = methods_called()
    assert called == set(NEEDS)
    needed = {"commands"}.union(*(NEEDS[name] for name in called), {s for s in LISTENS.values() if s})
    assert set(SCOPES) == needed
    assert list(SCOPES) == sorted(SCOPES)


def test_the_client_is_called_by_its_methods_alone() -> None:
    assert not {node.attr for node in trees() if isinstance(node, ast.Attribute)} & {"api_call", "http_verb"}


def test_the_simulator_grants_no_scope_that_would_hide_a_missing_one() -> None:
    assert set(SCOPES) <= GRANTED | {"commands"}


@pytest.fixture(params=COMPANY.wording("en").languages)
def made(request: pytest.FixtureRequest) -> Json:
    return manifest(COMPANY.wording(request.param))


def test_everything_listened_for_is_asked_for(made: Json) -> None:
    assert set(made["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS) == set(LISTENS)
    assert made["settings"]["interactivity"]["is_enabled"]
    assert made["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert [c["command"] for c in made["features"]["slash_commands"]] == ["/ethics"]
    assert {(s["type"], s["callback_id"]) for s in made["features"]["shortcuts"]} == {
        ("message", "ask_about"),
        ("global", "report_concern"),
    }


def test_its_words_fit(made: Json) -> None:
    shown, features = made["display_information"], made["features"]
    assert len(shown["name"]) <= m.NAME
    assert len(shown["description"]) <= m.SHORT
    assert m.LEAST <= len(shown["long_description"]) <= m.LONG
    assert all(len(s["name"]) <= m.SHORTCUT for s in features["shortcuts"])
    assert all(len(c["usage_hint"]) <= m.HINT for c in features["slash_commands"])


def test_socket_mode_needs_no_address_and_http_has_one() -> None:
    words = COMPANY.wording("en")
    socket, http = manifest(words), manifest(words, "https://ethics.example.org/slack/events")
    assert socket["settings"]["socket_mode_enabled"]
    assert "https://" not in json.dumps(socket)
    assert not http["settings"]["socket_mode_enabled"]
    assert json.dumps(http).count("https://ethics.example.org/slack/events") == 3


def test_the_command_prints_it(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("ASKFIRST_", "SLACK_"))}
    askfirst = [sys.executable, "-m", "bot", "manifest"]
    place = {**environ, "PYTHONPATH": str(SLACK.parents[1])}
    done = subprocess.run([*askfirst, "slack"], cwd=tmp_path, env=place, capture_output=True, check=True)
    assert json.loads(done.stdout) == manifest(COMPANY.wording("en"))
    refused = subprocess.run(
        [*askfirst, "--url", "http://x"], cwd=tmp_path, env=place, capture_output=True, check=False
    )
    assert refused.returncode == 2


def test_every_button_has_a_kind() -> None:
    assert all(ACTIONS.match(action) for action in ("offer.0", "fill", "choose.2", "back", "page"))
    assert not any(ACTIONS.match(action) for action in ("offered", "", "xoffer.0", "pages"))
