"""Sealing: two sizes, one place, nothing printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import SealBrokenError
from storage.keyring import NAMES, Keyring
from storage.seal import OVERHEAD, TEXT_SIZES, Place, Scalar, encoded, mac, new_key, seal, unseal

KEY = new_key()
PLACE: Place = ("entries", "ABC234", 1, "report", "2026-03-02")
SCALARS = st.one_of(st.none(), st.integers(-(2**63), 2**63), st.text(), st.binary())
SMALL, LARGE = TEXT_SIZES


@given(st.binary(max_size=LARGE - OVERHEAD))
def test_what_a_form_holds_takes_one_of_two_sizes(plain: bytes) -> None:
    sealed = seal(KEY, plain, PLACE, TEXT_SIZES)
    assert len(sealed) == (SMALL if len(plain) <= SMALL - OVERHEAD else LARGE)
    assert unseal(KEY, sealed, PLACE) == plain


@given(st.integers(LARGE - OVERHEAD + 1, 4 * LARGE))
def test_what_is_longer_takes_a_multiple_of_the_larger(length: int) -> None:
    sealed = seal(KEY, bytes(length), PLACE, TEXT_SIZES)
    assert len(sealed) % LARGE == 0
    assert len(unseal(KEY, sealed, PLACE)) == length


@given(st.integers(0, SMALL * 8 - 1))
def test_one_flipped_bit_breaks_the_seal(bit: int) -> None:
    sealed = bytearray(seal(KEY, b"words", PLACE, TEXT_SIZES))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBrokenError):
        unseal(KEY, bytes(sealed), PLACE)


@pytest.mark.parametrize("at", range(len(PLACE)))
def test_it_opens_in_no_other_place(at: int) -> None:
    other: list[Scalar] = list(PLACE)
    other[at] = "elsewhere"
    with pytest.raises(SealBrokenError):
        unseal(KEY, seal(KEY, b"words", PLACE, TEXT_SIZES), tuple(other))


@pytest.mark.parametrize("sealed", [b"", b"x", bytes(40), bytes(SMALL)])
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    with pytest.raises(SealBrokenError):
        unseal(KEY, sealed, PLACE)


@given(st.lists(SCALARS, max_size=6), st.lists(SCALARS, max_size=6))
def test_two_lists_of_parts_never_look_alike(one: list[Scalar], other: list[Scalar]) -> None:
    alike = [type(part) for part in one] == [type(part) for part in other] and one == other
    assert (encoded(one) == encoded(other)) is alike


def test_keys_show_nothing_of_themselves() -> None:
    ring = Keyring(*(new_key() for _ in NAMES))
    assert KEY.raw.hex() not in repr(KEY)
    assert str(KEY.raw)[2:-1] not in repr(KEY)
    assert all(str(getattr(ring, name).raw) not in repr(ring) for name in NAMES)


def test_a_keyed_digest_needs_the_key() -> None:
    assert mac(KEY, "a", "b") == mac(KEY, "a", "b")
    assert mac(KEY, "a", "b") != mac(KEY, "ab") != mac(new_key(), "ab")
