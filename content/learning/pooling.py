"""Attentive pooling: each head learns which words of a question count, and what they say for each answer."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from content.learning.linear import Floats, softmax
from content.learning.states import States

HEADS = 8
EPOCHS, BATCH, STEP, FLAT = 8, 256, 3e-3, 1e-5
"""Rounds over all questions, how many at once, the first step of Adam, and what large weights cost."""
SPREAD = 0.05
"""Of the keys, when they are drawn: heads that begin alike would stay alike."""

Batch = tuple[Floats, NDArray[np.bool_], NDArray[np.int64]]
"""States, where there are any, and the right answers."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """`keys` by dimension and head; `weights` by head and dimension, one head after the other, and answer."""

    keys: Floats
    weights: Floats
    bias: Floats


def train_pooled(states: States, answers: NDArray[np.int64], classes: int, seed: int = 0) -> Pooled:
    """Multinomial logistic regression over what the heads see, by Adam."""
    draw, size = np.random.default_rng(seed), states.rows.shape[1]
    keys = draw.normal(0, SPREAD, (size, HEADS)).astype(np.float32)
    values = [keys, np.zeros((HEADS * size, classes), np.float32), np.zeros(classes, np.float32)]
    means, squares = [np.zeros_like(v) for v in values], [np.zeros_like(v) for v in values]
    batches = [batch for _ in range(EPOCHS) for batch in _batches(states, draw)]
    for n, chosen in enumerate(batches, 1):
        step = STEP * (1 - (n - 1) / len(batches))
        slopes = _slopes(Pooled(*values), (*states.only(chosen).padded(), answers[chosen]))
        for value, mean, square, slope in zip(values, means, squares, slopes, strict=True):
            slope += FLAT * value
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope**2 - square)
            value -= step * (mean / (1 - 0.9**n)) / (np.sqrt(square / (1 - 0.999**n)) + 1e-8)
    return Pooled(*values)


def _batches(states: States, draw: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """Of texts about as long as one another: little is padded."""
    shuffled = draw.permutation(len(states))
    order = shuffled[np.argsort(states.lengths()[shuffled], kind="stable")]
    cut = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    return (cut[n] for n in draw.permutation(len(cut)))


def _slopes(model: Pooled, batch: Batch) -> tuple[Floats, Floats, Floats]:
    """Of the surprise at the right answers, for each part of the model."""
    states, there, answers = batch
    count, _, size = states.shape
    looks = _looks(states @ model.keys, there)
    seen = looks.swapaxes(1, 2) @ states
    flat = seen.reshape(count, -1)
    missed = softmax(np.asarray(flat @ model.weights + model.bias, np.float32))
    missed[np.arange(count), answers] -= 1
    missed = (missed / count).astype(np.float32)
    back = (missed @ model.weights.T).reshape(count, -1, size)
    pull = states @ back.swapaxes(1, 2)
    pull = looks * (pull - (looks * pull).sum(1, keepdims=True))
    keys = states.reshape(-1, size).T @ pull.reshape(-1, pull.shape[2])
    return keys, flat.T @ missed, missed.sum(0)


def _looks(scores: Floats, there: NDArray[np.bool_]) -> Floats:
    """How much each place counts for each head: over all places 1."""
    grown = np.where(there[:, :, None], np.exp(scores - scores.max(1, keepdims=True)), 0)
    return np.asarray(grown / grown.sum(1, keepdims=True), np.float32)
