"""The quick way to read a window that was sent in reads what the standard library reads."""

import json
from random import Random
from urllib.parse import parse_qsl, quote, urlencode

import pytest

from bot.slack.shape import payload_of

FORM = "application/x-www-form-urlencoded"
PARTS = (
    "a",
    "0",
    "%",
    "=",
    "&",
    "+",
    " ",
    "\n",
    "\r",
    ";",
    "é",
    "日",
    "😀",
    '"',
    "\\",
    "_",
    "~",
    "\x00",
    "%4",
    "%zz",
    "%C3",
)
ANY = {"type": "url_verification"}


def carrying(challenge: str) -> str:
    return json.dumps({**ANY, "challenge": challenge}, ensure_ascii=False)


@pytest.mark.parametrize("encoded", [lambda v: urlencode({"payload": v}), lambda v: f"payload={quote(v)}"])
def test_whatever_is_written_comes_through_as_it_was(encoded: object) -> None:
    assert callable(encoded)
    random = Random(7)
    for _ in range(2_000):
        written = "".join(random.choices(PARTS, k=random.randrange(12)))
        payload = payload_of(encoded(carrying(written)).encode(), FORM)
        assert payload
        assert payload["challenge"] == written


def test_what_is_badly_quoted_is_read_as_the_standard_library_reads_it() -> None:
    random = Random(8)
    for _ in range(2_000):
        body = "payload=" + "".join(random.choices(PARTS, k=random.randrange(12)))
        body += quote(carrying("x")) if random.random() < 0.5 else ""
        read = dict(parse_qsl(body, keep_blank_values=True))["payload"]
        try:
            expected = json.loads(read)
        except ValueError:
            expected = None
        assert payload_of(body.encode(), FORM) == (expected if isinstance(expected, dict) else None)


def test_bytes_that_are_no_text_are_replaced() -> None:
    payload = payload_of(b"payload=" + quote(carrying("x")).replace("x", "%FF").encode(), FORM)
    assert payload
    assert payload["challenge"] == "\ufffd"
