"""Replays a dialog with the answers given so far, and says where it stands."""

import hashlib
from collections.abc import Generator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from content.quotes import Quote
from dialogs.answers import CHANGED, DIGEST, clean, filled, problems_with
from dialogs.outcomes import Outcome
from dialogs.steps import Answers, Form, Problems, Say, Step

T = TypeVar("T")

Asks = Generator[Step, Answers, T]
"""Part of a dialog that comes to a T."""

Dialog = Asks[Outcome]
Given = tuple[tuple[str, Answers], ...]
"""Form key and answers, in the order they were given."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a dialog stands: what it said since the last answer, and what it asks or how it ended.

    `given` holds the answers that were taken, cleaned; those after the first that was not are dropped. `digest` is that
    of what was shown, when `asking` consents.
    """

    said: tuple[Say, ...]
    asking: Form | None = None
    outcome: Outcome | None = None
    problems: Problems = field(default_factory=dict)
    given: Given = field(default=(), repr=False)
    digest: str = ""


def resume(dialog: Dialog, given: Given = ()) -> Turn:
    """Runs the dialog until it asks what `given` does not answer, or ends.

    The digest is of the form that was shown last. An earlier one that it restates is consented to along with it; when
    the dialog never comes to the later one, nothing was consented to, and the earlier one is asked again.
    """
    replay = _Replay(list(given))
    try:
        step = next(dialog)
        while True:
            if isinstance(step, Say):
                replay.said.append(step)
                step = next(dialog)
                continue
            met = replay.meets(step)
            if isinstance(met, Turn):
                return met
            step = dialog.send(met)
    except StopIteration as end:
        return replay.open_still or Turn(tuple(replay.said), outcome=end.value, given=tuple(replay.taken))


@dataclass(slots=True)
class _Replay:
    """`said` since the last answer; `ahead` was given and is not `taken` yet. `open_still`: a form to consent to, which
    has changed, until a later one that restates it is met."""

    ahead: list[tuple[str, Answers]] = field(repr=False)
    said: list[Say] = field(default_factory=list)
    taken: list[tuple[str, Answers]] = field(default_factory=list, repr=False)
    open_still: Turn | None = None

    def meets(self, form: Form) -> Answers | Turn:
        """The answers that the dialog goes on with, or the turn that asks for them."""
        digest = shown_digest(self.said, form) if form.consents else ""
        offered = self._offered(form)
        answers = clean(form, offered or {})
        problems = problems_with(form, answers, offered, digest)
        if offered is None or problems:
            shown = filled(form, answers if offered else form.prefill)
            stands = Turn(tuple(self.said), shown, None, problems, tuple(self.taken), digest)
            if not (self.ahead and problems == CHANGED):
                return stands
            self.open_still = stands
        elif form.consents:
            self.open_still = None
        self.taken.append((form.key, {**answers, DIGEST: digest} if form.consents else answers))
        self.said = []
        return answers

    def _offered(self, form: Form) -> Answers | None:
        return dict(self.ahead.pop(0)[1]) if self.ahead and self.ahead[0][0] == form.key else None


def restated(reply_key: str, restates: tuple[str, ...], answers: Answers) -> Given:
    """One submit that answers the forms it shows again as well as its own."""
    return tuple((key, answers) for key in (*restates, reply_key))


def shown_digest(said: list[Say], form: Form) -> str:
    """Of what the person had before them, their own answers left out: facts, quotes, whose names stood where."""
    seen = [(say.key, sorted(say.facts.items()), _spelled(say.quotes)) for say in said]
    fields = [(f.name, [(o.value, o.name) for o in getattr(f, "options", ())]) for f in form.fields]
    return hashlib.sha256(repr((seen, form.key, sorted(form.facts.items()), fields)).encode()).hexdigest()[:32]


@lru_cache(maxsize=256)
def _spelled(quotes: tuple[Quote, ...]) -> str:
    """The same few stand in every review."""
    return repr(quotes)
