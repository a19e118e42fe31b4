"""A conversation in the terminal, line by line, with somebody who needs no account. Nothing of it is kept."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace

from bot.conversation import Talks
from bot.inert import one_line
from bot.labels import (
    Worded,
    field_hint,
    form_text,
    form_title,
    offer_label,
    option_label,
    problem_text,
    submit_label,
)
from bot.person import NOBODY, Person
from bot.terminal import asked_label, offers_of, say_lines
from bot.turns import Reply, Shown
from dialogs.answers import WHOLE, filled
from dialogs.steps import Choice, Choices, Field, Form, Kept, Offer, Option, Text, Value

BACK = "<"
LEAVE = "q"


class LeftError(Exception):
    """The person closed the form; nothing of it was kept."""


class WentBackError(Exception):
    """The person wants the step before."""


@dataclass(slots=True)
class Chat:
    """`read` shows a prompt and takes a line, None at the end of input; `write` shows one."""

    talks: Talks
    words: Worded
    read: Callable[[str], Awaitable[str | None]]
    write: Callable[[str], None]
    person: Person = NOBODY
    _offers: tuple[Offer, ...] = field(default=())
    _can_go_back: bool = False
    _holds_words: bool = False

    async def run(self) -> None:
        """Until the input ends or the person leaves."""
        await self._show(await self.talks.begin(self.person, "menu"))
        while True:
            typed = await self.read(self.words.text("terminal.prompt"))
            if typed is None or typed.strip() == LEAVE:
                return
            await self._show(await self._turn(typed.strip()))

    async def _turn(self, typed: str) -> Shown:
        pressed = self._pressed(typed)
        if pressed:
            return await self.talks.begin(self.person, pressed.dialog, pressed.regarding)
        return await self.talks.said(self.person, typed)

    def _pressed(self, typed: str) -> Offer | None:
        """By its number, or its words."""
        if typed.isdecimal():
            return self._offers[int(typed) - 1] if 0 < int(typed) <= len(self._offers) else None
        named = (o for o in self._offers if offer_label(self.words, o).casefold() == typed.strip("[]").casefold())
        return next(named, None)

    async def _show(self, shown: Shown) -> None:
        """Says what was said, asks what is asked, until the dialog has ended."""
        while True:
            self._say(shown)
            if shown.asking is None:
                return
            asked = shown
            try:
                shown = await self._answered(asked)
            except LeftError:
                self.write(self._left(asked.asking))
                return

    async def _answered(self, asked: Shown) -> Shown:
        form = asked.asking
        if form is None:
            return asked
        try:
            answers = await self._fill(form, asked)
        except WentBackError:
            shown = await self.talks.back(self.person, asked.dialog, asked.given)
            return _still_open(asked, form, shown) if shown.failed else shown
        reply = Reply(
            asked.dialog, form.key, answers, asked.regarding, form.restates, asked.digest, asked.nonce, asked.given
        )
        shown = await self.talks.answer(self.person, reply)
        return _still_open(asked, filled(form, answers), shown) if shown.failed else shown

    def _say(self, shown: Shown) -> None:
        for say in shown.said:
            for line in say_lines(self.words, replace(say, offers=())):
                self.write(line)
        self._offers = offers_of(shown)
        if shown.asking is None:
            for number, offer in enumerate(self._offers, 1):
                self.write(f"  {number}  {one_line(offer_label(self.words, offer))}")

    def _left(self, form: Form | None) -> str:
        """A form may say more than that nothing of it was kept: what has happened before it."""
        own = f"{form.key}.left" if form else ""
        return self.words.text(own if self.words.has(own) else "terminal.left")

    async def _fill(self, form: Form, asked: Shown) -> dict[str, Value]:
        """What somebody wrote is handed over only when they say so, after its last field."""
        self._can_go_back = asked.can_go_back
        self._holds_words = any(isinstance(f, Text) and f.value for f in form.fields)
        while True:
            for line in self._heading(form, asked):
                self.write(line)
            answers = {f.name: await self._ask(form, f, asked) for f in form.fields}
            if not _hands_over(form) or await self._is_sure(form):
                return answers
            form = filled(form, answers)

    async def _is_sure(self, form: Form) -> bool:
        """False: it is to be changed first. Leaving it is left to `q`, and to the third choice."""
        choices = (
            submit_label(self.words, form),
            self.words.text("terminal.change"),
            self.words.text("terminal.leave"),
        )
        self.write("")
        for number, label in enumerate(choices, 1):
            self.write(f"   {number:2}  {label}")
        while (typed := (await self._line()).strip()) not in {"1", "2", "3"}:
            self.write(self.words.text("terminal.choose", {"count": len(choices)}))
        if typed == "3":
            raise LeftError
        return typed == "1"

    def _heading(self, form: Form, asked: Shown) -> Iterator[str]:
        yield form_title(self.words, form).upper()
        if intro := form_text(self.words, form):
            yield intro
        if problem := asked.problems.get(WHOLE):
            yield f"! {problem_text(self.words, problem)}"
        yield self.words.text("terminal.how_back" if asked.can_go_back else "terminal.how")

    async def _ask(self, form: Form, asked: Field, shown: Shown) -> Value:
        if isinstance(asked, Kept):
            return asked.value
        self.write("")
        self.write(asked_label(self.words, form, asked))
        if hint := field_hint(self.words, form, asked):
            self.write(f"({hint})")
        if problem := shown.problems.get(asked.name):
            self.write(f"! {problem_text(self.words, problem)}")
        match asked:
            case Text():
                return await self._text(asked)
            case Choice():
                return await self._choice(form, asked)
            case Choices():
                return await self._ticks(form, asked)

    async def _text(self, asked: Text) -> str:
        """An empty line ends a long text; at once, it leaves what is there."""
        if asked.value:
            self.write(self.words.text("terminal.keeps", {"value": one_line(asked.value)}))
        lines = [await self._line()]
        while asked.long and lines[-1]:
            lines.append(await self._line())
        return "\n".join(lines).strip() or asked.value

    async def _choice(self, form: Form, asked: Choice) -> str:
        self._list(form, asked, asked.options, (asked.value,))
        while True:
            typed = await self._line()
            if not typed and (asked.value or not asked.required):
                return asked.value
            if typed.isdecimal() and 0 < int(typed) <= len(asked.options):
                return asked.options[int(typed) - 1].value
            self.write(self.words.text("terminal.choose", {"count": len(asked.options)}))

    async def _ticks(self, form: Form, asked: Choices) -> tuple[str, ...]:
        self._list(form, asked, asked.options, asked.value)
        while True:
            typed = (await self._line()).replace(",", " ").split()
            if not typed:
                return asked.value
            if typed == ["0"]:
                return ()
            if all(t.isdecimal() and 0 < int(t) <= len(asked.options) for t in typed):
                return tuple(asked.options[int(t) - 1].value for t in typed)
            self.write(self.words.text("terminal.tick", {"count": len(asked.options)}))

    def _list(self, form: Form, asked: Field, options: tuple[Option, ...], chosen: tuple[str, ...]) -> None:
        for number, option in enumerate(options, 1):
            mark = "•" if option.value in chosen else " "
            self.write(f" {mark} {number:2}  {one_line(option_label(self.words, form, asked, option))}")

    async def _line(self) -> str:
        """Where there is no way back, `<` is text."""
        typed = await self._unless_left()
        if typed.strip() == BACK and self._can_go_back:
            raise WentBackError
        self._holds_words = self._holds_words or bool(typed.strip())
        return typed

    async def _unless_left(self) -> str:
        """`q` may stand in a text that is pasted: before words are lost it is asked for again, and what comes instead
        is the next line."""
        typed = await self.read("> ")
        while typed is not None and typed.strip() == LEAVE and self._holds_words:
            self.write(self.words.text("terminal.sure"))
            typed = await self.read("> ")
            if typed is None or typed.strip() == LEAVE:
                raise LeftError
            typed = typed if typed.strip() else await self.read("> ")
        if typed is None or typed.strip() == LEAVE:
            raise LeftError
        return typed


def _still_open(asked: Shown, form: Form, failed: Shown) -> Shown:
    """Nothing was stored: the form stands as it was sent in, below what went wrong."""
    return replace(asked, said=failed.said, asking=form, problems=failed.problems)


def _hands_over(form: Form) -> bool:
    """Whether its submit consents to something, or carries a report's words on."""
    return form.consents or any(isinstance(f, Text) and f.report for f in form.fields)
