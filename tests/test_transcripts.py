"""Every conversation in tests/transcripts runs as it is written, word for word."""

from pathlib import Path

import pytest

from tests.stage import play

PAGES = sorted(Path(__file__).parent.glob("transcripts/*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
async def test_the_conversation_goes_as_written(page: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    written = page.read_text(encoding="utf-8")
    played = await play(written, tmp_path)
    if request.config.getoption("--write"):
        page.write_text(played, encoding="utf-8")
    else:
        assert played == written
