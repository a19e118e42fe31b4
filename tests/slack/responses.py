"""Answers by response_url: five of them, within half an hour."""

from dataclasses import dataclass, field

from aiohttp import web

from tests.slack.methods import Methods, RefusedError, truth
from tests.slack.server import arguments_of
from tests.slack.shapes import Json
from tests.slack.workspace import BOT_USER, Posted, Workspace

USES = 5
LIVES = 1800.0


@dataclass(slots=True)
class Address:
    channel: str
    user: str
    since: float
    message: str = ""
    left: int = USES


@dataclass(slots=True)
class Responses:
    """`message` is the ts of the message whose button was pressed: it can be replaced or taken away."""

    workspace: Workspace
    methods: Methods
    base: str = ""
    given: dict[str, Address] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        return [web.post("/response/{id}", self._answer)]

    def address(self, channel: str, user: str, message: str = "") -> str:
        id_ = self.workspace.next_id("r")
        self.given[id_] = Address(channel, user, self.workspace.now(), message)
        return f"{self.base}/response/{id_}"

    def takes(self, told: Json, channel: str, user: str) -> Posted | None:
        """What a slash command was answered: visible to the caller alone unless it says otherwise."""
        try:
            self.methods.sound_message(told)
        except RefusedError:
            return None
        alone = told.get("response_type", "ephemeral") == "ephemeral"
        return self._posted(told, channel, user if alone else "")

    async def _answer(self, request: web.Request) -> web.Response:
        given, told = self.given.get(request.match_info["id"]), await arguments_of(request)
        if given is None or given.left < 1 or self.workspace.now() - given.since > LIVES:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        given.left -= 1
        if truth(told.get("delete_original")):
            self._take_away(given)
        elif truth(told.get("replace_original")) and given.message:
            return self._replaced(told, given)
        elif self.takes(told, given.channel, given.user) is None:
            return web.json_response({"ok": False, "error": "invalid_blocks"}, status=400)
        return web.json_response({"ok": True})

    def _replaced(self, told: Json, given: Address) -> web.Response:
        posted = self.workspace.message(given.channel, given.message)
        try:
            self.methods.sound_message(told)
        except RefusedError:
            return web.json_response({"ok": False, "error": "invalid_blocks"}, status=400)
        if posted:
            posted.text, posted.blocks, posted.edited = (
                str(told.get("text", "")),
                self.workspace.identified(told.get("blocks", [])),
                True,
            )
        return web.json_response({"ok": True})

    def _take_away(self, given: Address) -> None:
        if posted := self.workspace.message(given.channel, given.message):
            self.workspace.conversations[given.channel].messages.remove(posted)

    def _posted(self, told: Json, channel: str, seen_by: str) -> Posted:
        text, blocks = str(told.get("text", "")), list(told.get("blocks", []))
        return self.workspace.post(channel, BOT_USER, text, blocks=blocks, seen_by=seen_by, bot=True)
