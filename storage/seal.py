"""The only module with cryptography: sealing to a place, keyed digests, random keys and names.

XChaCha20-Poly1305 with the row's place as associated data: what was sealed for one row opens in no other. Keyed digests
are BLAKE2b. Nothing here prints a key.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_ABYTES,
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError

from storage.errors import SealBrokenError

KEY_BYTES: Final = crypto_aead_xchacha20poly1305_ietf_KEYBYTES
NONCE_BYTES: Final = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
LENGTH_BYTES: Final = 4
OVERHEAD: Final = NONCE_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES + LENGTH_BYTES

TEXT_SIZES: Final = (4096, 16384)
"""Bytes of a sealed text, nonce and tag included. What a form cannot hold takes a multiple of the larger."""

SMALL_SIZES: Final = (384, 768)
"""Bytes of what is sealed without being a text: a notice, a member, the accumulated head."""

Scalar = str | int | bytes | None
Place = tuple[Scalar, ...]
"""Where a sealed value stands: table, key, and whatever else must not change without the value being sealed anew."""


@dataclass(frozen=True, slots=True)
class Key:
    """32 bytes that no repr shows."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise ValueError("key_length")


def new_key() -> Key:
    return Key(secrets.token_bytes(KEY_BYTES))


def random_id() -> str:
    """16 random bytes in hex."""
    return secrets.token_hex(16)


def random_bytes(count: int) -> bytes:
    return secrets.token_bytes(count)


def random_symbols(alphabet: str, count: int) -> str:
    number = secrets.randbelow(len(alphabet) ** count)
    return "".join([alphabet[number // len(alphabet) ** place % len(alphabet)] for place in range(count)])


def seal(key: Key, plain: bytes, place: Place, sizes: Sequence[int]) -> bytes:
    """Padded, encrypted, bound to its place. The length is one of `sizes`, or a multiple of the last."""
    padded = _padded(plain, padded_length(len(plain), sizes))
    return _encrypt(key, padded, place)


def unseal(key: Key, sealed: bytes, place: Place) -> bytes:
    """Raises SealBrokenError."""
    padded = _decrypt(key, sealed, place)
    length = int.from_bytes(padded[:LENGTH_BYTES], "big")
    return padded[LENGTH_BYTES : LENGTH_BYTES + length]


def wrap(key: Key, inner: Key, place: Place) -> bytes:
    return _encrypt(key, inner.raw, place)


def unwrap(key: Key, wrapped: bytes, place: Place) -> Key:
    """Raises SealBrokenError."""
    return Key(_decrypt(key, wrapped, place))


def mac(key: Key, *parts: Scalar) -> bytes:
    """32 bytes over the parts."""
    return hashlib.blake2b(encoded(parts), key=key.raw, digest_size=32).digest()


def same(one: bytes, other: bytes) -> bool:
    """Compared in constant time."""
    return secrets.compare_digest(one, other)


def encoded(parts: Sequence[Scalar]) -> bytes:
    """Each part with its type and length, so that no two lists of parts look alike."""
    written: list[bytes] = []
    for part in parts:
        if isinstance(part, str):
            text = part.encode()
            written += (b"s%d:" % len(text), text)
        elif isinstance(part, bytes):
            written += (b"b%d:" % len(part), part)
        else:
            written.append(b"n" if part is None else b"i%d;" % part)
    return b"".join(written)


def padded_length(length: int, sizes: Sequence[int]) -> int:
    """Of the sealed value that holds `length` bytes."""
    needed = length + OVERHEAD
    for size in sizes:
        if needed <= size:
            return size
    return -(-needed // sizes[-1]) * sizes[-1]


def _padded(plain: bytes, sealed_length: int) -> bytes:
    room = sealed_length - OVERHEAD
    return len(plain).to_bytes(LENGTH_BYTES, "big") + plain + bytes(room - len(plain))


def _encrypt(key: Key, plain: bytes, place: Place) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + crypto_aead_xchacha20poly1305_ietf_encrypt(plain, encoded(place), nonce, key.raw)


def _decrypt(key: Key, sealed: bytes, place: Place) -> bytes:
    nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    if len(body) < crypto_aead_xchacha20poly1305_ietf_ABYTES:
        raise SealBrokenError
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(body, encoded(place), nonce, key.raw)
    except CryptoError:
        raise SealBrokenError from None
