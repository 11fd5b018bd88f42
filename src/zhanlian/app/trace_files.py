"""Write what a trace found: each file whole or not at all, the summary last."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa

import zhanlian
from zhanlian.kernels.flow import Flags, Shares
from zhanlian.model.answers import AssetTotal, FreezeLine, QueryLine
from zhanlian.model.asset import show_amount
from zhanlian.model.message import Message
from zhanlian.money.tracing.accounts import order_accounts, tabulate_accounts
from zhanlian.money.tracing.comparison import Comparison
from zhanlian.money.tracing.totals import number_assets
from zhanlian.money.tracing.trail import Trail
from zhanlian.report.trace_files import render_csv, render_json, render_parquet
from zhanlian.report.trace_tables import (
    show_accounts,
    tabulate_comparison,
    tabulate_freezes,
    tabulate_holdings,
    tabulate_queries,
    tabulate_tainted,
)
from zhanlian.store.transfers import TableFile
from zhanlian.store.whole_files import write_whole
from zhanlian.words.paths import show_text

_SUMS = ("paid_in", "held", "returned", "cashed_out", "beyond_data", "difference", "widened")


class Watch(Protocol):
    """Seconds by step."""

    seconds: dict[str, float]

    def stop(self, step: str) -> None: ...


@dataclass(frozen=True, slots=True)
class TraceFindings:
    """All that is written of a trace."""

    trail: Trail
    totals: tuple[AssetTotal, ...]
    shares: Shares
    queries: tuple[QueryLine, ...]
    freezes: tuple[FreezeLine, ...]
    query_count: int
    freeze_count: int
    counts: dict[str, int]
    files: tuple[tuple[str, TableFile], ...]
    parameters: tuple[tuple[str, str], ...]
    assumptions: tuple[Message, ...]


def write_trace(
    findings: TraceFindings,
    compared: Comparison | None,
    out: Path,
    tell: Callable[[Message], str],
    watch: Watch,
) -> tuple[Path, ...]:
    """Return the files written, the summary last: where it stands, all others are complete.

    Raises:
        StoreError: a file cannot be written.
    """
    trail = findings.trail
    contract = partial(render_csv, exact=True)
    shown = partial(render_csv, exact=False)
    accounts = tabulate_accounts(trail, order_accounts(trail))
    beyond = trail.flow.absorbing & ~trail.cash_out
    parts: list[tuple[str, Callable[[], Iterator[bytes]]]] = [
        ("query_list.csv", lambda: shown(tabulate_queries(findings.queries, tell))),
        ("freeze_list.csv", lambda: shown(tabulate_freezes(findings.freezes))),
        ("accounts.csv", lambda: shown(show_accounts(accounts))),
        ("holdings.csv", lambda: contract(_hold(findings, ~trail.flow.absorbing))),
        ("cashed_out.csv", lambda: contract(_hold(findings, trail.cash_out))),
        ("beyond_data.csv", lambda: contract(_hold(findings, beyond))),
        ("tainted.parquet", lambda: iter((render_parquet(_tabulate_tainted(trail)),))),
    ]
    if compared is not None:
        parts.append(("comparison.csv", lambda: shown(_tabulate_compared(trail, compared))))
    written = [write_whole(out / name, render()) for name, render in parts]
    watch.stop("write")
    summary = render_json(_sum_up(findings, compared, watch.seconds))
    return (*written, write_whole(out / "summary.json", (summary,)))


def _hold(findings: TraceFindings, purses: Flags) -> pa.Table:
    shares, trail = findings.shares, findings.trail
    mine = purses[shares.purse]
    picked = Shares(shares.purse[mine], shares.victim[mine], shares.amount[mine])
    return tabulate_holdings(picked, trail.purses, trail.victims)


def _tabulate_tainted(trail: Trail) -> pa.Table:
    number, names = number_assets(trail.purses)
    ids = trail.transfers.column("transfer_id").take(pa.array(trail.rows))
    return tabulate_tainted(ids, trail.tainted, names, number[trail.payer])


def _tabulate_compared(trail: Trail, compared: Comparison) -> pa.Table:
    return tabulate_comparison(
        trail.purses, compared.purse, compared.held, compared.spread, compared.matters
    )


def _sum_up(
    findings: TraceFindings, compared: Comparison | None, seconds: dict[str, float]
) -> dict[str, object]:
    sums = {
        total.asset: {name: show_amount(getattr(total, name), total.asset) for name in _SUMS}
        for total in findings.totals
    }
    alone = findings.totals[0].asset if len(findings.totals) == 1 else None
    return {
        "rule": findings.trail.rule.value,
        "version": zhanlian.__version__,
        **({"asset": alone, **sums[alone]} if alone else {}),
        "assets": sums,
        "as_of": findings.trail.as_of.isoformat(),
        "counts": {
            **findings.counts,
            "query_accounts": findings.query_count,
            "query_listed": len(findings.queries),
            "freeze_accounts": findings.freeze_count,
            "freeze_listed": len(findings.freezes),
            **({} if compared is None else {"rules_differ": int(np.sum(compared.matters))}),
        },
        "parameters": dict(findings.parameters),
        "assumptions": [one.key for one in findings.assumptions],
        "inputs": {
            name: {"name": show_text(file.path.name), "sha256": file.sha256}
            for name, file in findings.files
        },
        "seconds": dict(seconds),
    }
