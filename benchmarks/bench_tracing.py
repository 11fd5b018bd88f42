"""How long does it take to follow money through 10 M transfers, beside sorting them once?

The peer is DuckDB with two threads that sorts the same ledger by time and keeps it as a table: the
least that any system must do before it can follow money in order. Our kernels run on one thread.
The adjoint pass goes over the moves that are gathered once for all purses, as `find_shares` does.
Pure Python and NetworkX twins of rolling charge run on a slice, as a rate. Memory is the peak
with all kernels, before the peers. `--transfers 100000000` asks for more (7 GiB with all kernels).
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from typing import Final

import duckdb
import networkx
import numpy as np
import pyarrow as pa

import measure
import transfers
from zhanlian.kernels.adjoint import gather_moves, pass_backward
from zhanlian.kernels.flow import FlowArrays
from zhanlian.kernels.poison import find_poisoned
from zhanlian.kernels.rules import RULES, trace
from zhanlian.kernels.shares import find_shares

_TRANSFERS: Final = 10_000_000
_SLICE: Final = 50_000
_VICTIMS: Final = 2_000
_JUDGED: Final = ("rolling", "libr", "fifo", "poison flags", "adjoint pass")


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="short round: does it still run?")
    parser.add_argument("--transfers", type=int, default=_TRANSFERS)
    parser.add_argument("--rounds", type=int, default=measure.ROUNDS)
    options = parser.parse_args()
    if options.smoke:
        options.transfers, options.rounds = 20_000, 1
    return options


def _time(work: Callable[[], object], rounds: int) -> float:
    """Return the median seconds of wall time."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _time_kernels(flow: FlowArrays, rounds: int) -> dict[str, float]:
    """Return the seconds of each job; checks, memory and the proof of conservation included."""
    seconds = {}
    for rule in RULES:
        seconds[rule] = _time(lambda rule=rule: trace(rule, flow), rounds)  # type: ignore[misc]
    seconds["poison flags"] = _time(lambda: find_poisoned(flow), rounds)
    traced = trace("rolling", flow)
    seconds["gathering moves"] = _time(lambda: gather_moves(traced, flow), rounds)
    moves = gather_moves(traced, flow)
    seconds["adjoint pass"] = _time(
        lambda: pass_backward(
            moves.payer, moves.payee, moves.amount, moves.victim, moves.ratio,
            int(moves.held.argmax()), len(moves.held), _VICTIMS,
        ),
        rounds,
    )  # fmt: skip
    most = np.argsort(traced.held)[-16:].astype(np.int32)
    seconds["shares of 16 purses"] = _time(lambda: find_shares(traced, flow, most), 1)
    return seconds


def _warm_up() -> None:
    _time_kernels(transfers.make_ledger(2_000, 200, _VICTIMS), 1)


def _time_sorting(flow: FlowArrays, rounds: int) -> float:
    """Return the seconds that DuckDB takes to sort the shuffled ledger into a table."""
    order = np.random.default_rng(transfers.SEED).permutation(len(flow.payer))
    shuffled = pa.table(
        {
            "time": order,
            "payer": flow.payer[order],
            "payee": flow.payee[order],
            "amount": flow.amount[order],
            "victim": flow.victim[order],
        }
    )
    del order
    base = duckdb.connect(config={"threads": 2, "memory_limit": "12GB"})
    base.register("shuffled", shuffled)
    order_sql = "CREATE OR REPLACE TABLE ledger AS SELECT * FROM shuffled ORDER BY time"
    base.execute(order_sql)
    seconds = _time(lambda: base.execute(order_sql), rounds)
    base.close()
    return seconds


def _trace_with_dicts(rows: list[tuple[int, int, int, int]], opening: dict[int, int]) -> int:
    """Return the tainted units moved, by rolling charge in plain Python."""
    clean, dirty, moved = dict(opening), dict.fromkeys(opening, 0), 0
    for payer, payee, amount, victim in rows:
        total = clean[payer] + dirty[payer]
        part = dirty[payer] if amount >= total else dirty[payer] * amount // total
        clean[payer] = max(0, clean[payer] - (amount - part))
        dirty[payer] -= part
        part = amount if victim >= 0 else part
        clean[payee] += amount - part
        dirty[payee] += part
        moved += part
    return moved


def _trace_with_networkx(rows: list[tuple[int, int, int, int]], opening: dict[int, int]) -> int:
    """Return the same, with purses and transfers in a graph of NetworkX."""
    graph = networkx.MultiDiGraph()
    for number, units in opening.items():
        graph.add_node(number, clean=units, dirty=0)
    graph.add_edges_from(
        (payer, payee, place, {"amount": amount, "victim": victim})
        for place, (payer, payee, amount, victim) in enumerate(rows)
    )
    moved = 0
    for payer, payee, _, told in sorted(
        graph.edges(keys=True, data=True), key=lambda edge: edge[2]
    ):
        source, target, amount = graph.nodes[payer], graph.nodes[payee], told["amount"]
        total = source["clean"] + source["dirty"]
        part = source["dirty"] if amount >= total else source["dirty"] * amount // total
        source["clean"] = max(0, source["clean"] - (amount - part))
        source["dirty"] -= part
        part = amount if told["victim"] >= 0 else part
        target["clean"] += amount - part
        target["dirty"] += part
        moved += part
    return moved


def _time_twins(flow: FlowArrays, rounds: int) -> dict[str, float]:
    """Return the seconds that the twins would take for the whole ledger, by their rate."""
    count = min(_SLICE, len(flow.payer))
    columns = (flow.payer, flow.payee, flow.amount, flow.victim)
    rows = list(zip(*(column[:count].tolist() for column in columns), strict=True))
    rows = [row for row in rows if row[0] != row[1]]
    seen = {purse for row in rows for purse in row[:2]}
    opening = {purse: int(flow.opening[purse]) for purse in seen}
    assert _trace_with_dicts(rows, opening) == _trace_with_networkx(rows, opening)
    scale = len(flow.payer) / len(rows)
    return {
        "Python dict, rolling": scale * _time(lambda: _trace_with_dicts(rows, opening), rounds),
        "NetworkX, rolling": scale * _time(lambda: _trace_with_networkx(rows, opening), rounds),
    }


def main() -> int:
    """Return 0 when the ceilings hold."""
    options = _read_options()
    count = options.transfers
    _warm_up()
    flow = transfers.make_ledger(count, max(100, count // 10), _VICTIMS)
    busiest = int(np.bincount(np.concatenate((flow.payer, flow.payee))).max())
    seconds = _time_kernels(flow, options.rounds)
    memory = measure.peak_megabytes()
    seconds.update(_time_twins(flow, options.rounds))
    sorting = seconds["DuckDB sort"] = _time_sorting(flow, options.rounds)
    print(
        f"{count:,} transfers, {len(flow.opening):,} accounts (busiest: {busiest:,} ends), "
        f"{_VICTIMS:,} victims; median of {options.rounds} rounds"
    )
    print(f"{'job':24} {'seconds':>10} {'M transfers/s':>14} {'÷ DuckDB':>10}")
    for job, taken in seconds.items():
        print(f"{job:24} {taken:10.3f} {count / taken / 1e6:14.2f} {taken / sorting:10.3f}")
    print(f"{'peak memory, MB':24} {memory:10.0f}")
    facts = [
        (f"{job}, percent of DuckDB's sort", 100 * seconds[job] / sorting, "<=", 100 * bound)
        for job in _JUDGED
        if (bound := measure.load_floor("tracing", job.split()[0]))
    ]
    return measure.judge(facts, smoke=options.smoke)


if __name__ == "__main__":
    sys.exit(main())
