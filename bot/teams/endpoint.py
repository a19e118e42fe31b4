"""HTTP: one address, our own guard, then one turn of the adapter."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from bot.front import UnwelcomeError, whole
from bot.logs import Event, log
from bot.once import Once
from bot.teams.adapter import Adapter
from bot.teams.guard import SIZE_LIMIT, Admits
from bot.teams.reading import Happened, locale_of, read
from bot.teams.received import JSON, UNAVAILABLE, Answered, Installed, Invoke, Listener, Message, Sender, object_of
from bot.teams.senders import Senders

PATH = "/api/messages"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`meets` is told of everything that happens, before it is answered: who was where."""

    guard: Admits
    adapter: Adapter
    senders: Senders
    listener: Listener
    once: Once[Answered] = field(repr=False)
    meets: Callable[[Happened], Awaitable[None]]

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self.answer)]

    async def answer(self, request: web.Request) -> web.Response:
        try:
            body = await whole(request, SIZE_LIMIT)
            activity = await self.guard.admit(request.headers.get("Authorization", ""), body)
            return response_of(await self._once(activity))
        except UnwelcomeError as unwelcome:
            return web.Response(status=unwelcome.status)
        except Exception as error:  # noqa: BLE001  Teams is told that it failed, and the log why
            log(Event.PART_FAILED, level=logging.ERROR, why=error, what="teams")
            return web.Response(status=UNAVAILABLE)

    async def _once(self, activity: JSON) -> Answered:
        """A message is answered by messages, an invoke by what it is answered: an error would be tried again."""
        key = delivery_of(activity)
        late = await self._late(activity) if self.once.is_late(key) else Answered()
        return await self.once.answer(key, lambda: self._run(activity), late)

    async def _run(self, activity: JSON) -> Answered:
        return await self.adapter.run(activity, self._turn) or Answered()

    async def _turn(self, activity: JSON) -> Answered | None:
        happened = read(activity, await self.senders.sender(activity))
        if happened is None:
            return None
        await self.meets(happened)
        match happened:
            case Invoke():
                return await self.listener.invoke(happened)
            case Message():
                await self.listener.message(happened)
            case Installed():
                await self.listener.installed(happened)
        return None

    async def _late(self, activity: JSON) -> Answered:
        async def already(again: JSON) -> Answered | None:
            happened = read(again, Sender("", "", locale=locale_of(again)))
            return self.listener.already(happened) if isinstance(happened, Invoke) else None

        return await self.adapter.run(activity, already) or Answered()


def delivery_of(activity: JSON) -> str:
    """The same for every delivery of one thing that happened; empty when Teams names none."""
    id_, where = activity.get("id"), object_of(activity.get("conversation")).get("id")
    return f"{activity['type']} {where} {id_}" if isinstance(id_, str) and id_ else ""


def response_of(answered: Answered) -> web.Response:
    """The body goes out as it is, once: botbuilder's own route wraps it a second time."""
    if not answered.body:
        return web.Response(status=answered.status)
    return web.json_response(answered.body, status=answered.status)
