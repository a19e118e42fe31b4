"""Looks for words in files, however they may have been written down."""

import base64
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from tests.faults.figures import LONG

HEADERS = re.compile(rb"[\x08\x18\x28\x38\x48\x58\x68\x78][\x00-\xff]", re.DOTALL)
STREAM_AT_MOST = 1 << 16


def disguises(word: str) -> set[bytes]:
    """UTF-8, UTF-16 both ways round, hexadecimal, base64 at each of its three alignments; upper and lower case."""
    plain = {case.encode() for case in (word, word.lower(), word.upper())}
    wide = {p.decode().encode(code) for p in plain for code in ("utf-16-le", "utf-16-be")}
    hexadecimal = {digits for p in plain for digits in (p.hex().encode(), p.hex().upper().encode())}
    return plain | wide | hexadecimal | {b for p in plain for b in _base64(p)}


def hits(file: Path, words: dict[str, str]) -> list[str]:
    """`what in file`, for each word (by what it is) that stands in the file, or in a compressed stream in it."""
    looks = [file.read_bytes()]
    looks += inflated(looks[0])
    found = {what for what, word in words.items() for data in looks if any(d in data for d in disguises(word))}
    return [f"{what} in {file.name}" for what in sorted(found)]


def inflated(data: bytes) -> list[bytes]:
    """Every stream that may begin with zlib's or gzip's header; in the long form also bare ones, at every byte."""
    with_header = [(found.start(), zlib.MAX_WBITS) for found in HEADERS.finditer(data) if _is_header(found[0])]
    gzipped = [(found.start(), zlib.MAX_WBITS | 16) for found in re.finditer(rb"\x1f\x8b\x08", data)]
    bare = [(at, -zlib.MAX_WBITS) for at in range(len(data))] if LONG else []
    return [text for at, how in (*with_header, *gzipped, *bare) if len(text := _inflated(data, at, how)) > 4]


def _base64(plain: bytes) -> Iterator[bytes]:
    """The symbols that depend on these bytes alone, whatever stands before and after them."""
    for before in range(3):
        symbols = base64.b64encode(bytes(before) + plain)
        core = symbols[-(-before * 8 // 6) : (before + len(plain)) * 8 // 6]
        yield from (core, core.translate(bytes.maketrans(b"+/", b"-_")))


def _is_header(two: bytes) -> bool:
    return int.from_bytes(two, "big") % 31 == 0


def _inflated(data: bytes, at: int, how: int) -> bytes:
    """What can be read of it: a stream may have been cut off."""
    reader, text = zlib.decompressobj(how), b""
    for step in range(at, min(at + STREAM_AT_MOST, len(data)), 64):
        try:
            text += reader.decompress(data[step : step + 64], STREAM_AT_MOST)
        except zlib.error:
            break
        if reader.eof:
            break
    return text
