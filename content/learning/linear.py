"""A linear model trained on example questions: each answer against all others, over sparse features."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Row = tuple[NDArray[np.int64], Floats]
"""Which features a question has, and how much of each."""

EPOCHS = 10
DECAY = 3e-5
"""Of a weight, each time its feature is seen; with it the step grows smaller, as in Bottou's schedule."""
BEGIN = 3.0
"""The first step."""


@dataclass(frozen=True, slots=True)
class Linear:
    """`weights` by feature and answer, `bias` by answer."""

    weights: Floats
    bias: Floats


def train_sparse(rows: Sequence[Row], answers: NDArray[np.int64], features: int, classes: int, seed: int = 0) -> Linear:
    """Stochastic gradient descent on the logistic loss of each answer against all others."""
    draw, weights, bias = (
        np.random.default_rng(seed),
        np.zeros((features, classes), np.float32),
        np.zeros(classes, np.float32),
    )
    wanted, seen = np.eye(classes, dtype=np.float32)[answers], 0
    for _ in range(EPOCHS):
        for at in draw.permutation(len(rows)):
            step = 1 / (DECAY * (seen + 1 / (DECAY * BEGIN)))
            ids, values = rows[at]
            missed = _logistic(values @ weights[ids] + bias) - wanted[at]
            weights[ids] = weights[ids] * (1 - step * DECAY) - step * np.outer(values, missed)
            bias -= 0.01 * step * missed
            seen += 1
    return Linear(weights, bias)


def shares_sparse(rows: Sequence[Row], model: Linear) -> Floats:
    """How likely each answer is; a question's shares add up to 1."""
    chances = _logistic(np.array([values @ model.weights[ids] + model.bias for ids, values in rows]))
    return np.asarray(chances / chances.sum(1, keepdims=True), np.float32)


def _logistic(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -30, 30))), np.float32)


def softmax(value: Floats) -> Floats:
    grown = np.exp(value - value.max(1, keepdims=True))
    return np.asarray(grown / grown.sum(1, keepdims=True), np.float32)
