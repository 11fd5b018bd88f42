"""The lists of `trace` as columns, ready to be written as files."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.kernels.flow import Int64s, Shares
from zhanlian.model.answers import OTHERS, FreezeLine, QueryLine
from zhanlian.model.asset import show_amount
from zhanlian.model.flow import Rule
from zhanlian.model.message import Message
from zhanlian.model.transfer import PurseKind
from zhanlian.report.trace_files import show_amounts, show_instants


def tabulate_holdings(shares: Shares, purses: pa.Table, victims: Sequence[str]) -> pa.Table:
    """Return who owns what is where: columns account, asset, victim, amount.

    In order of account, asset, and the victims' order; the victim is empty where the rule does
    not apportion (poison).
    """
    picked, inverse = np.unique(shares.purse, return_inverse=True)
    owners = purses.select(["account", "asset"]).take(pa.array(picked))
    rank = np.empty(len(picked), dtype=np.int64)
    places = owners.append_column("place", pa.array(np.arange(len(picked))))
    by_name = places.sort_by([("account", "ascending"), ("asset", "ascending")])
    rank[by_name.column("place").to_numpy()] = np.arange(len(picked))
    order = np.lexsort((shares.victim, rank[inverse]))
    asset = owners.column("asset").combine_chunks().dictionary_encode()
    rows = pa.array(inverse[order])
    names = pa.array([*victims, ""], pa.string())
    number = asset.indices.to_numpy()[inverse[order]].astype(np.int64)
    return pa.table(
        {
            "account": owners.column("account").take(rows),
            "asset": owners.column("asset").take(rows),
            "victim": names.take(pa.array(shares.victim[order] % (len(victims) + 1))),
            "amount": show_amounts(shares.amount[order], asset.dictionary.to_pylist(), number),
        }
    )


def tabulate_tainted(ids: Any, amount: Int64s, assets: Sequence[str], asset: Int64s) -> pa.Table:
    """Return the victims' part of transfers: columns transfer_id and amount, in their order."""
    return pa.table({"transfer_id": ids, "amount": show_amounts(amount, assets, asset)})


def tabulate_queries(lines: Sequence[QueryLine], tell: Callable[[Message], str]) -> pa.Table:
    """Return the query list as columns; the reason in the reader's words."""
    return pa.table(
        {
            "rank": pa.array([line.rank for line in lines], pa.int64()),
            "account": _texts(line.account for line in lines),
            "asset": _texts(line.asset for line in lines),
            "holder": _texts(line.holder for line in lines),
            "bank": _texts(line.bank for line in lines),
            "level": pa.array([line.level for line in lines], pa.int64()),
            "amount": _texts(show_amount(line.amount, line.asset) for line in lines),
            "share_of_lost": pa.array([line.share_of_lost for line in lines], pa.int64()),
            "since": show_instants(_instants([line.since for line in lines])),
            "until": show_instants(_instants([line.until for line in lines])),
            "reason": _texts(line.reason.key.partition(".")[2] for line in lines),
            "ask": _texts(tell(line.reason) for line in lines),
            "transfers": _texts(";".join(line.transfers) for line in lines),
        }
    )


def tabulate_freezes(lines: Sequence[FreezeLine], victims: Int64s) -> pa.Table:
    """Return the freeze list as columns; `victims` is how many have a part of each line."""
    return pa.table(
        {
            "rank": pa.array([line.rank for line in lines], pa.int64()),
            "account": _texts(line.account for line in lines),
            "asset": _texts(line.asset for line in lines),
            "holder": _texts(line.holder for line in lines),
            "bank": _texts(line.bank for line in lines),
            "level": pa.array([line.level for line in lines], pa.int64()),
            "held": _texts(show_amount(line.held, line.asset) for line in lines),
            "savable": _texts(show_amount(line.savable, line.asset) for line in lines),
            "expected": _texts(show_amount(line.expected, line.asset) for line in lines),
            "drain_seconds": pa.array([line.drain_seconds for line in lines], pa.int64()),
            "last_seen": show_instants(_instants([line.last_seen for line in lines])),
            "last_balance": _texts(
                "" if line.last_balance is None else show_amount(line.last_balance, line.asset)
                for line in lines
            ),
            "state": _texts(line.state.value for line in lines),
            "victims": pa.array(victims, pa.int64()),
            "largest_victims": _texts(_tell_victims(line) for line in lines),
            "transfers": _texts(";".join(line.transfers) for line in lines),
        }
    )


def show_accounts(table: pa.Table) -> pa.Table:
    """Return the accounts reached with amounts, kinds and instants as texts."""
    asset = table.column("asset").combine_chunks().dictionary_encode()
    names, number = asset.dictionary.to_pylist(), asset.indices.to_numpy().astype(np.int64)
    kinds = pa.array([kind.name.lower() for kind in PurseKind], pa.string())
    for place, field in enumerate(table.schema):
        column = table.column(place).combine_chunks()
        if field.name in ("received", "passed_on", "held", "last_balance"):
            shown = show_amounts(column.fill_null(0).to_numpy(), names, number)
            blank = pa.scalar(None, pa.string())
            column = pc.if_else(column.is_valid(), shown, blank)
        elif field.name == "kind":
            column = kinds.take(column.cast(pa.int64()))
        elif pa.types.is_timestamp(field.type):
            column = show_instants(column)
        table = table.set_column(place, field.name, column)
    return table


def tabulate_comparison(
    purses: pa.Table,
    purse: Int64s,
    held: dict[Rule, Int64s],
    spread: Int64s,
    matters: Sequence[bool],
) -> pa.Table:
    """Return what each rule says of the same accounts, one column a rule."""
    picked = purses.select(["account", "asset"]).take(pa.array(purse))
    asset = picked.column("asset").combine_chunks().dictionary_encode()
    names, number = asset.dictionary.to_pylist(), asset.indices.to_numpy().astype(np.int64)
    return pa.table(
        {
            "account": picked.column("account"),
            "asset": picked.column("asset"),
            **{rule.value: show_amounts(each, names, number) for rule, each in held.items()},
            "spread": show_amounts(spread, names, number),
            "matters": pa.array(matters, pa.bool_()),
        }
    )


def _tell_victims(line: FreezeLine) -> str:
    named = (share for share in line.victims if share.victim != OTHERS)
    told = (f"{share.victim} {show_amount(share.amount, line.asset)}" for share in named)
    return "; ".join(told)


def _texts(values: Any) -> Any:
    return pa.array(list(values), pa.string())


def _instants(values: Sequence[Any]) -> Any:
    return pa.array(list(values), pa.timestamp("us", tz="UTC"))
