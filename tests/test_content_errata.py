"""The document's errata: each note stands beside exactly the passages it concerns, and corrects nothing."""

import pytest

from content.company import open_company
from content.errata import Erratum

CODE = open_company().code

HITS = {
    "revisions to Appendix I as of": {"front": 1},
    "Obedying the law": {"1": 1},
    "illegal discrimination or harassment or any kind": {"2": 1},
    "except under guidelines approved by the Company’s Audit Committee and Board of Directors": {"4": 1},
    "without the consent of the Board of Directors": {"5": 1},
    "the approval of the Audit Committee or the Board of Directors must be obtained": {"15": 1},
    "if you are a director or other member of senior management": {"4": 1, "10": 1, "11": 2, "13": 1},
    "Collectar Biosciences, Inc. stock": {"10": 1},
    "Appendix 1 and Appendix 2 to this Code of Ethics contain contact information": {"10": 1, "11": 1, "13": 1},
    "your anonymity will be protected": {"13": 1},
    "some of the policies contained in this Code must be strictly adhered to": {"15": 1},
    "Celectar Biosciences, Inc. 100 Campus Drive": {"A1": 1},
    "jcaruso@collectar.com": {"A1": 1},
    "jlongcor@collectar.com": {"A1": 1},
    "ckolean@collectar.com": {"A1": 1},
    "(608) 441-8120": {"A1": 2},
    "Stefan Loren": {"A1": 1},
    "Jarrod Longcor": {"A1": 1},
    "Chad Kolean": {"A1": 1},
    "You may also contact individual members of the Audit Committee using the following information": {"A1": 1},
    "You may contact individual members of senior management using the following information": {"A1": 1},
    "Audit Committee of the Board of Directors of has adopted": {"A2": 1},
    "following receipt by the members of the written summary of the Complaint": {"A2.A": 1},
    "regarding questionable accounting, internal accounting controls or other auditing matters": {"A2.B": 1},
    "regarding questionable accounting, internal accounting controls or auditing matters": {"A2.B": 1},
    "general post office box set forth in Appendix 1": {"A2.B": 1},
    "the Company will endeavor to protect the privacy and confidentiality of that employee to the extent possible": {
        "A2.B": 1
    },
}
"""Words, and how many paragraphs of which sections hold them: read off the document by hand."""


def places() -> list[str]:
    return ["front", *(s.id for s in CODE.sections)]


def test_every_row_of_the_table_is_accounted_for() -> None:
    assert {(e.words, e.section) for e in CODE.errata} == {(words, at) for words, hits in HITS.items() for at in hits}


@pytest.mark.parametrize("erratum", CODE.errata, ids=lambda e: f"{e.section}: {e.words[:30]}")
def test_a_note_stands_beside_exactly_its_passages(erratum: Erratum) -> None:
    noted = [q for at in places() for q in CODE.quotes(at) if erratum.note in q.note and erratum.words in q.text]
    of_section = [q for q in noted if q.section == erratum.section]
    assert len(of_section) == HITS[erratum.words][erratum.section]


def test_no_note_stands_beside_a_passage_without_its_words() -> None:
    for at in places():
        for quote in (*CODE.quotes(at), *CODE.sentences(at)):
            expected = {e.note for e in CODE.errata if e.section == quote.section and e.words in quote.text}
            assert all(note in quote.note for note in expected)
            assert bool(quote.note) == bool(expected), quote.text


def test_nothing_is_corrected_silently() -> None:
    assert "Collectar Biosciences, Inc. stock" in CODE.quote("10", "tip").text
    assert "harassment or any kind" in CODE.quote("2", "harassment").text
    assert "Board of Directors of has adopted" in CODE.quote("A2", "has adopted").text


def test_the_two_promises_of_anonymity_point_to_each_other() -> None:
    assert "to the extent possible" in CODE.quote("13", "your anonymity").note
    assert "your anonymity will be protected" in CODE.quote("A2.B", "endeavor to protect").note


def test_a_sentence_beside_an_erratum_carries_no_note() -> None:
    assert CODE.quote("13", "without fear of retaliation").note == ""
