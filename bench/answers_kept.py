"""What was learned once and need not be learned again, kept beside the registers of the bench."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from content.learned import EDITION, Judgement, judgement
from content.learning.fitting import Seen, judge
from content.learning.leaving import Course, Left, left_out
from content.learning.states import States, gathered
from content.semantic import HASH, Meanings

CONTENT = Path(__file__).resolve().parents[1] / "content"
LEARN = ("leaving", "linear", "making", "pooling", "states")
LEARNING = (
    "features.py",
    "judging.py",
    "learned.py",
    "near.py",
    "semantic.py",
    "terms.py",
    *(f"learning/{n}.py" for n in LEARN),
)
FITTING = ("judging.py", "learned.py", "learning/fitting.py")
"""Whoever changes one of these may change what each part says of a question; or how the parts are weighed."""


def _digest(sources: Sequence[str]) -> str:
    return sha256("".join((CONTENT / name).read_text("utf-8") for name in sources).encode()).hexdigest()


LEARNS, FITS = _digest(LEARNING), _digest(FITTING)
"""As they were imported: they may be edited while this runs."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A folder that nothing else uses. What was kept of other examples, or by other code, is not taken."""

    folder: Path

    def left(self, course: Course, voice: str, say: Callable[[str], None]) -> Left:
        """As `left_out`; learned from when it is not there yet."""
        file = self.folder / f"{_key(course)}-{voice}.npz"
        if not file.is_file():
            say(f"learning without {voice}")
            self._keep(file, course, left_out(course, voice))
        return _opened(file, course, voice)

    def judgement(self, seen: Seen) -> Judgement:
        """As `judge`; fitted when it is not there yet."""
        key = sha256(FITS.encode() + seen.parts.tobytes() + seen.answers.tobytes()).hexdigest()[:16]
        file = self.folder / f"{key}.json"
        if not file.is_file():
            self.folder.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(asdict(judge(seen))), "utf-8")
        return judgement(json.loads(file.read_text("utf-8")))

    def meanings(self, texts: Sequence[str], say: Callable[[str], None]) -> States:
        """Of each text."""
        file = self.folder / "states.npz"
        names, known = _known(file)
        if new := [text for text in dict.fromkeys(texts) if _named(text) not in names]:
            say(f"meanings of {len(new):,} texts")
            fresh = gathered(map(Meanings().of, new))
            known = known.followed_by(fresh) if known else fresh
            names |= {_named(text): len(names) + n for n, text in enumerate(new)}
            self.folder.mkdir(parents=True, exist_ok=True)
            np.savez(file, names=np.array(list(names)), rows=known.rows, spans=known.spans)
        if known is None:
            raise ValueError("no texts")
        return known.only([names[_named(text)] for text in texts])

    def _keep(self, file: Path, course: Course, left: Left) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        place = {example: n for n, example in enumerate(course.examples)}
        rows = [place[example] for example in left.examples]
        making = file.with_suffix(".new.npz")
        np.savez_compressed(making, parts=left.seen.parts, answers=left.seen.answers, rows=rows)
        making.replace(file)


def _opened(file: Path, course: Course, voice: str) -> Left:
    with np.load(file) as kept:
        examples = tuple(course.examples[n] for n in kept["rows"].tolist())
        seen = Seen(kept["parts"], kept["answers"], tuple(quote.section for quote in course.passages))
        return Left(voice, examples, seen)


def _known(file: Path) -> tuple[dict[str, int], States | None]:
    """Where each text stands among them."""
    if not file.is_file():
        return {}, None
    with np.load(file) as kept:
        names = {name: n for n, name in enumerate(kept["names"].tolist())}
        return names, States(kept["rows"], kept["spans"])


def _named(text: str) -> str:
    return sha256(f"{HASH} {text}".encode()).hexdigest()


def _key(course: Course) -> str:
    """Of the code that learns, and of everything that is learned from."""
    said = [(e.text, e.voice, course.answer(e)) for e in course.examples]
    words = (EDITION, HASH, course.meanings is not None, course.settings.typo, [q.text for q in course.passages], said)
    return sha256(json.dumps([LEARNS, words]).encode()).hexdigest()[:16]


def only(course: Course, rows: Sequence[int]) -> Course:
    """With these examples alone."""
    passages = len(course.passages)
    places = [*range(passages), *(passages + n for n in rows)]
    meanings = None if course.meanings is None else course.meanings.only(places)
    return replace(course, examples=tuple(course.examples[n] for n in rows), meanings=meanings)
