"""Strings that mean something to somebody: markup, mentions, links, escapes, characters that hide or turn round."""

from collections.abc import Iterator
from random import Random

MARKUP = (
    *("<!channel>", "<!here>", "<!everyone>", "<@U1>", "<#C1>", "<!subteam^S1>", "<!date^0^{date_num}|now>"),
    *("<https://evil.example|click>", "<mailto:a@evil.example|mail>", "https://evil.example/?q=1", "@channel", "@here"),
    *("*bold*", "_slanted_", "~struck~", "`code`", "```\ncode\n```", ">>> quoted", "&lt;!channel&gt;", "&amp;lt;"),
    *(":bomb:", ":skin-tone-2:", "![x](https://evil.example/x.png)", "[x](javascript:alert(1))", "# Heading", "- item"),
    *(
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"}],"type":"mrkdwn","text":"<!here>',
        "\\u003c!here>",
    ),
    *(
        "=HYPERLINK(1)",
        "+1",
        "@SUM(1)",
        "{case}",
        "{receipt}",
        "{0}",
        "%s",
        "${x}",
        "{{x}}",
        "|report|",
        "offer|close|",
    ),
)
HIDDEN = (
    *("\u202e", "\u202d", "\u2066", "\u2069", "\u200b", "\u200d", "\u200e", "\ufeff", "\u00ad", "\u2060", "\u3164"),
    *("\x00", "\x07", "\x1b[31m", "\x1b]8;;https://evil.example\x07", "\x7f", "\x9b1m", "\r", "\u2028", "\u0085"),
    *("e" + "\u0301" * 40, "\U000e0041\U000e0042", "\ue000", "\ud83d"),
)


def injected(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """A mark, which is nowhere else, and a string that holds it; the same ones for the same seed."""
    dice = Random(seed)
    for n in range(count):
        mark = f"Zq{n}Zq"
        parts = [dice.choice(MARKUP if dice.random() < 0.6 else HIDDEN) for _ in range(dice.randint(1, 5))]
        parts.insert(dice.randint(0, len(parts)), mark)
        yield mark, dice.choice(("", " ", "\n")).join(parts)
