"""The page's own files, read once: a fixed list, so that no path is ever made from a request."""

from collections.abc import Awaitable, Callable
from html import escape
from pathlib import Path
from string import Template

from aiohttp import web

from bot.labels import Worded

PAGES = Path(__file__).parent / "pages"
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def add_files(app: web.Application, words: Worded, language: str) -> None:
    for path in sorted(PAGES.iterdir()):
        if path.suffix in TYPES:
            address = "/" if path.name == "index.html" else f"/{path.name}"
            app.router.add_get(address, _file(_worded(path, words, language), TYPES[path.suffix]))


def _worded(path: Path, words: Worded, language: str) -> str:
    """The one HTML file holds three words, for before any script has run; the others hold none."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".html":
        return text
    facts = {"title": words.text("web.page.title"), "noscript": words.text("web.page.noscript"), "language": language}
    return Template(text).substitute({name: escape(fact) for name, fact in facts.items()})


def _file(text: str, kind: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(text=text, content_type=kind, charset="utf-8")

    return handler
