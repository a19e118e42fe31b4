"""Messages as lines of a terminal or a page of a transcript: delivered when they are written, and not found again."""

from collections.abc import Callable

from bot.labels import Worded
from bot.messenger import Channel, Message
from bot.terminal import say_lines


class TerminalMessenger:
    """`write` takes a line. It remembers nothing, so a second try is labelled as a repeat."""

    platform = "terminal"
    can_find = False

    def __init__(self, words: Worded, write: Callable[[str], None], platform: str = "terminal") -> None:
        self.platform = platform
        self._words = words
        self._write = write

    async def send(self, message: Message) -> str:
        if message.repeat:
            self._write(self._words.text("notice.repeat"))
        self._lines(message, "terminal.message")
        return message.id

    async def find(self, _message: Message) -> str | None:
        return None

    async def update(self, _ref: str, message: Message) -> None:
        self._lines(message, "terminal.updated")

    def _lines(self, message: Message, key: str) -> None:
        to = "#" + message.to.id if isinstance(message.to, Channel) else message.to.id
        self._write(self._words.text(key, {"to": to}))
        for line in say_lines(self._words, message.say):
            self._write(line)
