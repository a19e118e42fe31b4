"""Who acts: a person of the configured workspace, or somebody the bot refuses politely."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.person import Account, Person
from bot.slack.calls import Calls
from bot.slack.payload import home_of, persons_team, user_of
from bot.slack.sheet import Json

PLATFORM = "slack"
FRESH = 900.0
"""Seconds for which what Slack said of a person is believed. Kept in memory only."""

REMEMBERED = 5_000


class RefusedPersonError(Exception):
    """`reason` is worded under `slack.refused`; `speaks` is the language to say it in."""

    def __init__(self, reason: str, language: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.language = language


@dataclass(frozen=True, slots=True)
class Known:
    name: str = field(repr=False)
    refused: str = ""
    language: str = ""
    at: float = 0.0


@dataclass(slots=True)
class People:
    """`team` is the id of the one workspace (T…) or enterprise (E…) that is served; `languages` are those worded."""

    calls: Calls
    team: str
    monotonic: Callable[[], float]
    languages: tuple[str, ...] = ("en",)
    language: str = "en"
    guests: bool = False
    _known: dict[str, Known] = field(default_factory=dict, repr=False)

    async def acting(self, body: Any) -> Person:
        """Raises RefusedPersonError, or NoAnswerError when Slack does not say who it is."""
        id_ = user_of(body)
        if self.team not in home_of(body) or not id_:
            raise RefusedPersonError("stranger", self.language)
        known = await self._look_up(id_)
        refused = known.refused or self._from_elsewhere(persons_team(body))
        if refused:
            raise RefusedPersonError(refused, known.language)
        return Person(Account(PLATFORM, self.team, id_), known.name, language=known.language)

    def _from_elsewhere(self, team: str) -> str:
        """A workspace of the same enterprise has another id: there the enterprise has answered already."""
        return "stranger" if team and self.team.startswith("T") and team.startswith("T") and team != self.team else ""

    async def _look_up(self, id_: str) -> Known:
        known = self._known.get(id_)
        if known is None or known.at + FRESH < self.monotonic():
            known = self._read(await self.calls.user(id_))
            self._known.pop(id_, None)
            if len(self._known) >= REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[id_] = known
        return known

    def _read(self, user: Json | None) -> Known:
        if user is None:
            return Known("", "stranger", self.language, self.monotonic())
        return Known(
            _name(user),
            refusal(user, self.team, guests=self.guests),
            self._language(str(user.get("locale", ""))),
            self.monotonic(),
        )

    def _language(self, locale: str) -> str:
        """`es-ES` and `es-LA` speak `es`, where it is worded."""
        spoken = locale.replace("_", "-").split("-")[0].lower()
        return spoken if spoken in self.languages else self.language


def refusal(user: Json, team: str, *, guests: bool) -> str:
    """ "" for somebody who may use the bot. Fails closed: what Slack does not say is not taken for granted."""
    teams = {user.get("team_id"), _enterprise(user).get("enterprise_id")}
    if user.get("is_bot") or user.get("is_workflow_bot"):
        return "bot"
    if user.get("deleted") or user.get("is_stranger") or team not in teams | _workspaces(user):
        return "stranger"
    guest = user.get("is_restricted") or user.get("is_ultra_restricted")
    return "guest" if guest and not guests else ""


def _name(user: Json) -> str:
    profile = user.get("profile")
    names = (profile.get("real_name") if isinstance(profile, dict) else "", user.get("real_name"), user.get("name"))
    return next((name for name in names if isinstance(name, str) and name), "")


def _enterprise(user: Json) -> Json:
    found = user.get("enterprise_user")
    return found if isinstance(found, dict) else {}


def _workspaces(user: Json) -> set[str]:
    teams = _enterprise(user).get("teams")
    return {team for team in teams if isinstance(team, str)} if isinstance(teams, list) else set()
