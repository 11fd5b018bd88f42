"""The labelled corpus of our own writing is read as well as its floor demands.

The corpus lies in the repository, so this floor holds where the folder of real inputs is absent.
`benchmarks/floors.json` pins each part (S001… and T001…) with a hash of its documents and labels.
"""

import json
from pathlib import Path
from typing import Final

import pytest
from corpus_score import Score, hash_files, score_document

_ROOT: Final = Path(__file__).parents[2]
_CORPUS: Final = _ROOT / "tests/corpus"
_FLOORS: Final = json.loads((_ROOT / "benchmarks/floors.json").read_text(encoding="utf-8"))
_PARTS: Final = sorted(_FLOORS["corpus"])


def _hash(part: str) -> str:
    return hash_files([*_CORPUS.glob(f"{part}*.claims.jsonl"), *_CORPUS.glob(f"{part}*.txt")])


def _score(part: str) -> Score:
    return sum((score_document(text) for text in sorted(_CORPUS.glob(f"{part}*.txt"))), Score())


def _propose(part: str) -> str:
    return f'pin "{part}": "corpus_sha256": "{_hash(part)}"; measured F1 {_score(part).f1:.3f}'


def test_every_document_belongs_to_a_pinned_part_and_has_labels() -> None:
    texts = sorted(_CORPUS.glob("*.txt"))
    unpinned = {text.name[0] for text in texts} - set(_PARTS)
    assert not unpinned, "\n".join(_propose(part) for part in sorted(unpinned))
    assert [text.stem for text in texts if not text.with_suffix(".claims.jsonl").exists()] == []


@pytest.mark.parametrize("part", _PARTS)
def test_the_part_is_the_one_the_floor_was_pinned_on(part: str) -> None:
    assert _hash(part) == _FLOORS["corpus"][part]["corpus_sha256"]


@pytest.mark.parametrize("part", _PARTS)
def test_every_label_quotes_its_document(part: str) -> None:
    for labels in sorted(_CORPUS.glob(f"{part}*.claims.jsonl")):
        stem = labels.name.removesuffix(".claims.jsonl")
        text = (_CORPUS / f"{stem}.txt").read_bytes().decode("utf-8")
        for line in labels.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            at, quote = row["start"], row["quote"]
            assert text[at : at + len(quote)] == quote, f"{stem} {quote}"


@pytest.mark.parametrize("part", _PARTS)
def test_reading_keeps_its_f1(part: str) -> None:
    score = _score(part)
    assert score.f1 >= _FLOORS["corpus"][part]["f1"], "\n".join(score.faults)
