"""Follow victims' money through a table of transfers, and write what is found."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np

from zhanlian.app.trace_files import RESULTS, TraceFindings, clear_former, write_trace
from zhanlian.app.trace_input import build_told, load_files
from zhanlian.errors import InputError
from zhanlian.kernels.shares import find_shares
from zhanlian.model.flow import Rule
from zhanlian.model.message import Message
from zhanlian.money.told.instants import parse_instant as parse_instant
from zhanlian.money.told.transfers import ToldLedger
from zhanlian.money.told.victims import VictimList
from zhanlian.money.tracing.answer import Choices, follow, list_assumptions, mark_round_trips
from zhanlian.money.tracing.comparison import compare_rules
from zhanlian.money.tracing.freeze_list import build_freezes, order_freezes, take_first
from zhanlian.money.tracing.query_list import QueryColumns, build_queries
from zhanlian.money.tracing.totals import build_totals
from zhanlian.money.tracing.trail import Trail
from zhanlian.store.whole_files import prepare_folder
from zhanlian.words.paths import show_path

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
class TraceWritten:
    """What stands in the folder.

    Attributes:
        files: that were written.
        differing: accounts where the rules differ enough to matter; None where not compared.
    """

    files: tuple[Path, ...]
    differing: int | None


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


def run_trace(
    request: TraceRequest, clock: Callable[[], float], show: Callable[[TraceFindings], None]
) -> TraceWritten:
    """Return the files of a trace after all of them were written.

    Args:
        request: what is asked for.
        clock: seconds that only go forwards, for the times of the steps.
        show: gets the first answers; whose money is where may take longer (in a ledger where all
            money is mixed, a million transfers give twelve million shares), nobody waits for it.

    Raises:
        InputError: a file cannot be read or says what cannot be; file, line and cell are told.
        StoreError: the folder cannot be written to.
        LimitError: sums beyond 2^62 units.
    """
    watch = Stopwatch(clock)
    _spare_inputs(request)
    prepare_folder(request.out)
    files = load_files(request.transfers, request.victims, request.accounts)
    watch.stop("read")
    ledger, victims = build_told(files)
    watch.stop("ledger")
    trail = follow(
        ledger.transfers, ledger.purses, victims.names, victims.of_transfer, request.rule,
        request.as_of,
    )  # fmt: skip
    totals = build_totals(trail)
    watch.stop("trace")
    columns = QueryColumns(trail, CHOICES.margin_seconds)
    ranked = order_freezes(trail, stop_hours=CHOICES.stop_hours)
    first = take_first(ranked, CHOICES.most)
    findings = TraceFindings(
        trail=trail,
        totals=totals,
        queries=build_queries(trail, columns, CHOICES.most),
        freezes=build_freezes(trail, first, {}),
        freeze_purses=first.purse,
        query_count=len(columns.purse),
        freeze_count=len(ranked.purse),
        counts=_count(ledger, victims, trail),
        files=tuple(files.items()),
        parameters=CHOICES.tell(request.rule),
        assumptions=list_assumptions(trail),
    )
    show(findings)
    watch.stop("answers")
    compared = None
    if request.compare:
        compared = compare_rules(trail.flow, trail.purses, trail.traced, CHOICES.matters)
        watch.stop("compare")
    held = np.flatnonzero(trail.traced.held).astype(np.int32)
    shares = find_shares(trail.traced, trail.flow, held)
    watch.stop("shares")
    clear_former(request.out)
    written = write_trace(findings, shares, compared, (request.out, request.tell), watch)
    return TraceWritten(written, None if compared is None else sum(compared.matters))


def _spare_inputs(request: TraceRequest) -> None:
    """Refuse a folder in which a result would replace a table that was handed over.

    Raises:
        InputError: it would.
    """
    results = {(request.out / name).resolve() for name in RESULTS}
    for path in (request.transfers, request.victims, request.accounts):
        try:
            meant = None if path is None else path.resolve()
        except (OSError, RuntimeError):  # a link to itself: told when it is opened
            continue
        if path is not None and meant in results:
            raise InputError("error.trace-overwrites", path=show_path(path))


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
