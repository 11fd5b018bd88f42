"""Published figures of a ledger that `run` wrote, as claims again."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from zhanlian.app.run import case_folder
from zhanlian.errors import FormatError, NotFoundError
from zhanlian.model.claim import Claim, Metric, Qualifier, Role, Source, SourcedClaim, Unit
from zhanlian.model.dates import PartialDate
from zhanlian.store.whole_files import load_start
from zhanlian.words.paths import show_path

LEDGER: Final = "ledger.jsonl"
_MOST_BYTES: Final = 500_000_000


def load_ledger_path(workspace: Path, case: str) -> Path:
    """Return the path of the ledger of a case, where `run` leaves it.

    Raises:
        NotFoundError: there is none.
    """
    path = workspace / "out" / case_folder(case) / LEDGER
    if not path.is_file():
        raise NotFoundError("error.docket-ledger-none", case=case)
    return path


def load_published(path: Path) -> tuple[SourcedClaim, ...]:
    """Return the claims of a ledger, in its order.

    Raises:
        InputError: the file cannot be opened.
        FormatError: a line is no line of a ledger.
    """
    text = load_start(path, _MOST_BYTES).decode("utf-8", "replace")
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            row = json.loads(line)
            if row["kind"] == "claim":
                found.append(_read(row))
        except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
            raise FormatError(
                "error.docket-ledger-broken", path=show_path(path), line=number
            ) from error
    return tuple(found)


def _read(row: Mapping[str, Any]) -> SourcedClaim:
    told = row["source"]
    claim = Claim(
        metric=Metric(row["metric"]),
        value=Decimal(str(row["value"])),
        unit=Unit(row["unit"]),
        qualifier=Qualifier(row["qualifier"]),
        quote=row["quote"],
        start=row["start"],
        cumulative=row["cumulative"],
        nationality=row["nationality"],
        role=None if row["role"] is None else Role(row["role"]),
        since=_day(row["since"]),
        as_of=_day(row["as_of"]),
        place=row["place"],
        item=row.get("item"),
        currency=row.get("currency"),
        of=None if row.get("of") is None else Metric(row["of"]),
        scope=row.get("scope"),
        planned=row.get("planned", False),
        verb=row["verb"],
        part_of=row["part_of"],
    )
    source = Source(
        row["sha256"],
        row["document"],
        told["title"],
        told["outlet"],
        told["agency"],
        _day(told["published"]),
    )
    return SourcedClaim(claim, source)


def _day(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)
