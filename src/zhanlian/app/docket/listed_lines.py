"""The freeze list and the query list of a trace, read back from its flow.jsonl."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from zhanlian.docket.orders.demands import canonical_account
from zhanlian.errors import FormatError
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.order import CitedRow, ListedLine
from zhanlian.store.whole_files import load_start
from zhanlian.words.paths import show_path

FREEZE_LIST: Final = "freeze"
QUERY_LIST: Final = "query"
_MOST: Final = 2_000_000_000  # bytes
_KEPT: Final = ("flow", FREEZE_LIST, QUERY_LIST, "transfer")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One account of a list.

    Attributes:
        line: as it is kept in an order.
        told: the line as it stands in the file.
        source: all lines of both lists on this account, this one first.
        transfer: the largest transfer there that the file cites, or None.
    """

    line: ListedLine
    told: Mapping[str, Any]
    source: tuple[ListedLine, ...]
    transfer: Mapping[str, Any] | None


def load_candidates(path: Path, listed_in: str) -> tuple[Candidate, ...]:
    """Return the accounts of one list of a trace, in the order of their rank.

    Args:
        path: of the flow.jsonl that `trace` or `run` wrote.
        listed_in: `FREEZE_LIST` or `QUERY_LIST`.

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is no such file, or has no line of that list.
    """
    data = load_start(path, _MOST)
    records = _read(data, path)
    try:
        found = _build(records, hashlib.sha256(data).hexdigest(), listed_in)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise _no_list(path, str(error)) from error
    if not found:
        raise FormatError("error.order-list-none", path=show_path(path), listed=listed_in)
    return found


def _read(data: bytes, path: Path) -> dict[str, list[dict[str, Any]]]:
    records: dict[str, list[dict[str, Any]]] = {name: [] for name in _KEPT}
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            told = json.loads(line)
            if told["record"] in records:
                records[told["record"]].append(told)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise _no_list(path, f"{number}: {error}") from error
    if len(records["flow"]) != 1:
        raise _no_list(path, "record=flow")
    return records


def _no_list(path: Path, detail: str) -> FormatError:
    return FormatError("error.order-list", path=show_path(path), detail=detail[:80])


def _build(
    records: Mapping[str, Sequence[dict[str, Any]]], sha256: str, listed_in: str
) -> tuple[Candidate, ...]:
    head = records["flow"][0]
    cited = {str(one["transfer_id"]): one for one in records["transfer"]}
    by_account: dict[str, list[ListedLine]] = {}
    own: list[tuple[ListedLine, dict[str, Any]]] = []
    for name in (FREEZE_LIST, QUERY_LIST):
        for told in records[name]:
            line = _line(told, name, sha256, head, cited)
            by_account.setdefault(canonical_account(line.account), []).append(line)
            if name == listed_in:
                own.append((line, told))
    found = []
    for line, told in sorted(own, key=lambda one: one[0].rank):
        others = [one for one in by_account[canonical_account(line.account)] if one != line]
        moves = (cited[one] for one in line.transfers if one in cited)
        found.append(Candidate(line, told, (line, *others), next(moves, None)))
    return tuple(found)


def _line(
    told: Mapping[str, Any],
    listed_in: str,
    sha256: str,
    head: Mapping[str, Any],
    cited: Mapping[str, Mapping[str, Any]],
) -> ListedLine:
    transfers = tuple(map(str, told["transfers"]))
    amount = told["savable" if listed_in == FREEZE_LIST else "amount"]
    rows = tuple(
        CitedRow(one, str(row["sha256"]), int(row["line"]), str(row["sheet"] or ""))
        for one in transfers
        if one in cited
        for row in cited[one]["rows"]
    )
    return ListedLine(
        sha256=sha256,
        listed_in=listed_in,
        rank=int(told["rank"]),
        account=str(told["account"]),
        amount=Amount.parse(f"{amount} {told['asset']}"),
        tracing_rule=str(head["rule"]),
        trace_command=str(head["command"]),
        transfers=transfers,
        rows=rows,
    )


def tell_time(told: Mapping[str, Any]) -> str:
    """Return the time of a cited transfer as a request takes it."""
    return datetime.fromisoformat(str(told["time"])).isoformat()
