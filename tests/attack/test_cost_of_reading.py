"""Texts made of the grammar's own words cost what their length costs, not its square.

The texts are synthetic; the figures in them mean nothing.
"""

import time
from itertools import pairwise

import pytest

from zhanlian.model.document import Document
from zhanlian.reading.body import find_body
from zhanlian.reading.claims import find_claims
from zhanlian.reading.claims.sentence import find_sentences
from zhanlian.reading.mentions import find_mentions

_SMALL, _LARGE = 300, 2_400  # repetitions
# Eight times the text may take eight times the time, and as much again on a busy machine; a
# square would take sixty-four times.
_MOST = 16

_PIECES = {
    "one list of people": "抓获{}人、",
    "one sentence of verbs": "抓获犯罪嫌疑人{}名，捣毁窝点{}个，涉案金额{}万元，",
    "one breakdown": "其中{}名、",
    "one shared verb": "分别{}人、",
    "short lines": "抓获{}人\n",
    "places": "缅甸{}人，",
    "one English sentence": "police arrested {} suspects and ",
}


def _seconds(piece: str, count: int) -> float:
    text = "".join(piece.format(*[number] * 3) for number in range(2, count + 2))
    document = Document(text, "utf-8")
    start = time.process_time()
    claims = find_claims(text, find_body(document))
    taken = time.process_time() - start
    assert all(text.startswith(claim.quote, claim.start) for claim in claims)
    return taken


@pytest.mark.parametrize("name", _PIECES)
def test_time_grows_with_length_only(name: str) -> None:
    _seconds(_PIECES[name], 10)  # the lexicon is loaded
    small = max(_seconds(_PIECES[name], _SMALL), 0.02)
    # The machine may be busy with something else once, not each time.
    assert any(_seconds(_PIECES[name], _LARGE) < _MOST * small for _ in range(3))


@pytest.mark.parametrize("text", ["抓获2人、" * 2_000, "一" * 5_000, "词语 " * 3_000])
def test_a_sentence_without_an_end_is_cut_and_nothing_is_lost(text: str) -> None:
    found = list(find_sentences(text, 0, len(text)))
    assert (found[0][0], found[-1][1]) == (0, len(text))
    assert all(one[1] == following[0] for one, following in pairwise(found))
    assert max(end - start for start, end in found) <= 1_000


def test_a_sentence_is_cut_between_its_clauses() -> None:
    text = "抓获犯罪嫌疑人1,207名，" * 400
    assert all(text[end - 1] == "，" for _, end in find_sentences(text, 0, len(text)))


def test_a_word_without_an_end_costs_its_length() -> None:
    text = "a" * 200_000
    body = find_body(Document(text, "utf-8"))
    start = time.process_time()
    assert find_mentions(text, body) == ()
    assert time.process_time() - start < 2.0  # 0.02 s, and more than 40 s as a square
