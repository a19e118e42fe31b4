"""Linear models trained on example questions: one against all others, over sparse features or over vectors."""

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
STEPS, STEP, FLAT = 250, 0.05, 3e-5
"""Of the dense model: steps of Adam over all questions at once, their size, and what large weights cost."""


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


def train_dense(vectors: Floats, answers: NDArray[np.int64], classes: int) -> Linear:
    """Multinomial logistic regression, by Adam with full batches."""
    weights = np.zeros((vectors.shape[1] + 1, classes), np.float32)
    data = np.hstack([vectors, np.ones((len(vectors), 1), np.float32)])
    wanted = np.eye(classes, dtype=np.float32)[answers]
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = data.T @ (_softmax(data @ weights) - wanted) / len(data) + FLAT * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= STEP * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return Linear(weights[:-1], weights[-1])


def shares_dense(vectors: Floats, model: Linear) -> Floats:
    """As of `shares_sparse`."""
    return _softmax(vectors @ model.weights + model.bias)


def _logistic(value: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -30, 30))), np.float32)


def _softmax(value: Floats) -> Floats:
    grown = np.exp(value - value.max(1, keepdims=True))
    return np.asarray(grown / grown.sum(1, keepdims=True), np.float32)
