"""Who of a list may be somebody whom the docket knows: proposed with a grade, never merged."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhanlian.docket.handovers.totals import clean_number
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.handover import Grade, PersonRow
from zhanlian.model.docket.spelling import fold_number


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom a visible record names.

    Attributes:
        record, kind: id and kind of it.
        names: in any script.
        numbers: of documents and registers.
        wanted: whether the record is a wanted notice.
    """

    record: str
    kind: str
    names: tuple[str, ...] = ()
    birth: PartialDate | None = None
    numbers: tuple[str, ...] = ()
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row and a record that may be about one person.

    Attributes:
        differs: what speaks against it: ``birth``, ``number``.
    """

    seq: int
    known: Known
    grade: Grade
    differs: tuple[str, ...] = ()


def propose_matches(rows: Iterable[PersonRow], people: Iterable[Known]) -> tuple[Proposal, ...]:
    """Return for each row the records that may be about the same person, the best first.

    Strong: a number of a document or of the register is the same. Medium: name and full date of
    birth are. Weak: a name is, and nothing more; two people may well have it. What speaks against
    a proposal is told beside it. Cost: linear but for people of one name.
    """
    by_number, by_name = _index(people)
    found: list[Proposal] = []
    for row in rows:
        candidates: dict[str, Known] = {}
        for number in _numbers(row):
            candidates |= {one.record: one for one in by_number.get(number, ())}
        for name in _names(row):
            candidates |= {one.record: one for one in by_name.get(name, ())}
        found += (grade_match(row, one) for one in candidates.values())
    order = {grade: place for place, grade in enumerate(Grade)}
    return tuple(sorted(found, key=lambda one: (one.seq, order[one.grade], one.known.record)))


def grade_match(row: PersonRow, known: Known) -> Proposal:
    """Return how well a row agrees with a record that shares a number or a name with it."""
    own, theirs = set(_numbers(row)), {clean_number(one) for one in known.numbers} - {""}
    differs: list[str] = []
    if row.birth and known.birth and not _may_be_same(row.birth, known.birth):
        differs.append("birth")
    if own & theirs:
        return Proposal(row.seq, known, Grade.STRONG, tuple(differs))
    if own and theirs:
        differs.append("number")
    named = set(_names(row)) & {clean_name(one) for one in known.names}
    full = bool(row.birth and row.birth.day and row.birth == known.birth)
    return Proposal(row.seq, known, Grade.MEDIUM if named and full else Grade.WEAK, tuple(differs))


def clean_name(text: str) -> str:
    """Return a name as it is compared: half-width, no spaces, points or capitals."""
    return re.sub(r"[·.,'’]", "", fold_number(text)).casefold()


def _names(row: PersonRow) -> tuple[str, ...]:
    told = (row.name, row.latin, *re.split(r"[/,，;；、|]", row.other_name))
    return tuple(name for name in map(clean_name, told) if name)


def _numbers(row: PersonRow) -> tuple[str, ...]:
    return tuple(one for one in map(clean_number, (row.document, row.fugitive_no)) if one)


def _may_be_same(one: PartialDate, other: PartialDate) -> bool:
    return one.first_day <= other.last_day and other.first_day <= one.last_day


def _index(
    people: Iterable[Known],
) -> tuple[Mapping[str, list[Known]], Mapping[str, list[Known]]]:
    by_number: dict[str, list[Known]] = defaultdict(list)
    by_name: dict[str, list[Known]] = defaultdict(list)
    for one in people:
        for number in {clean_number(told) for told in one.numbers} - {""}:
            by_number[number].append(one)
        for name in {clean_name(told) for told in one.names} - {""}:
            by_name[name].append(one)
    return by_number, by_name
