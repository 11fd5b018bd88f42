"""Follow victims' money through a table of transfers, and write what is found."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from zhanlian.app.trace_files import TraceFindings, write_trace
from zhanlian.errors import SchemaError
from zhanlian.kernels.flow import Shares
from zhanlian.kernels.shares import find_shares
from zhanlian.model.answers import AssetTotal, FreezeLine, QueryLine
from zhanlian.model.flow import Rule
from zhanlian.model.message import Message
from zhanlian.money.told.accounts import parse_accounts
from zhanlian.money.told.instants import parse_instant as parse_instant
from zhanlian.money.told.transfers import NEEDED, OPTIONAL, REPEATED, ToldLedger, build_ledger
from zhanlian.money.told.victims import VictimList, parse_victims
from zhanlian.money.tracing.accounts import list_shares
from zhanlian.money.tracing.answer import (
    Choices,
    follow,
    list_assumptions,
    mark_round_trips,
)
from zhanlian.money.tracing.comparison import compare_rules
from zhanlian.money.tracing.freeze_list import build_freezes, order_freezes, take_first
from zhanlian.money.tracing.query_list import QueryColumns, build_queries
from zhanlian.money.tracing.totals import build_totals
from zhanlian.money.tracing.trail import Trail
from zhanlian.store.transfers import TableFile, find_line, load_table
from zhanlian.store.whole_files import prepare_folder

# Nobody stops or asks more accounts in one go; how many there are beyond is told.
CHOICES: Final = Choices(most=2_000)


@dataclass(frozen=True, slots=True)
class TraceRequest:
    """What is asked for.

    Attributes:
        transfers, victims: files of the ledger and of the victims' payments.
        accounts: file of what is known of accounts, or None: the records of all are there.
        rule: to follow.
        out: folder to write to.
        compare: also say what the other rules say.
        as_of: leave out what came later, or None.
        tell: a message in the reader's words.
    """

    transfers: Path
    victims: Path
    accounts: Path | None
    rule: Rule
    out: Path
    compare: bool
    as_of: datetime | None
    tell: Callable[[Message], str]


@dataclass(frozen=True, slots=True)
class TraceOutcome:
    """What is shown first.

    Attributes:
        totals: the balance of each asset.
        queries, freezes: the first lines of both lists.
        query_count, freeze_count: how many accounts they have in all.
        differing: accounts where the rules differ enough to matter, or None.
        assumptions: what the trace takes for granted.
        counts: by name, of `counts` in the summary.
        written: files.
    """

    rule: Rule
    as_of: datetime
    totals: tuple[AssetTotal, ...]
    queries: tuple[QueryLine, ...]
    freezes: tuple[FreezeLine, ...]
    query_count: int
    freeze_count: int
    differing: int | None
    assumptions: tuple[Message, ...]
    counts: dict[str, int]
    written: tuple[Path, ...]


class Stopwatch:
    """Seconds by step, in their order."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._last = clock, clock()
        self.seconds: dict[str, float] = {}

    def stop(self, step: str) -> None:
        """End a step; the next one begins."""
        now = self._clock()
        self.seconds[step] = round(now - self._last, 3)
        self._last = now


def run_trace(request: TraceRequest, clock: Callable[[], float]) -> TraceOutcome:
    """Return what was found, after all files of it were written.

    Args:
        request: what is asked for.
        clock: seconds that only go forwards, for the times of the steps.

    Raises:
        InputError: a file cannot be read or says what cannot be; file, line and cell are told.
        StoreError: the folder cannot be written to.
        LimitError: sums beyond 2^62 units.
    """
    watch = Stopwatch(clock)
    prepare_folder(request.out)
    files = _load(request)
    watch.stop("read")
    ledger, victims = _build(files)
    watch.stop("ledger")
    trail = follow(
        ledger.transfers, ledger.purses, victims.names, victims.of_transfer, request.rule,
        request.as_of,
    )  # fmt: skip
    totals = build_totals(trail)
    watch.stop("trace")
    shares = find_shares(
        trail.traced, trail.flow, np.flatnonzero(trail.traced.held).astype(np.int32)
    )
    watch.stop("shares")
    columns = QueryColumns(trail, CHOICES.margin_seconds)
    ranked = order_freezes(trail, stop_hours=CHOICES.stop_hours)
    first = take_first(ranked, CHOICES.most)
    findings = TraceFindings(
        trail=trail,
        totals=totals,
        shares=shares,
        queries=build_queries(trail, columns, CHOICES.most),
        freezes=build_freezes(trail, first, list_shares(_pick(shares, first.purse), trail.victims)),
        query_count=len(columns.purse),
        freeze_count=len(ranked.purse),
        counts=_count(ledger, victims, trail),
        files=tuple(files.items()),
        parameters=CHOICES.tell(request.rule),
        assumptions=list_assumptions(trail),
    )
    watch.stop("answers")
    compared = None
    if request.compare:
        compared = compare_rules(trail.flow, trail.purses, trail.traced, CHOICES.matters)
        watch.stop("compare")
    written = write_trace(findings, compared, request.out, request.tell, watch)
    return TraceOutcome(
        rule=request.rule,
        as_of=trail.as_of,
        totals=totals,
        queries=findings.queries,
        freezes=findings.freezes,
        query_count=findings.query_count,
        freeze_count=findings.freeze_count,
        differing=None if compared is None else sum(compared.matters),
        assumptions=findings.assumptions,
        counts=findings.counts,
        written=written,
    )


def _load(request: TraceRequest) -> dict[str, TableFile]:
    files = {
        "transfers": load_table(request.transfers, NEEDED, OPTIONAL, REPEATED),
        "victims": load_table(request.victims, ("victim", "transfer_id")),
    }
    if request.accounts is not None:
        files["accounts"] = load_table(request.accounts, ("account", "known", "kind"))
    return files


def _build(files: dict[str, TableFile]) -> tuple[ToldLedger, VictimList]:
    accounts = None
    if "accounts" in files:
        with _placed(files["accounts"]):
            accounts = parse_accounts(files["accounts"].table)
    with _placed(files["transfers"]):
        ledger = build_ledger(files["transfers"].table, accounts)
    with _placed(files["victims"]):
        ids = ledger.transfers.column("transfer_id").combine_chunks()
        victims = parse_victims(files["victims"].table, ids)
    return ledger, victims


@contextmanager
def _placed(file: TableFile) -> Iterator[None]:
    """Tell file and line of an error that knows only its row."""
    try:
        yield
    except SchemaError as error:
        fields = dict(error.fields)
        row, earlier = fields.pop("row", None), fields.get("earlier")
        if not isinstance(row, int):
            raise
        fields["line"] = find_line(file, row)
        if isinstance(earlier, int):
            fields["earlier"] = find_line(file, earlier)
        raise SchemaError(error.key, path=file.shown, **fields) from error


def _pick(shares: Shares, purses: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Shares:
    mine = np.isin(shares.purse, purses)
    return Shares(shares.purse[mine], shares.victim[mine], shares.amount[mine])


def _count(ledger: ToldLedger, victims: VictimList, trail: Trail) -> dict[str, int]:
    codes = np.bincount(trail.transfers.column("ordering").to_numpy(), minlength=4).tolist()
    payments = int(np.count_nonzero(victims.of_transfer >= 0))
    return {
        "rows": ledger.transfers.num_rows + ledger.no_money,
        "transfers": trail.transfers.num_rows,
        "left_out_no_money": ledger.no_money,
        "left_out_after_as_of": ledger.transfers.num_rows - trail.transfers.num_rows,
        "accounts": len(ledger.purses.column("account").unique()),
        "accounts_unlisted": ledger.unlisted,
        "accounts_listed_unused": ledger.unused,
        "accounts_reached": int(np.count_nonzero(trail.received)),
        "victims": len(victims.names),
        "victim_payments": payments,
        "victim_payments_after_as_of": payments - int(np.count_nonzero(trail.flow.victim >= 0)),
        "victim_lines_repeated": victims.repeated,
        "tainted_transfers": len(trail.rows),
        "round_trips": int(np.count_nonzero(mark_round_trips(trail))),
        "order_alone": codes[0],
        "order_proved": codes[1],
        "order_chosen": codes[2],
        "order_open": codes[3],
    }
