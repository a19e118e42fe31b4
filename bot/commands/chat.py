"""`askfirst chat`: the conversation in this terminal, with somebody who needs no account."""

import asyncio
import logging
import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

import typer

from bot.app.running import running
from bot.chat import Chat
from bot.commands.desks import settings_here
from bot.commands.failures import StoppedError
from bot.commands.serve import refuse_if_blocked
from bot.commands.words import words
from bot.exits import Exit
from bot.logs import start_logging
from bot.person import NOBODY
from bot.register import open_register
from bot.settings import Settings
from storage.database import Database
from storage.errors import LockedError

Asked = tuple[str, "Future[str | None]"]


def chat() -> None:
    settings = settings_here()
    try:
        database = open_register(settings)
    except LockedError:
        address = settings.web.address or f"http://{settings.web.host}:{settings.web.port}"
        raise StoppedError(Exit.REGISTER, "chat.served", address=address) from None
    with database:
        refuse_if_blocked(settings, database)
        start_logging(level=logging.WARNING)
        Terminal(settings, database).talk()


@dataclass(slots=True)
class Terminal:
    """Lines are read on the main thread, where Ctrl-C arrives; the conversation lives beside it."""

    settings: Settings
    database: Database
    _asked: "queue.SimpleQueue[Asked | None]" = field(default_factory=queue.SimpleQueue)
    _failed: list[BaseException] = field(default_factory=list)

    def talk(self) -> None:
        beside = threading.Thread(target=self._live, name="conversation")
        beside.start()
        try:
            while asked := self._asked.get():
                asked[1].set_result(_typed(asked[0]))
        except KeyboardInterrupt:
            self._leave()
        beside.join()
        for error in self._failed:
            raise error

    def _leave(self) -> None:
        """Whatever is asked from here on finds the input ended."""
        while asked := self._asked.get():
            asked[1].set_result(None)

    def _live(self) -> None:
        try:
            asyncio.run(self._converse())
        except Exception as error:  # noqa: BLE001  the main thread says it
            self._failed.append(error)
        finally:
            self._asked.put(None)

    async def _converse(self) -> None:
        async with running(self.settings, self.database) as house:
            nobody = replace(NOBODY, language=self.settings.language)
            await Chat(house.talks, words(), self._read, typer.echo, nobody).run()

    async def _read(self, prompt: str) -> str | None:
        line: Future[str | None] = Future()
        self._asked.put((prompt, line))
        return await asyncio.wrap_future(line)


def _typed(prompt: str) -> str | None:
    """None at the end of input, and for Ctrl-C: it leaves a form, or the chat."""
    try:
        return input(prompt)
    except (EOFError, KeyboardInterrupt):
        typer.echo()
        return None
