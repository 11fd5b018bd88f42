"""The clean ledger as Arrow tables."""

import numpy as np
import pyarrow as pa

from zhanlian.kernels.flow import Flags, Int64s
from zhanlian.kernels.pairing import find_first_equal, gather_groups
from zhanlian.model.asset import is_token
from zhanlian.model.transfer import ROW_FATES, TRANSFERS, Fate
from zhanlian.money.ledger.columns import NULL
from zhanlian.money.ledger.ledger import GAPS, SOURCES, CleanLedger, Told
from zhanlian.money.ledger.texts import encode, to_numpy
from zhanlian.money.ledger.transfers.assemble import Drafts
from zhanlian.money.ledger.transfers.chains import Chains
from zhanlian.money.ledger.transfers.order import Settled
from zhanlian.money.ledger.transfers.purses import (
    Pursed,
    make_purses,
    name_parties,
    number_purses,
)
from zhanlian.money.ledger.transfers.sides import Sides
from zhanlian.money.ledger.transfers.words import Words
from zhanlian.money.ledger.working import Working

_TIME = pa.timestamp("us", tz="UTC")
_ID_DIGITS = 8


def write_ledger(
    work: Working, sides: Sides, found: tuple[Drafts, Chains, Settled], told: Told, words: Words
) -> CleanLedger:
    """Return the ledger of settled transfers.

    Args:
        work: all rows with their fates; `OPEN` is what gives transfers.
        sides: parties.
        found: transfers, books, and the order.
        told: what the returns tell besides.
        words: of tasks' results.
    """
    drafts, chains, settled = found
    own = work.accounts.own
    pursed = number_purses(drafts, settled.order, chains, own, work.rows.asset)
    parties = len(sides.numbers)
    names = name_parties(
        parties, work.rows, own, np.where(work.open, sides.other, work.other),
        (work.accounts.told, told.accounts),
    )  # fmt: skip
    known = _find_known(work, parties, told, words)
    last = _find_told_balances(work, pursed, told)
    final = np.empty(len(settled.order), dtype=np.int64)
    final[settled.order] = np.arange(len(settled.order))
    fates, sources = _write_fates(work, drafts, final)
    return CleanLedger(
        transfers=_write_transfers(drafts, settled, pursed),
        purses=make_purses(pursed, work.rows, sides, known, chains, names, last),
        fates=fates,
        sources=sources,
        gaps=_write_gaps(work, chains, pursed),
        joined=work.accounts.joined,
        apart=work.accounts.apart,
        contradictions=settled.contradictions,
    )


def _nullable(values: Int64s) -> pa.Array:
    return pa.array(values, mask=values == NULL)


def _write_transfers(drafts: Drafts, settled: Settled, pursed: Pursed) -> pa.Table:
    order = settled.order
    return pa.table(
        [
            _write_ids(len(order)),
            pa.array(settled.time[order]).cast(_TIME),
            pa.array(drafts.precision[order].astype(np.int8)),
            pa.array(pursed.payer),
            pa.array(pursed.payee),
            pa.array(drafts.amount[order]),
            _nullable(drafts.payer_balance[order]),
            _nullable(drafts.payee_balance[order]),
            pa.array(drafts.kind[order].astype(np.int8)),
            pa.array(settled.ordering[order].astype(np.int8)),
        ],
        schema=TRANSFERS,
    )


def _write_ids(count: int) -> pa.Array:
    """Return T00000000, T00000001 … as text; more digits where 10^8 do not suffice."""
    digits = max(_ID_DIGITS, len(str(max(count - 1, 0))))
    width = digits + 1
    signs = np.empty((count, width), dtype=np.uint8)
    signs[:, 0] = ord("T")
    rest = np.arange(count)
    for place in range(digits, 0, -1):
        rest, digit = np.divmod(rest, 10)
        signs[:, place] = digit + ord("0")
    offsets = np.arange(0, (count + 1) * width, width, dtype=np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(signs)]
    return pa.Array.from_buffers(pa.string(), count, buffers)


def _write_fates(work: Working, drafts: Drafts, final: Int64s) -> tuple[pa.Table, pa.Table]:
    """Return the fates in the order in which the rows came, and the sources of transfers."""
    live = work.open
    transfer = np.full(len(live), -1, dtype=np.int64)
    main = np.flatnonzero(drafts.fee_of < 0)
    for column in (drafts.payer_row, drafts.payee_row):
        told = main[column[main] >= 0]
        transfer[column[told]] = final[told]
    merged = live & (work.mirror >= 0) & (work.effect > 0)
    work.settle(live, Fate.USED)
    work.settle(merged, Fate.MERGED, work.mirror[merged])
    views = np.flatnonzero((work.fate == Fate.MERGED) & ~live)
    transfer[views] = transfer[work.partner[views]]
    row = work.rows.row
    fees = np.flatnonzero(drafts.fee_of >= 0)
    payers = drafts.payer_row[fees]
    citing = np.where(payers >= 0, payers, drafts.payee_row[fees])
    came = np.empty(len(row), dtype=np.int64)
    came[row] = np.arange(len(row))
    of_row = transfer[came]
    telling = np.flatnonzero(of_row >= 0)
    of = np.concatenate([of_row[telling], final[fees]])
    cited = np.concatenate([telling, row[citing]])
    place, _ = gather_groups(of)  # every transfer has a row
    sources = [pa.array(of[place].astype(np.int32)), pa.array(cited[place])]
    partner = np.append(row, -1)[work.partner][came]
    columns = [
        pa.array(work.fate[came].astype(np.int8)),
        pa.array(of_row.astype(np.int32), mask=of_row < 0),
        pa.array(partner, mask=partner < 0),
    ]
    return pa.table(columns, schema=ROW_FATES), pa.table(sources, schema=SOURCES)


def _write_gaps(work: Working, chains: Chains, pursed: Pursed) -> pa.Table:
    places, missing = chains.find_gaps()
    # What the balance was measured by: the row before that tells one.
    telling = np.where(chains.told, np.arange(len(chains.row)), -1)
    earlier = np.append(np.maximum.accumulate(telling), -1)[places - 1]
    before, after = chains.row[earlier], chains.row[places]
    purse = pursed.book[chains.book[places]]
    columns = [
        pa.array(purse.astype(np.int32)),
        pa.array(work.rows.row[before]),
        pa.array(work.rows.row[after]),
        pa.array(work.rows.time[before]).cast(_TIME),
        pa.array(work.rows.time[after]).cast(_TIME),
        pa.array(missing),
    ]
    order = np.lexsort((places, purse))
    return pa.table(columns, schema=GAPS).take(pa.array(order))


def _find_known(work: Working, parties: int, told: Told, words: Words) -> Flags:
    """Return (parties,) whether rows of its own are there, or a task for it came back with some."""
    known = np.zeros(parties, dtype=np.bool_)
    known[work.accounts.own[(work.fate != Fate.FAILED) & ~_is_foreign(work)]] = True
    tasks = work.accounts.tasks
    answered = words.find_answered(encode(told.tasks["result"])) & (tasks >= 0)
    known[tasks[answered]] = True
    return known


def _is_foreign(work: Working) -> Flags:
    """Return (n,) whether a row's own address is not the one that its export is about.

    An export of a chain lists what one address sent and received, and a received row may stand
    under its sender. The address it is about is in all its rows.
    """
    names = work.rows.texts["asset"].texts.to_pylist()
    chained = np.append([is_token(name) for name in names], False)[work.rows.asset].astype(np.bool_)
    foreign = np.zeros(len(chained), dtype=np.bool_)
    if not chained.any():
        return foreign
    own, other, item = work.accounts.own, work.accounts.other, work.rows.item
    rows_of = np.bincount(item[chained])
    ends = np.concatenate([own[chained], np.where(own == other, -1, other)[chained]])
    keys = np.stack([ends, np.tile(item[chained], 2)], axis=1).astype(np.int64)
    first = find_first_equal(keys)
    often = np.bincount(first, minlength=len(first))[first] == rows_of[keys[:, 1]]
    foreign[chained] = ~often[: len(ends) // 2]
    return foreign


def _find_told_balances(work: Working, pursed: Pursed, told: Told) -> Int64s:
    """Return (purses,) the balance that a list of accounts tells, `NULL` where none does."""
    found = np.full(len(pursed.party), NULL, dtype=np.int64)
    usable = np.asarray(told.accounts["balance"].is_valid()) & (work.accounts.told >= 0)
    if not usable.any():
        return found
    assets = {name: code for code, name in enumerate(work.rows.texts["asset"].texts.to_pylist())}
    places = {
        key: purse
        for purse, key in enumerate(zip(pursed.party.tolist(), pursed.asset.tolist(), strict=True))
    }
    at = np.flatnonzero(usable)[::-1]  # the first record told stays
    records = told.accounts.take(pa.array(at))
    for account, asset, balance in zip(
        work.accounts.told[at].tolist(), records["asset"].to_pylist(),
        to_numpy(records["balance"]).tolist(), strict=True,
    ):  # fmt: skip
        purse = places.get((account, assets.get(asset, -1)))
        if purse is not None:
            found[purse] = balance
    return found
