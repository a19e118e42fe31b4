"""The Messenger port on the chat service of the tests, over HTTP, the way Slack's adapter is to do it."""

import aiohttp

from bot.messenger import LaterError, Message, UnsureError

PATIENCE = aiohttp.ClientTimeout(total=0.4)


class ChatMessenger:
    platform = "chat"
    can_find = True

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session, self._address = session, address

    async def send(self, message: Message) -> str:
        case = str(message.say.facts.get("case", ""))
        body = {"id": message.id, "to": message.to.id, "case": case, "key": message.say.key}
        try:
            async with self._session.post(f"{self._address}/chat.post", json=body, timeout=PATIENCE) as answer:
                _refused(answer)
                return str((await answer.json())["ref"])
        except aiohttp.ClientConnectorError:
            raise LaterError from None
        except (aiohttp.ClientError, TimeoutError):
            raise UnsureError from None

    async def find(self, message: Message) -> str | None:
        try:
            asked = self._session.get(f"{self._address}/history", params={"to": message.to.id}, timeout=PATIENCE)
            async with asked as answer:
                _refused(answer)
                found: dict[str, str] = await answer.json()
                return found.get(message.id)
        except (aiohttp.ClientError, TimeoutError):
            raise LaterError from None

    async def update(self, ref: str, message: Message) -> None:
        raise NotImplementedError


def _refused(answer: aiohttp.ClientResponse) -> None:
    if answer.status == 429:
        raise LaterError(float(answer.headers["Retry-After"]))
    if answer.status != 200:
        raise LaterError
