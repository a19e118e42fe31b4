"""The receipt: read aloud, mistyped, found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import receipts
from storage.keyring import Keyring
from storage.seal import new_key

KEYS = Keyring(*(new_key() for _ in range(8)))
NONCES = st.binary(min_size=16, max_size=64)
PLACES = st.integers(0, receipts.SYMBOLS)


@given(NONCES)
def test_is_twenty_symbols_and_a_check_symbol_in_groups(nonce: bytes) -> None:
    receipt = receipts.derive(KEYS, nonce)
    assert [len(group) for group in receipt.split("-")] == [5, 5, 5, 5, 1]
    assert receipts.is_well_formed(receipt)


@given(NONCES)
def test_the_same_nonce_gives_the_same_receipt_under_the_same_key_only(nonce: bytes) -> None:
    other = Keyring(*(new_key() for _ in range(8)))
    assert receipts.derive(KEYS, nonce) == receipts.derive(KEYS, nonce) != receipts.derive(other, nonce)


@given(NONCES, PLACES, st.sampled_from(receipts.ALPHABET))
def test_one_wrong_symbol_is_always_noticed(nonce: bytes, at: int, symbol: str) -> None:
    right = receipts.normalise(receipts.derive(KEYS, nonce))
    wrong = right[:at] + symbol + right[at + 1 :]
    assert receipts.is_well_formed(wrong) is (wrong == right)


@given(NONCES, PLACES, PLACES)
def test_two_symbols_exchanged_are_always_noticed(nonce: bytes, one: int, other: int) -> None:
    right = receipts.normalise(receipts.derive(KEYS, nonce))
    wrong = list(right)
    wrong[one], wrong[other] = wrong[other], wrong[one]
    assert receipts.is_well_formed("".join(wrong)) is ("".join(wrong) == right)


@given(NONCES)
def test_case_spaces_and_letters_that_look_like_digits_are_forgiven(nonce: bytes) -> None:
    receipt = receipts.derive(KEYS, nonce)
    sloppy = receipt.lower().replace("0", "o").replace("1", "l").replace("-", " \u2013 ")
    assert receipts.normalise(sloppy) == receipts.normalise(receipt)
    assert receipts.lookup(KEYS, sloppy) == receipts.lookup(KEYS, receipt)
    assert receipts.in_groups(sloppy) == receipt


@given(st.text(max_size=60))
def test_any_text_is_answered_with_yes_or_no(text: str) -> None:
    assert receipts.is_well_formed(text) in (True, False)


@pytest.mark.parametrize("text", ["", "U" * 21, "٣" * 21, "0" * 20, "0" * 22])
def test_what_is_no_receipt_is_not_well_formed(text: str) -> None:
    assert not receipts.is_well_formed(text)


def test_a_nonce_that_could_be_guessed_is_refused() -> None:
    with pytest.raises(ValueError, match="nonce_length"):
        receipts.derive(KEYS, b"short")
