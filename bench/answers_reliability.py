"""Whether confidence means what it says: of the questions answered with 0.8, the Code should answer eight in ten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.answers_judged import Judged
from bench.results import Table

WIDTH, HEIGHT, EDGE = 420, 420, 48
COLOURS = ("#1f5fa8", "#b3541e")
STYLE = "font: 12px sans-serif; fill: #333"


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of about the same confidence: how many, what it was on average, and how often the Code answers."""

    count: int
    confidence: float
    answered: float


def bins(all_: Sequence[Judged], many: int) -> list[Bin]:
    """Of equal width; without the empty ones."""
    confidence = np.array([one.confidence for one in all_])
    answered = np.array([one.question.answered for one in all_])
    place = np.minimum((confidence * many).astype(int), many - 1)
    kept = [place == n for n in range(many) if (place == n).any()]
    return [Bin(int(at.sum()), float(confidence[at].mean()), float(answered[at].mean())) for at in kept]


def astray(found: Sequence[Bin]) -> float:
    """How far confidence and truth lie apart on average: the expected calibration error."""
    return sum(b.count * abs(b.confidence - b.answered) for b in found) / sum(b.count for b in found)


def reliability_table(name: str, found: Sequence[Bin]) -> Table:
    rows = ((f"{b.confidence:.2f}", str(b.count), f"{b.answered:.2f}") for b in found)
    last = ("apart on average", "", f"{astray(found):.3f}")
    return Table((f"{name}: confidence", "questions", "that the Code answers"), (*rows, last))


def plot(lines: Mapping[str, Sequence[Bin]]) -> str:
    """An SVG picture: confidence to the right, how often the Code answers upwards; a larger dot is more questions."""
    drawn = zip(lines.items(), COLOURS, strict=False)
    body = [*_frame(), *(part for n, ((name, b), c) in enumerate(drawn) for part in _line(n, name, b, c))]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="white"/>', *body, "</svg>"]) + "\n"


def _place(x: float, y: float) -> tuple[float, float]:
    return EDGE + x * (WIDTH - EDGE - 12), HEIGHT - EDGE - y * (HEIGHT - EDGE - 12)


def _frame() -> list[str]:
    (left, bottom), (right, top) = _place(0, 0), _place(1, 1)
    ticks = [tick for n in range(6) for tick in _tick(n / 5)]
    beside = _text(14, HEIGHT / 2, "share that it does answer", "middle")
    return [
        f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#333"/>',
        f'<path d="M{left} {bottom}L{right} {top}" stroke="#999" stroke-dasharray="4 4"/>',
        *ticks,
        _text((left + right) / 2, HEIGHT - 10, "confidence that the Code answers", "middle"),
        f'<g transform="rotate(-90 14 {HEIGHT / 2})">{beside}</g>',
    ]


def _tick(value: float) -> tuple[str, str]:
    (x, bottom), (left, y) = _place(value, 0), _place(0, value)
    return _text(x, bottom + 16, f"{value:.1f}", "middle"), _text(left - 6, y + 4, f"{value:.1f}", "end")


def _line(number: int, name: str, found: Sequence[Bin], colour: str) -> list[str]:
    places = [_place(b.confidence, b.answered) for b in found]
    most = max(b.count for b in found)
    dots = [_dot(place, 3 + 6 * (b.count / most) ** 0.5, colour) for place, b in zip(places, found, strict=True)]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    x, y = _place(0.05, 0.95 - 0.06 * number)
    key = [_dot((x, y - 4), 5, colour), _text(x + 10, y, name, "start")]
    return [f'<polyline points="{points}" fill="none" stroke="{colour}"/>', *dots, *key]


def _dot(place: tuple[float, float], radius: float, colour: str) -> str:
    return f'<circle cx="{place[0]:.1f}" cy="{place[1]:.1f}" r="{radius:.1f}" fill="{colour}" fill-opacity="0.8"/>'


def _text(x: float, y: float, said: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" style="{STYLE}">{said}</text>'
