"""Fits, on questions that nothing was learned from, how the parts are weighed and how sure an answer is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from content.judging import CORE, odds, ranked
from content.learned import Judgement

STEPS, STEP = 400, 0.03
REFUSED = 0.04
"""Of the questions that the Code answers, so many may be told that it does not."""

Floats = NDArray[np.floating]
Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Limits:
    """Of the questions that the Code does not answer, so many may be quoted at most (`wrongly`); of those that are
    quoted, so many at least by the right section (`rightly`)."""

    wrongly: float
    rightly: float


CORE_LIMITS = Limits(0.045, 0.935)
SEMANTIC_LIMITS = Limits(0.025, 0.96)
"""A little stricter than what is wanted of unread questions: authors who are left out still write more alike than
strangers."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What each part said of questions: `parts` by part, question and answer; `answers` are the right ones."""

    parts: Floats
    answers: NDArray[np.int64]
    sections: tuple[str, ...]


def judge(seen: Seen) -> Judgement:
    limits = SEMANTIC_LIMITS if len(seen.parts) > CORE else CORE_LIMITS
    weights = _weights(seen)
    shares = _softmax(np.einsum("p,pqa->qa", weights, seen.parts))
    inside = np.array([odds(1 - row[-1]) for row in shares.tolist()])
    lead, right = _leads(shares, seen)
    answered = seen.answers < len(seen.sections)
    gate, sure = _curve(inside, answered), _curve(lead[answered], right[answered])
    tiers = _tiers(_on(gate, inside), _on(sure, lead), answered, right, limits)
    return Judgement(tuple(float(w) for w in weights), gate, sure, *tiers)


def _weights(seen: Seen) -> Floats:
    """The least surprise at the right answers, by Adam."""
    weights = np.full(len(seen.parts), 0.5, np.float64)
    at = np.arange(len(seen.answers))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        shares = _softmax(np.einsum("p,pqa->qa", weights, seen.parts))
        shares[at, seen.answers] -= 1
        slope = np.einsum("pqa,qa->p", seen.parts, shares) / len(at)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= STEP * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def _leads(shares: Floats, seen: Seen) -> tuple[Floats, Truths]:
    """The odds of the best section against all others, and whether it is the right one."""
    firsts = [next(ranked(row, seen.sections)) for row in shares.tolist()]
    names = np.array(seen.sections)
    best = np.array([row[:-1][names == seen.sections[at]].sum() for row, at in zip(shares, firsts, strict=True)])
    lead = np.array([odds(value) for value in (best / np.maximum(1 - shares[:, -1], 1e-9)).tolist()])
    wanted = [seen.sections[a] if a < len(seen.sections) else "" for a in seen.answers.tolist()]
    return lead, np.array([seen.sections[at] == want for at, want in zip(firsts, wanted, strict=True)])


def _curve(values: Floats, truths: Truths) -> tuple[float, float]:
    """Slope and base of the logistic curve, by Newton's way."""
    data, fitted = np.column_stack([values, np.ones_like(values)]), np.zeros(2)
    for _ in range(30):
        chance = _on((fitted[0], fitted[1]), values)
        bend = (data * (chance * (1 - chance))[:, None]).T @ data + 1e-6 * np.eye(2)
        fitted -= np.linalg.solve(bend, data.T @ (chance - truths))
    return float(fitted[0]), float(fitted[1])


def _on(curve: tuple[float, float], values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(curve[0] * values + curve[1], -30, 30))))


def _tiers(
    confident: Floats, certain: Floats, answered: Truths, right: Truths, limits: Limits
) -> tuple[float, float, float]:
    """From which confidence and certainty on a passage is quoted, so that most are; and from which one is shown."""
    grid = [(q, c, *_quoted(confident >= q, certain >= c, answered, right)) for q in _steps() for c in _steps()]
    good = [row for row in grid if row[3] <= limits.wrongly and row[4] >= limits.rightly]
    quote, sure, *_ = max(good, key=lambda row: row[2], default=(0.99, 0.99))
    closest = min(float(np.quantile(confident[answered], REFUSED)), quote)
    return round(quote, 3), round(sure, 3), round(closest, 3)


def _quoted(inside: Truths, sure: Truths, answered: Truths, right: Truths) -> tuple[float, float, float]:
    """Quoted of what the Code answers, quoted of what it does not, and right of what is quoted and answered."""
    quoted = inside & sure
    rightly = right[quoted & answered]
    return quoted[answered].mean(), quoted[~answered].mean(), rightly.mean() if len(rightly) else 0.0


def _steps() -> Sequence[float]:
    return [float(n) for n in np.round(np.arange(0.3, 0.995, 0.01), 3)]


def _softmax(value: Floats) -> Floats:
    grown = np.exp(value - value.max(1, keepdims=True))
    return np.asarray(grown / grown.sum(1, keepdims=True))
