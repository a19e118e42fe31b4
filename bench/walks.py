"""Guidance walks as a platform's edge sends them in: an answer a turn, always the first of the choices."""

from collections import deque
from dataclasses import dataclass, field

from bench.house import Bench, somebody
from bench.reports import UnexpectedError
from bot.person import Person
from bot.turns import Reply, Shown
from dialogs.steps import Answers, Choice, Form

GUIDANCE = "guidance"


@dataclass(frozen=True, slots=True)
class Answer:
    """One turn of the walk: the form's key, what is answered, and the key of what is asked next."""

    key: str
    answers: Answers
    then: str


@dataclass(slots=True)
class Walks:
    """Takes the next answer of a walk under way, or begins another; each person walks once, to the summary."""

    bench: Bench
    plan: tuple[Answer, ...]
    under_way: deque[tuple[Person, int]] = field(default_factory=deque)

    async def one(self) -> None:
        person, step = self.under_way.popleft() if self.under_way else (somebody(), 0)
        answer = self.plan[step]
        shown = await self.bench.talks.answer(person, Reply(GUIDANCE, answer.key, answer.answers))
        if shown.asking is None or shown.asking.key != answer.then:
            raise UnexpectedError(f"{answer.key} was not taken")
        if step + 1 < len(self.plan):
            self.under_way.append((person, step + 1))


async def planned(bench: Bench) -> tuple[Answer, ...]:
    """Plays one walk, and notes the answers up to the private summary, where nothing is kept any more."""
    person = somebody()
    form = _form(await bench.talks.begin(person, GUIDANCE))
    plan: list[Answer] = []
    while not form.private:
        answers = _first_choices(form)
        after = _form(await bench.talks.answer(person, Reply(GUIDANCE, form.key, answers)))
        plan.append(Answer(form.key, answers, after.key))
        form = after
    return tuple(plan)


def _first_choices(form: Form) -> Answers:
    return {f.name: f.options[0].value if isinstance(f, Choice) else "" for f in form.fields}


def _form(shown: Shown) -> Form:
    if shown.asking is None:
        raise UnexpectedError("the walk ended early")
    return shown.asking
