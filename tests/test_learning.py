"""What is learned from examples: which words of a question count, and what they say."""

import numpy as np
import pytest

from content.learning.linear import Floats, train_sparse
from content.learning.pooling import Pooled, train_pooled
from content.learning.states import gathered

SIZE, ANSWERS = 16, 3
TELLING = np.eye(ANSWERS, SIZE, dtype=np.float32) * 2
"""One word for each answer."""
LOUD = 3.0
"""The other words of a question are as loud as the telling one, and there are more of them."""


def question(answer: int, words: int, draw: np.random.Generator) -> Floats:
    """Somewhere among words that say nothing stands the one that does."""
    said = draw.normal(0, 1, (words, SIZE)).astype(np.float32)
    said[:, :ANSWERS] = 0
    said *= LOUD / np.linalg.norm(said, axis=1, keepdims=True)
    said[draw.integers(words)] = TELLING[answer]
    return said


def answer_of(model: Pooled, said: Floats) -> int:
    looks = np.exp(said @ model.keys)
    seen = (looks / looks.sum(0)).T @ said
    return int((seen.ravel() @ model.weights + model.bias).argmax())


def test_the_heads_find_the_word_that_counts_in_questions_of_any_length() -> None:
    draw = np.random.default_rng(7)
    answers = draw.integers(ANSWERS, size=5000)
    learned = train_pooled(gathered(question(a, int(draw.integers(2, 40)), draw) for a in answers), answers, ANSWERS)
    for words in (3, 12, 40):
        new = draw.integers(ANSWERS, size=200)
        right = [answer_of(learned, question(a, words, draw)) == a for a in new]
        assert np.mean(right) > 0.9, words


def test_learning_twice_comes_to_the_same() -> None:
    draw = np.random.default_rng(7)
    answers = draw.integers(ANSWERS, size=300)
    states = gathered(question(a, 8, draw) for a in answers)
    once, twice = (train_pooled(states, answers, ANSWERS) for _ in range(2))
    assert np.array_equal(once.keys, twice.keys)
    assert np.array_equal(once.weights, twice.weights)


def test_states_are_padded_only_for_whom_it_is_needed() -> None:
    states = gathered([np.ones((2, SIZE), np.float32), np.ones((5, SIZE), np.float32), np.ones((3, SIZE), np.float32)])
    filled, there = states.only([0, 2]).padded()
    assert filled.shape == (2, 3, SIZE)
    assert there.sum(1).tolist() == [2, 3]
    assert np.array_equal(filled.any(2), there)
    assert len(states.followed_by(states.only([1]))) == 4


@pytest.mark.parametrize("seed", [0, 1])
def test_words_that_always_lead_to_an_answer_are_learned(seed: int) -> None:
    draw = np.random.default_rng(seed)
    answers = draw.integers(ANSWERS, size=600)
    rows = [(np.array([a, ANSWERS + draw.integers(20)]), np.array([0.7, 0.7], np.float32)) for a in answers.tolist()]
    model = train_sparse(rows, answers, ANSWERS + 20, ANSWERS, seed)
    said = [(values @ model.weights[ids] + model.bias).argmax() for ids, values in rows]
    assert np.mean(said == answers) > 0.99
