"""The receipt: 100 random-looking bits as 20 Crockford base32 symbols, and a check symbol.

The check symbol is a weighted sum in the field of 32 elements, every place with its own weight: one wrong symbol, and
any two symbols exchanged, always change it.
"""

from typing import Final

from storage.keyring import Keyring
from storage.seal import mac

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SYMBOLS: Final = 20
GROUP: Final = 5
READ_AS: Final = str.maketrans("OIL", "011")
FIELD_POLYNOMIAL: Final = 0b100101  # x^5 + x^2 + 1, primitive: the powers of 2 run through all 31 elements but zero
NONCE_AT_LEAST: Final = 16
"""Bytes: a shorter nonce could be guessed, and the receipt with it."""


def derive(keys: Keyring, nonce: bytes) -> str:
    """The receipt of a form, in groups: `XXXXX-XXXXX-XXXXX-XXXXX-C`. The same nonce gives the same receipt."""
    if len(nonce) < NONCE_AT_LEAST:
        raise ValueError("nonce_length")
    number = int.from_bytes(mac(keys.receipt, "receipt", nonce)[:13], "big")
    symbols = "".join([ALPHABET[number >> (5 * place) & 31] for place in range(SYMBOLS)])
    return _grouped(symbols + check_symbol(symbols))


def lookup(keys: Keyring, receipt: str) -> bytes:
    """What the register keeps of a receipt: a keyed hash of 16 bytes."""
    return mac(keys.lookup, "receipt", normalise(receipt))[:16]


def normalise(text: str) -> str:
    """Forgives case, spaces and hyphens of every kind, O for 0, I and L for 1."""
    return "".join(filter(str.isalnum, text.upper())).translate(READ_AS)


def is_well_formed(text: str) -> bool:
    """False for a slip of one symbol, and for two symbols exchanged."""
    symbols = normalise(text)
    if len(symbols) != SYMBOLS + 1 or not set(symbols) <= set(ALPHABET):
        return False
    return check_symbol(symbols[:-1]) == symbols[-1]


def in_groups(text: str) -> str:
    return _grouped(normalise(text))


def check_symbol(symbols: str) -> str:
    """By Horner's rule: in the end the first symbol weighs 2^20, the last one 2, and the check symbol itself 1."""
    total = 0
    for symbol in symbols:
        total = _doubled(total ^ ALPHABET.index(symbol))
    return ALPHABET[total]


def _grouped(symbols: str) -> str:
    return "-".join([symbols[at : at + GROUP] for at in range(0, len(symbols), GROUP)])


def _doubled(element: int) -> int:
    twice = element << 1
    return twice ^ FIELD_POLYNOMIAL if twice & 32 else twice
