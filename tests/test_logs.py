"""Words are thrown at the log from every side; none stays."""

import io
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import FIELDS, Event, log, start_logging

WORDS = "my manager takes the cash home"
LETTERS = st.text(min_size=1)


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.lastResort, logging.raiseExceptions
    stream = io.StringIO()
    start_logging(stream)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers[:], logging.lastResort, logging.raiseExceptions = before[0], before[2], before[3]
    root.setLevel(before[1])
    logging.getLogger("bot").setLevel(logging.NOTSET)


def failing() -> None:
    raise ValueError(WORDS)


def test_an_event_is_one_line_with_its_plain_fields(heard: io.StringIO) -> None:
    log(Event.COURIER_PARKED, platform="web", tries=3)
    line = heard.getvalue()
    assert line.endswith("INFO courier.parked platform=web tries=3\n")
    assert line.count("\n") == 1


def test_a_field_nobody_knows_is_left_out(heard: io.StringIO) -> None:
    log(Event.STARTED, narrative="cash", port=8013)
    assert "cash" not in heard.getvalue()
    assert "port=8013" in heard.getvalue()


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_words_in_a_known_field_become_a_dash(heard: io.StringIO, field: str) -> None:
    fields: dict[str, Any] = {field: WORDS}
    log(Event.PART_FAILED, **fields)
    assert heard.getvalue().endswith(f"{field}=-\n")


def test_an_exception_leaves_its_class_and_a_line_of_ours(heard: io.StringIO) -> None:
    try:
        failing()
    except ValueError as error:
        log(Event.PART_FAILED, level=logging.ERROR, why=error)
    assert heard.getvalue().endswith("ERROR serve.part_failed error=ValueError\n")


def test_a_chain_of_exceptions_keeps_its_words_to_itself(heard: io.StringIO) -> None:
    try:
        try:
            failing()
        except ValueError as cause:
            raise RuntimeError(WORDS) from cause
    except RuntimeError:
        logging.getLogger("aiohttp.server").exception("Error handling request %s", WORDS)
        logging.getLogger("bot").exception(WORDS)
    assert WORDS not in heard.getvalue()
    assert heard.getvalue().count("error=RuntimeError") == 2


def test_a_library_is_heard_from_warning_up_by_name_only(heard: io.StringIO) -> None:
    library = logging.getLogger("slack_sdk.web")
    library.setLevel(logging.DEBUG)
    library.debug(WORDS)
    library.info(WORDS)
    library.warning("sent %s", WORDS)
    assert heard.getvalue().endswith("WARNING library logger=slack_sdk.web\n")
    assert heard.getvalue().count("\n") == 1


def test_a_logger_named_after_words_is_not_named(heard: io.StringIO) -> None:
    logging.getLogger(WORDS).error("x")
    assert "logger=-" in heard.getvalue()


def test_words_as_our_own_event_do_not_pass(heard: io.StringIO) -> None:
    ours = logging.getLogger("bot")
    ours.error(WORDS)
    ours.error("%s", WORDS, extra={"reason": WORDS})
    ours.error("serve.started %s", WORDS, extra={"narrative": WORDS})
    ours.error(Event.STARTED, extra={"narrative": WORDS, "reason": WORDS})
    assert WORDS not in heard.getvalue()
    assert heard.getvalue().count("library logger=bot\n") == 3
    assert heard.getvalue().endswith("serve.started reason=-\n")


def test_a_library_may_take_the_programs_name(heard: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bolt does, and silences it with the logger that it is given."""
    theirs = logging.getLogger("askfirst")
    monkeypatch.setattr(theirs, "disabled", False)
    theirs.setLevel(logging.WARNING)
    log(Event.STARTED)
    theirs.warning(WORDS)
    theirs.setLevel(logging.NOTSET)
    assert "INFO serve.started" in heard.getvalue()
    assert heard.getvalue().endswith("library logger=askfirst\n")


def test_a_module_of_ours_may_name_an_event_itself(heard: io.StringIO) -> None:
    log_of_courier = logging.getLogger("bot.courier")
    log_of_courier.error("courier.parked")
    log_of_courier.error("courier.parked %s", WORDS)
    log_of_courier.error(WORDS)
    assert heard.getvalue().splitlines()[0].endswith("ERROR courier.parked")
    assert heard.getvalue().count("library logger=bot.courier") == 2


def test_arguments_that_do_not_fit_print_nothing(heard: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("library").error("%d %s", WORDS)
    assert WORDS not in heard.getvalue() + capsys.readouterr().err


def test_a_warning_of_python_keeps_its_words(heard: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(WORDS, stacklevel=1)
    assert WORDS not in heard.getvalue()


def test_a_record_cannot_break_out_of_its_line(heard: io.StringIO) -> None:
    log(Event.PART_FAILED, reason="a\nERROR started")
    assert heard.getvalue().count("\n") == 1


@given(text=LETTERS)
def test_no_field_lets_through_what_is_not_an_identifier(text: str) -> None:
    root = logging.getLogger()
    before = root.handlers[:]
    stream = io.StringIO()
    try:
        start_logging(stream)
        log(Event.PART_FAILED, reason=text)
    finally:
        root.handlers[:] = before
        logging.getLogger("bot").setLevel(logging.NOTSET)
        logging.captureWarnings(capture=False)
    shown = stream.getvalue().removesuffix("\n").rpartition("reason=")[2]
    assert shown in {text, "-"}
    assert " " not in shown
