"""The page: two panes in the demo, one without accounts beside `askfirst serve`."""

import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from bot.condition import Condition
from bot.conversation import Talks
from bot.labels import Worded
from bot.person import NOBODY, Person
from bot.turns import Shown
from bot.web.files import add_files
from bot.web.guard import dress, same_house, sentence, speak_plainly
from bot.web.inbox import add_inbox
from bot.web.mailbox import Mailbox
from bot.web.personas import Cast, Persona
from bot.web.render import shown_json
from bot.web.requests import SIZE_LIMIT, Body, RefusedRequestError, read_body
from bot.web.words import offline, page_words

START = "menu"
"""The dialog that greets whoever opens the page."""

log = logging.getLogger(__name__)

Handles = Callable[[web.Request], Awaitable[web.Response]]
Turn = Callable[[Person, Body], Awaitable[Shown]]


@dataclass(frozen=True, slots=True)
class Demo:
    """The people of the two panes, and the mailbox that their messages are delivered into."""

    personas: tuple[Persona, ...]
    mailbox: Mailbox


async def well() -> Condition:
    return Condition.WELL


def create_app(
    talks: Talks,
    wording: Callable[[str], Worded],
    *,
    demo: Demo | None = None,
    language: str = "en",
    hosts: Collection[str] = (),
    elsewhere: Sequence[str] = (),
    healthy: Callable[[], Awaitable[Condition]] = well,
) -> web.Application:
    """The demo's two panes, or without `demo` the page where everybody is NOBODY.

    `wording` gives the words for a language; `language` is the page's own. `hosts` are the names the anonymous page
    answers to besides loopback (any when empty); the demo answers to loopback only. `elsewhere` names the routes off
    the platform, for when the network fails, as lines. `healthy` is asked by /healthz, which tells nobody more.
    """
    words = wording(language)
    guards = (speak_plainly(words, _tell), same_house(() if demo else hosts, any_host=not (demo or hosts)))
    app = web.Application(middlewares=guards, client_max_size=SIZE_LIMIT)
    app.on_response_prepare.append(dress)
    cast = Cast(demo.personas if demo else ())
    add_files(app, words, language)
    _add_turns(app, talks, wording, cast if demo else replace(NOBODY, language=language))
    app.router.add_get("/api/page", _page(words, language, cast, elsewhere, demo is not None))
    app.router.add_get("/healthz", _healthz(words, healthy))
    if demo:
        add_inbox(app, demo.mailbox, cast)
    return app


def create_runner(app: web.Application) -> web.AppRunner:
    """Without aiohttp's access log: who asked for which page, and when, is nobody's business."""
    return web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=5.0)


def _add_turns(app: web.Application, talks: Talks, wording: Callable[[str], Worded], cast: Cast | Person) -> None:
    """`cast`, or who everybody is."""
    turns: dict[str, Turn] = {
        "begin": lambda person, body: talks.begin(person, body.text("dialog"), body.text("regarding")),
        "said": lambda person, body: talks.said(person, body.text("text")),
        "answer": lambda person, body: talks.answer(person, body.reply()),
        "back": lambda person, body: talks.back(person, body.text("dialog"), body.given()),
    }
    for name, turn in turns.items():
        app.router.add_post(f"/api/{name}", _turn(turn, wording, cast))


def _turn(turn: Turn, wording: Callable[[str], Worded], cast: Cast | Person) -> Handles:
    async def handler(request: web.Request) -> web.Response:
        body = await read_body(request)
        person = who(cast, body.text("person"))
        shown = await turn(person, body)
        return web.json_response(shown_json(wording(person.language), shown))

    return handler


def who(cast: Cast | Person, key: str) -> Person:
    """Without a cast everybody is nobody, whatever they say they are. Raises RefusedRequestError for a stranger."""
    if isinstance(cast, Person):
        return cast
    if persona := cast.find(key):
        return persona.person
    raise RefusedRequestError(404, "web.unknown_person")


def _page(words: Worded, language: str, cast: Cast, elsewhere: Sequence[str], demo: bool) -> Handles:
    people = [_persona_json(words, persona) for persona in cast]
    page: dict[str, Any] = {
        "demo": demo,
        "language": language,
        "start": START,
        "people": people,
        "words": {**page_words(words), "offline": offline(words, elsewhere)},
    }

    async def handler(_: web.Request) -> web.Response:
        return web.json_response(page)

    return handler


def _persona_json(words: Worded, persona: Persona) -> dict[str, Any]:
    role = words.text(f"web.role.{persona.role}")
    return {"key": persona.key, "name": persona.person.name, "role": role, "member": persona.is_member}


def _healthz(words: Worded, healthy: Callable[[], Awaitable[Condition]]) -> Handles:
    async def handler(_: web.Request) -> web.Response:
        condition = await healthy()
        unwell = condition is Condition.UNWELL
        return sentence(words, 503, "web.failed") if unwell else web.Response(text=condition)

    return handler


def _tell(what: str) -> None:
    log.error("web_failed", extra={"error": what})
