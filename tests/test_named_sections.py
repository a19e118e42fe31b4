"""What is typed after "code" names a section, or is a question."""

from pathlib import Path

import pytest

from content.company import open_company
from tests.house import DANA, build
from tests.stage import Noticed


@pytest.mark.parametrize("typed", ["code violation", "code of ethics"])
async def test_what_names_no_section_is_a_question(typed: str, tmp_path: Path) -> None:
    shown = await build(tmp_path, Noticed(open_company().wording("en"))).talks.said(DANA, typed)
    assert not any(say.key == "code.no_such_section" for say in shown.said)


@pytest.mark.parametrize(("typed", "key"), [("code 7", "code.section"), ("code 99", "code.no_such_section")])
async def test_a_number_names_a_section_or_none(typed: str, key: str, tmp_path: Path) -> None:
    shown = await build(tmp_path, Noticed(open_company().wording("en"))).talks.said(DANA, typed)
    assert shown.said[0].key == key
