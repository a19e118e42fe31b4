"""The parts of bench/ANSWERS.md: each a section, with what was done in words."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from bench import answers_speed as speed
from bench.answers_ablations import by_all, by_number, by_part, by_repair, by_words
from bench.answers_judged import Judged, worst
from bench.answers_methods import ABLATED, CONFUSED, LEFT, NEAR, OTHERS, RELIABLE, SPEED, STALE, WORDS, WORST_METHOD
from bench.answers_nearness import nearness_table, of_others, of_voices
from bench.answers_reliability import bins, plot, reliability_table
from bench.answers_run import Run
from bench.answers_tables import confusions_table, goals_table, rows_tables, sections_table, voices_table
from bench.answers_words import checked
from bench.results import Section, Table
from content.learned import up_to_date
from content.quotes import Quote

PICTURE = Path(__file__).with_name("answers.svg")
WORST, MANY_BINS, FEW_BINS = 20, 10, 5
"""So many misses of each kind are listed; so many bins for many questions, and for few."""


def others(run: Run) -> Section:
    asked, inside = run.others, sum(q.answered for q in run.others)
    unknown = sum(q.answered and not q.quotes for q in asked)
    left_out = len(run.every_other) - len(asked) if run.extent.every == 1 else 0
    method = OTHERS.format(
        count=len(asked),
        inside=inside,
        outside=len(asked) - inside,
        left_out=left_out,
        all=len(run.every_other),
        unknown=unknown,
        draws=run.extent.draws,
    )
    tables = (goals_table(run.of_others, run.extent.draws), nearness_table(run))
    return Section("Other people's questions", method, tables, notes=tuple(_notes(run)))


def _notes(run: Run) -> Iterator[str]:
    near, voices = float(of_others(run).mean()), of_voices(run.course)
    yield NEAR.format(near=near, least=min(voices), most=max(voices))
    if not up_to_date(run.company.folder, run.company.code.passages):
        yield STALE


def left_out(run: Run) -> Section:
    both, (core, semantic) = run.of_voices, run.by_voice
    inside = sum(j.question.answered for j in both.core)
    method = LEFT.format(count=len(both.core), inside=inside, outside=len(both.core) - inside, voices=len(core))
    tables = (goals_table(both, run.extent.draws), voices_table("core", core), voices_table("semantic", semantic))
    return Section("The written examples, one voice left out at a time", method, tables)


def confused(run: Run) -> Section:
    tables = (sections_table(run.of_voices), confusions_table(run.of_voices))
    return Section("Which sections are confused", CONFUSED, tables)


def reliable(run: Run) -> Section:
    named = {
        "core, left-out voices": bins(run.of_voices.core, MANY_BINS),
        "semantic, left-out voices": bins(run.of_voices.semantic, MANY_BINS),
        "core, dev.jsonl": bins(run.of_others.core, FEW_BINS),
        "semantic, dev.jsonl": bins(run.of_others.semantic, FEW_BINS),
    }
    if run.extent.voices is None:
        PICTURE.write_text(plot(dict(list(named.items())[:2])), "utf-8")
    method = RELIABLE.format(outside=_outside(run.of_voices.core), others=_outside(run.of_others.core))
    return Section("Confidence", method, tuple(reliability_table(name, found) for name, found in named.items()))


def _outside(all_: Sequence[Judged]) -> float:
    return sum(not j.question.answered for j in all_) / len(all_)


def missed(run: Run) -> Section:
    tables = (_misses("dev.jsonl", run.of_others.semantic), _misses("left-out voices", run.of_voices.semantic))
    return Section("The worst misses", WORST_METHOD, tables)


def _misses(name: str, all_: Sequence[Judged]) -> Table:
    rows = tuple(_miss(one) for one in worst(all_, WORST))
    return Table((name, "right", "found", "tier", "confidence"), rows)


def _miss(one: Judged) -> tuple[str, ...]:
    right = "/".join(one.question.sections) or "none"
    return _cell(one.question.text), right, " ".join(one.found), one.tier, f"{one.confidence:.2f}"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def ablated(run: Run) -> Section:
    each = run.extent.each
    number = [*by_words(run.taught, run.aliases, each), *by_number(run.taught, run.extent.numbers, each)]
    number += by_all(run.taught, run.voices, each)
    tables = (
        *rows_tables(number, "number"),
        *rows_tables([*by_part(run.taught, run.voices)], "parts"),
        *rows_tables([*by_repair(run.taught, run.voices)], "typo repair"),
    )
    return Section("What does how much", ABLATED.format(each=each), tables)


def quick(run: Run) -> Section:
    size = run.extent
    with tempfile.TemporaryDirectory() as folder:
        given = speed.given(run.course, run.others, size.times, Path(folder) / "given.json")
        ran = speed.rounds(given, size.rounds, run.say)
    texts = len(run.course.passages) + sum(e.passage is not None for e in run.course.examples)
    method = SPEED.format(count=len(run.others), times=size.times, rounds=size.rounds, texts=texts)
    tables = (speed.table(ran), speed.found_table(ran, run.others, run.course.passages))
    return Section("Speed, load time and memory", method, tables, tuple(speed.goals(ran)))


def in_the_code(run: Run) -> Section:
    found = checked(_quoted(run), run.company.folder / "original.txt")
    rows = (
        ("quotes looked at", f"{found.quotes:,}"),
        ("different passages among them", str(found.texts)),
        ("words of these", f"{found.words:,}"),
        ("words that are not in the Code", str(found.foreign)),
    )
    return Section("Words that are not in the Code", WORDS, (Table(("", ""), rows),))


def _quoted(run: Run) -> Iterator[Quote]:
    for both in (run.of_others, run.of_voices):
        for judged in (*both.core, *both.semantic):
            yield from judged.passages


PARTS: Mapping[str, Callable[[Run], Section]] = {
    "others": others,
    "voices": left_out,
    "confused": confused,
    "reliable": reliable,
    "missed": missed,
    "ablations": ablated,
    "speed": quick,
    "words": in_the_code,
}
