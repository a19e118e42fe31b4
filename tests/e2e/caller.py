"""What the page sends and gets, without a page: for tests of the server with the whole house behind it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.e2e.house import staged

Json = dict[str, Any]
STORY = "The weighbridge tickets of the quarry are written before the lorries arrive."


@dataclass(frozen=True, slots=True)
class Caller:
    """What the page does, without a page."""

    session: ClientSession
    address: str

    async def post(self, turn: str, body: object, **headers: str) -> tuple[int, Json]:
        told = {"Origin": self.address, "Content-Type": "application/json", **headers}
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        async with self.session.post(f"{self.address}/api/{turn}", data=data, headers=told) as response:
            return response.status, await response.json()

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.session.get(f"{self.address}{path}", headers=headers) as response:
            return response.status, await response.text()

    async def begin(self, person: str, dialog: str, regarding: str = "") -> Json:
        status, shown = await self.post("begin", {"person": person, "dialog": dialog, "regarding": regarding})
        assert status == 200
        return shown

    async def said(self, text: str, person: str = "") -> Json:
        return (await self.post("said", {"person": person, "text": text}))[1]

    async def answer(self, person: str, shown: Json, **answers: object) -> Json:
        """The form as it came, with these answers over what stood in it."""
        form = shown["form"]
        filled = {f["name"]: f["value"] for f in form["fields"]} | answers
        kept = {name: shown[name] for name in ("dialog", "regarding", "digest", "nonce", "given")}
        body = {"person": person, **kept, "key": form["key"], "restates": form["restates"], "answers": filled}
        status, then = await self.post("answer", body)
        assert status == 200
        return then

    async def reviewed(self, person: str, **answers: object) -> Json:
        form = await self.begin(person, "report")
        told = {"category": "other", "danger": "no", "narrative": STORY, "level": "anonymous", **answers}
        return await self.answer(person, form, **told)


@asynccontextmanager
async def calling(folder: Path, *, anonymous: bool = False, language: str = "en") -> AsyncIterator[Caller]:
    async with staged(folder, anonymous=anonymous, language=language) as stage, ClientSession() as session:
        yield Caller(session, stage.page)
