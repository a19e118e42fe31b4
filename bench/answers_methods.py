"""What was done for each part of bench/ANSWERS.md, in words."""

OTHERS = """\
{count} questions of bench/questions/dev.jsonl, {inside} that the Code answers and {outside} that it does not: three
in four were asked by employees in public codes of conduct, FAQ pages and advice columns (each line names its
source), the others are hurried messages. They are answered by the product as it is shipped. Nothing of them is
learned from: the file `learned.db` comes from `content/cellectar/examples` alone. Left out of its {all} lines, because
somebody has written the same words among the examples: {left_out}. *Right* is any section, and any passage, that the
file names; {unknown} questions name no passage, and do not count where one is asked for. Intervals of 95 % are of
questions drawn anew, {draws:,} times."""

NEAR = """\
*Nearly the same* is a cosine of .8 or more between the meanings of a question and of an example. On average a question
of dev.jsonl has its nearest example at {near:.2f}; the questions of a left-out voice have theirs, among the other
voices', at {least:.2f} to {most:.2f}."""

STALE = """\
The examples have changed since `learned.db` was made: what it answers here was not learned from all of them."""

LEFT = """\
{count:,} of the written examples, {inside:,} that the Code answers and {outside:,} that it does not, by {voices}
voices in the Code's language. For each voice everything is learned anew without it (words, pairs, pieces, examples,
meanings), its questions are asked, and how the parts are weighed and from which confidence a passage is quoted is
fitted on the other voices' questions. *Right* is the one passage that a question was written beside, and no other,
though another often answers as well: this is a stricter count than that of dev.jsonl. Whole voices are drawn anew
for the intervals."""

CONFUSED = """\
Left-out voices. First how often each section, and the very passage, comes first; then which section comes first
instead of which, the most frequent first."""

RELIABLE = """\
Confidence is that the Code answers at all. Each row holds questions of about the same confidence. What it is worth
depends on how many questions lie outside: of the left-out voices' {outside:.0%} do, of dev.jsonl's {others:.0%}.

![The share of questions that the Code answers, by confidence](answers.svg)"""

WORST_METHOD = """\
With the semantic extra, the surest misses first: another section than the right ones came first, or something was
quoted although the Code does not say. Some are misses of the label: the question may well be answered by what was
found."""

ABLATED = """\
*Number*: so many examples that the Code answers, drawn evenly over passages and voices (seed 2006; the smaller draw
is part of the larger), and a third as many that it does not; everything is learned from these alone. 0 is the
search of a company that has written none: passages and headings by BM25, with aliases. The same {each} questions of
each left-out voice are asked of all. *Parts*: all examples, weighed anew each time. Here half of the voices is
judged as the other half taught, and dev.jsonl as all of them taught. *Typo repair*: dev.jsonl, and the left-out
voice that misspells."""

SPEED = """\
{count} questions of dev.jsonl, {times} times each, one at a time in one thread, warm; {rounds} rounds, each in a
process of its own, in a turning order; medians of the rounds, ratios of the rounds' own. On the clock, and of
processor time: on a busy machine the clock counts the others' work too. *Ready* is from nothing imported to an
index that answers. The libraries index the same {texts:,} passages and examples, from lists of words, at each
start; askfirst opens the file that it learned before. They rank and refuse nothing. *Resident* holds Python, and
for all but the core numpy."""

WORDS = """\
Each passage that was quoted or shown in this run is looked for in the document as it came (`original.txt`): all its
words, in a run."""
