"""A score of claims against labels: how many labels are found, how many claims are labelled.

A claim meets a label when metric, value and comparator agree with the label or with one of the
readings it accepts besides (`also_accept`). Each claim meets one label at most, the nearest.
Figures on crime in general and figures of metric ``other`` are left out on both sides; an
`optional` label is neither demanded nor punished. A claim whose quote does not stand at its place
is wrong whatever it says.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from zhanlian.model.claim import Claim
from zhanlian.readers import read_evidence
from zhanlian.reading.body import find_body
from zhanlian.reading.claims import find_claims

_READ: Final = ("metric", "value", "qualifier")


@dataclass(frozen=True, slots=True)
class Label:
    """What a person says that a document states.

    Attributes:
        start: where the labelled quote stands.
        metrics, values, qualifiers: accepted readings, the label's own first.
        demanded: the label must be found; others may be.
        shown: the labelled quote, for the list of misses.
    """

    start: int
    metrics: tuple[str, ...]
    values: tuple[Decimal, ...]
    qualifiers: tuple[str, ...]
    demanded: bool
    shown: str

    def meets(self, claim: Claim) -> bool:
        """Return whether a claim says one of the accepted readings."""
        return (
            str(claim.metric) in self.metrics
            and claim.value in self.values
            and str(claim.qualifier) in self.qualifiers
        )

    def is_own(self, claim: Claim) -> bool:
        """Return whether a claim says the label's own reading."""
        own = (self.metrics[0], self.values[0], self.qualifiers[0])
        return own == (str(claim.metric), claim.value, str(claim.qualifier))


@dataclass(slots=True)
class Score:
    """Counts over documents, and what went wrong in words."""

    found: int = 0
    missed: int = 0
    invented: int = 0
    faults: tuple[str, ...] = ()

    @property
    def f1(self) -> float:
        """F1 of the counts; 1 where nothing is demanded and nothing claimed."""
        whole = 2 * self.found + self.missed + self.invented
        return 2 * self.found / whole if whole else 1.0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.found + other.found,
            self.missed + other.missed,
            self.invented + other.invented,
            self.faults + other.faults,
        )


def load_labels(lines: Iterable[str]) -> list[Label]:
    """Return the labels of one document, one JSON object a line."""
    return [_label(json.loads(line)) for line in lines if line.strip()]


def _label(row: dict[str, Any]) -> Label:
    accepted = row.get("also_accept", {})
    metrics, values, qualifiers = ((row[name], *accepted.get(name, ())) for name in _READ)
    left_out = row["metric"] == "other" or row.get("scope") == "general"
    return Label(
        row["start"],
        tuple(metrics),
        tuple(Decimal(str(value)) for value in values),
        tuple(qualifiers),
        demanded=not left_out and not row.get("optional", False),
        shown=row["quote"],
    )


def score_claims(text: str, claims: Sequence[Claim], labels: Sequence[Label]) -> Score:
    """Return the score of one document.

    Args:
        text: the document, which every quote must stand in.
        claims: as found in it.
        labels: as demanded of it.
    """
    standing = {
        at: claim
        for at, claim in enumerate(claims)
        if text[claim.start : claim.start + len(claim.quote)] == claim.quote
    }
    met: dict[int, Label] = {}
    for label, choices in _by_strictness(labels, standing):
        free = [at for at in choices if at not in met]
        if free and label not in met.values():
            met[min(free, key=lambda at: abs(standing[at].start - label.start))] = label
    found = sum(1 for label in met.values() if label.demanded)
    missed = [label for label in labels if label.demanded and label not in met.values()]
    invented = [
        claim for at, claim in enumerate(claims)
        if at not in met and (at not in standing or _counts(claim))
    ]  # fmt: skip
    faults = [f"missed {label.metrics[0]} {label.values[0]} {label.shown}" for label in missed]
    faults += [f"invented {claim.metric} {claim.value} {claim.quote}" for claim in invented]
    return Score(found, len(missed), len(invented), tuple(faults))


def _by_strictness(
    labels: Sequence[Label], standing: dict[int, Claim]
) -> Iterator[tuple[Label, list[int]]]:
    """Yield labels with the claims that meet them: own readings before accepted ones.

    Demanded labels choose before optional ones, so that an option takes no claim from a demand.
    """
    for demanded in (True, False):
        for own in (True, False):
            for label in labels:
                if label.demanded is demanded:
                    meets = label.is_own if own else label.meets
                    yield label, [at for at, claim in standing.items() if meets(claim)]


def _counts(claim: Claim) -> bool:
    return str(claim.metric) != "other" and claim.scope != "general"


def score_document(text_file: Path) -> Score:
    """Return the score of a text file beside which its labels lie (S001.txt, S001.claims.jsonl)."""
    (document,) = read_evidence(text_file.read_bytes(), text_file.name).documents
    claims = find_claims(document.text, find_body(document))
    labels = text_file.with_suffix(".claims.jsonl").read_text(encoding="utf-8").splitlines()
    score = score_claims(document.text, claims, load_labels(labels))
    score.faults = tuple(f"{text_file.stem} {fault}" for fault in score.faults)
    return score


def hash_files(files: Iterable[Path]) -> str:
    """Return SHA-256 over the names and hashes of files, in the order of their names."""
    whole = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        whole.update(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()
