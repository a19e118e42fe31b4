"""Long texts over several places that take only so many characters: parted where one pauses, never cut short."""

from collections.abc import Iterator

PAUSES = ("\n\n", "\n", ". ", " ")


def parted(text: str, most: int) -> Iterator[str]:
    """The whole text in parts of at most `most` characters, parted at a paragraph, a line, a sentence or a word."""
    while len(text) > most:
        end = next((at + len(p) for p in PAUSES if (at := text.rfind(p, most // 2, most - len(p))) > 0), most)
        yield text[:end]
        text = text[end:]
    if text:
        yield text
