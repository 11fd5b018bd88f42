"""Totals of a hand-over: read as people write them, and compared with the rows one by one."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from zhanlian.errors import InputError, SchemaError, StateError
from zhanlian.model.docket.handover import Handover, PersonRow, Split, Totals
from zhanlian.model.docket.plain import to_plain
from zhanlian.model.docket.spelling import fold_number

PEOPLE: Final = "people"
HEADS: Final = "heads"
FUGITIVES: Final = "fugitives"
CAUGHT: Final = "caught"
_SPLIT: Final = re.compile(r"\s*([A-Za-z]{2})\s*[=:：]\s*([0-9]{1,9})\s*")
_RANGE: Final = re.compile(r"\s*([0-9]{1,9})\s*(?:[-–~至]\s*([0-9]{1,9})\s*)?")
_MOST_ROWS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A total that the rows do not give.

    Attributes:
        what: ``people``, ``heads``, ``fugitives``, ``caught`` or a code of nationality.
        declared: by both sides.
        counted: in the rows, or in the other totals.
    """

    what: str
    declared: int
    counted: int

    def __str__(self) -> str:
        """Return the form of messages: ``CN 352/351 (-1)``: declared, counted, by how much."""
        return f"{self.what} {self.declared}/{self.counted} ({self.counted - self.declared:+d})"


def read_split(told: Iterable[str], field: str) -> tuple[Split, ...]:
    """Return people by nationality from texts such as ``CN=352``, in order of their codes.

    Raises:
        InputError: a text has another form, or a nationality comes twice.
    """
    found: dict[str, int] = {}
    for text in told:
        read = _SPLIT.fullmatch(text)
        if read is None or read[1].upper() in found:
            raise InputError("error.docket-handover-split", field=field, value=text[:40])
        found[read[1].upper()] = int(read[2])
    return tuple(Split(code, people) for code, people in sorted(found.items()))


def read_numbers(told: str, field: str) -> tuple[int, ...]:
    """Return the numbers of a text such as ``1-17, 20``, in their order, each once.

    Raises:
        InputError: the text has another form, or tells more than 100,000 numbers.
    """
    found: set[int] = set()
    for part in re.split(r"[,，;；、]", told):
        read = _RANGE.fullmatch(part)
        first = int(read[1]) if read else 0
        last = int(read[2] or first) if read else 0
        if not 0 < first <= last or last - first >= _MOST_ROWS:
            raise InputError("error.docket-handover-numbers", field=field, value=told[:40])
        found.update(range(first, last + 1))
        # Each part is small enough, and thousands of them are not.
        if len(found) > _MOST_ROWS:
            raise InputError("error.docket-handover-numbers", field=field, value=told[:40])
    return tuple(sorted(found))


def find_differences(totals: Totals, rows: Iterable[PersonRow]) -> tuple[Difference, ...]:
    """Return every declared total that the rows, or the other totals, do not give.

    Only people who go over are counted. Heads and fugitives may be the same people.
    """
    over = [row for row in rows if row.is_handed_over]
    nations = Counter(row.nationality.upper() for row in over)
    declared = {one.nationality: one.people for one in totals.split}
    compared = [(PEOPLE, totals.people, len(over))]
    compared += [
        (code, declared.get(code, 0), nations.get(code, 0))
        for code in sorted(declared.keys() | nations.keys())
    ]
    if totals.heads is not None:
        compared.append((HEADS, totals.heads, sum(row.head for row in over)))
    if totals.fugitives is not None:
        wanted = sum(bool(row.fugitive_no.strip()) for row in over)
        compared.append((FUGITIVES, totals.fugitives, wanted))
    if totals.caught is not None:
        told = totals.people + sum(one.people for one in totals.remaining)
        compared.append((CAUGHT, totals.caught, told))
    return tuple(Difference(*one) for one in compared if one[1] != one[2])


def demand_equal(handover: Handover) -> None:
    """Return when rows and totals agree.

    Raises:
        StateError: they do not; it names every total with declared number, counted number and
            difference.
    """
    if differences := find_differences(handover.totals, handover.listed_person):
        told = "; ".join(map(str, differences))
        raise StateError("error.docket-handover-totals", differences=told)


def check_rows(rows: Iterable[PersonRow]) -> None:
    """Return when every row can be told from every other one.

    Raises:
        SchemaError: a number of the list, a document or a number of the register comes twice, a
            nationality is no code, or a row has neither name nor Latin name.
    """
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if row.seq < 1 or not re.fullmatch(r"[A-Za-z]{2}", row.nationality):
            raise SchemaError("error.docket-handover-row", seq=row.seq)
        if not (row.name.strip() or row.latin.strip()):
            raise SchemaError("error.docket-handover-row", seq=row.seq)
        document, number = clean_number(row.document), clean_number(row.fugitive_no)
        for name, value in (("seq", str(row.seq)), ("document", document), ("fugitive", number)):
            if value and (name, value) in seen:
                raise SchemaError("error.docket-handover-twice", seq=row.seq, field=name)
            seen.add((name, value))


def clean_number(text: str) -> str:
    """Return the number of a document as it is compared: half-width capitals, no signs between."""
    return fold_number(text).replace("/", "").upper()


def digest_list(handover: Handover) -> str:
    """Return the SHA-256 of rows and totals: what a signature is given for."""
    told = json.dumps(
        [to_plain(handover.totals), to_plain(handover.listed_person)],
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(told.encode()).hexdigest()
