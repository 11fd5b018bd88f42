"""Write what a trace found: each file whole or not at all, the summary last."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import pyarrow as pa

import zhanlian
from zhanlian.kernels.flow import Flags, Int64s, Shares
from zhanlian.model.answers import AssetTotal, FreezeLine, QueryLine
from zhanlian.model.asset import show_amount
from zhanlian.model.message import Message
from zhanlian.money.tracing.accounts import list_shares, order_accounts, tabulate_accounts
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
from zhanlian.store.whole_files import remove_file, write_whole
from zhanlian.words.paths import show_text

_SUMMARY: Final = "summary.json"
_COMPARISON: Final = "comparison.csv"
RESULTS: Final = (
    "query_list.csv", "freeze_list.csv", "accounts.csv", "holdings.csv", "cashed_out.csv",
    "beyond_data.csv", "tainted.parquet", _COMPARISON, _SUMMARY,
)  # fmt: skip
_NAMED: Final = 5  # victims named in a line of the freeze list; holdings.csv has all
_SUMS: Final = ("paid_in", "held", "returned", "cashed_out", "beyond_data", "difference", "widened")


class Watch(Protocol):
    """Seconds by step."""

    seconds: dict[str, float]

    def stop(self, step: str) -> None: ...


@dataclass(frozen=True, slots=True)
class TraceFindings:
    """What a trace found, as it is shown first.

    Attributes:
        queries, freezes: the first lines of both lists; victims are told when shares are known.
        freeze_purses: purse of each line of `freezes`.
        query_count, freeze_count: how many accounts both lists have in all.
        counts: by name, as in the summary.
        files: what they rest on.
        parameters: name and value of everything that was chosen.
        assumptions: what the trace takes for granted.
    """

    trail: Trail
    totals: tuple[AssetTotal, ...]
    queries: tuple[QueryLine, ...]
    freezes: tuple[FreezeLine, ...]
    freeze_purses: Int64s
    query_count: int
    freeze_count: int
    counts: dict[str, int]
    files: tuple[tuple[str, TableFile], ...]
    parameters: tuple[tuple[str, str], ...]
    assumptions: tuple[Message, ...]


def clear_former(out: Path) -> None:
    """Remove what an earlier run left that this one may not write, and its summary.

    So a summary in the folder always means that all files beside it are of the same run.

    Raises:
        StoreError: it cannot be removed.
    """
    for name in (_SUMMARY, _COMPARISON):
        remove_file(out / name)


def write_trace(
    findings: TraceFindings,
    shares: Shares,
    compared: Comparison | None,
    where: tuple[Path, Callable[[Message], str]],
    watch: Watch,
) -> tuple[Path, ...]:
    """Return the files written, the summary last: where it stands, all others are complete.

    Args:
        findings: to write.
        shares: of all purses that hold victims' money.
        compared: what the other rules say, or None.
        where: folder, and a message in the reader's words.
        watch: gets the seconds of writing.

    Raises:
        StoreError: a file cannot be written.
    """
    out, tell = where
    trail = findings.trail
    contract = partial(render_csv, exact=True)
    shown = partial(render_csv, exact=False)
    accounts = tabulate_accounts(trail, order_accounts(trail))
    beyond = trail.flow.absorbing & ~trail.cash_out
    parts: list[tuple[str, Callable[[], Iterator[bytes]]]] = [
        ("query_list.csv", lambda: shown(tabulate_queries(findings.queries, tell))),
        ("freeze_list.csv", lambda: shown(_tabulate_freezes(findings, shares))),
        ("accounts.csv", lambda: shown(show_accounts(accounts))),
        ("holdings.csv", lambda: contract(_hold(trail, shares, ~trail.flow.absorbing))),
        ("cashed_out.csv", lambda: contract(_hold(trail, shares, trail.cash_out))),
        ("beyond_data.csv", lambda: contract(_hold(trail, shares, beyond))),
        ("tainted.parquet", lambda: iter((render_parquet(_tabulate_tainted(trail)),))),
    ]
    if compared is not None:
        parts.append((_COMPARISON, lambda: shown(_tabulate_compared(trail, compared))))
    written = [write_whole(out / name, render()) for name, render in parts]
    watch.stop("write")
    summary = render_json(_sum_up(findings, compared, watch.seconds))
    return (*written, write_whole(out / _SUMMARY, (summary,)))


def _tabulate_freezes(findings: TraceFindings, shares: Shares) -> pa.Table:
    trail = findings.trail
    picked = _pick(shares, np.isin(shares.purse, findings.freeze_purses))
    named = list_shares(picked, trail.victims, _NAMED)
    apportioned = picked.purse[picked.victim >= 0]
    count = np.bincount(apportioned, minlength=trail.purses.num_rows)
    lines = [
        replace(line, victims=named.get(purse, ()))
        for line, purse in zip(findings.freezes, findings.freeze_purses.tolist(), strict=True)
    ]
    return tabulate_freezes(lines, count[findings.freeze_purses])


def _hold(trail: Trail, shares: Shares, purses: Flags) -> pa.Table:
    return tabulate_holdings(_pick(shares, purses[shares.purse]), trail.purses, trail.victims)


def _pick(shares: Shares, mine: Flags) -> Shares:
    return Shares(shares.purse[mine], shares.victim[mine], shares.amount[mine])


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
