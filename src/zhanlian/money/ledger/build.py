"""The clean ledger of all rows of a case."""

import numpy as np
import pyarrow as pa

from zhanlian.model.statement import Direction
from zhanlian.model.transfer import Fate
from zhanlian.money.ledger.columns import NULL, SECOND, RowColumns, read_columns
from zhanlian.money.ledger.identity.accounts import Accounts, OwnTexts, join_accounts
from zhanlian.money.ledger.ledger import CleaningPolicy, CleanLedger, Told
from zhanlian.money.ledger.rows.cancelled import find_cancelled
from zhanlian.money.ledger.rows.repeats import find_repeats
from zhanlian.money.ledger.rows.reversals import find_reversals
from zhanlian.money.ledger.rows.signs import find_signs
from zhanlian.money.ledger.rows.spoofs import find_spoofs
from zhanlian.money.ledger.rows.views import find_views
from zhanlian.money.ledger.rows.wallets import find_withdrawals, is_wallet_row
from zhanlian.money.ledger.tables import write_ledger
from zhanlian.money.ledger.texts import join_texts
from zhanlian.money.ledger.transfers.assemble import draft_transfers, find_slack, split_fees
from zhanlian.money.ledger.transfers.chains import Chains, chain_rows
from zhanlian.money.ledger.transfers.mirrors import Payments, find_mirrors
from zhanlian.money.ledger.transfers.order import settle_order
from zhanlian.money.ledger.transfers.sides import find_sides
from zhanlian.money.ledger.transfers.words import Words
from zhanlian.money.ledger.working import Working


def build_ledger(rows: pa.Table, told: Told, policy: CleaningPolicy) -> CleanLedger:
    """Return the clean ledger: transfers between purses, and one fate for every row.

    The same rows give the same bytes; the order of the files changes nothing but where the fates
    stand and which rows are cited.

    Args:
        rows: tables of `ROWS` of many files, one after the other, with a last column `item`.
        told: what the returns tell besides.
        policy: what is chosen.

    Raises:
        SchemaError: the table has another schema, or a row names no account of its own.
    """
    columns = read_columns(rows)
    accounts = _find_accounts(columns, told)
    work = Working.start(columns, accounts)
    words = Words.load()
    _leave_out(work, policy)
    _settle_signs(work, policy)
    chains = chain_rows(columns, work.moving, work.book, work.effect, work.by_time)
    _find_mirrors(work, words, policy, chains)
    live = work.open
    sides = find_sides(
        columns, live, accounts.own, work.other, accounts.numbers, work.effect, words
    )
    drafts = draft_transfers(columns, live, work.effect < 0, work.mirror, accounts.own, sides)
    slack = find_slack(drafts, columns, policy.mirror_seconds * SECOND)
    settled = settle_order(drafts, chains, len(columns), slack)
    return write_ledger(work, sides, (drafts, chains, settled), told, words)


def _find_accounts(columns: RowColumns, told: Told) -> Accounts:
    texts = columns.texts
    names = ("own_card", "own_account", "other_account", "own_name", "own_id_number")
    return join_accounts(OwnTexts(*(texts[name] for name in names)), told)


def _leave_out(work: Working, policy: CleaningPolicy) -> None:
    """Leave out spoofs, noughts among them, and repeats."""
    rows, own = work.rows, work.accounts.own
    timed = (work.open | (work.fate == Fate.NO_MONEY)) & (rows.time != NULL)
    timed &= rows.amount != NULL
    spoofs = find_spoofs(rows, timed, own, work.other, work.accounts.numbers, policy)
    work.settle(spoofs.token, Fate.SPOOF_TOKEN, spoofs.copied)
    work.settle(spoofs.poison, Fate.POISONING, spoofs.likened)
    repeats = find_repeats(rows, work.open, own, work.other)
    work.settle(repeats.row, Fate.REPEATED, repeats.partner)


def _settle_signs(work: Working, policy: CleaningPolicy) -> None:
    """Find which way every row went, and what reversals and second views take away."""
    rows, open_ = work.rows, work.open
    signs = find_signs(rows, open_, work.book)
    pairs = find_reversals(rows, open_, work.book, work.other, signs, policy.reversal_days)
    work.effect = pairs.effect
    lost = open_ & (work.effect == 0)
    work.settle(lost & (rows.direction == Direction.NEUTRAL), Fate.NEUTRAL)
    work.settle(lost & (rows.direction != Direction.NEUTRAL), Fate.NO_DIRECTION)
    work.settle(pairs.reversal, Fate.REVERSAL, pairs.reversed_)
    work.settle(pairs.reversed_, Fate.REVERSED, pairs.reversal)
    work.settle(pairs.unmatched, Fate.UNMATCHED_REVERSAL)
    work.moving = open_ & (work.effect != 0)
    work.settle(work.open & (work.accounts.own == work.other), Fate.TO_ITSELF)
    views, told = find_views(rows, work.open, work.book, work.effect, work.by_time)
    work.settle(views, Fate.MERGED, told)
    work.moving[views] = False
    blank = work.other[told] < 0
    work.other[told[blank]] = work.other[views[blank]]


def _find_mirrors(work: Working, words: Words, policy: CleaningPolicy, chains: Chains) -> None:
    """Pair both parties' rows, and let go what the other party's reversal took back."""
    rows, reach = work.rows, policy.mirror_seconds * SECOND
    at = work.by_time[work.open[work.by_time]]
    if (rows.span[at] > 1).any():
        # Equal payments of one day are paired in the order that each side's balances tell.
        place = np.zeros(len(rows), dtype=np.int64)
        place[chains.row] = np.arange(len(chains.row))
        at = at[np.lexsort((place[at], rows.time[at]))]
    payments = _read_payments(work, words, at)
    partner = find_mirrors(payments, reach)
    paired = np.flatnonzero(partner >= 0)
    work.mirror[at[paired]] = at[partner[paired]]
    free = work.open & (work.mirror < 0)
    keeper = words.find_institution(rows.texts["other_name"])
    taken, arrived = find_withdrawals(
        rows, free, work.accounts.own, work.other, work.effect, keeper, reach
    )
    work.mirror[taken], work.mirror[arrived] = arrived, taken
    reversals = np.flatnonzero(work.fate == Fate.REVERSAL)
    free = work.open & (work.mirror < 0)
    taking, taken = find_cancelled(
        rows, (reversals, work.partner[reversals]), free, work.accounts.own, work.other,
        work.effect, reach,
    )  # fmt: skip
    work.settle(taking, Fate.REVERSAL, taken)
    work.settle(taken, Fate.REVERSED, taking)


def _read_payments(work: Working, words: Words, at: np.ndarray) -> Payments:
    rows, texts = work.rows, work.rows.texts
    (own_name, other_name), _ = join_texts([texts["own_name"], texts["other_name"]])
    return Payments(
        paid=work.effect[at] < 0,
        own=work.accounts.own[at],
        other=work.other[at],
        asset=rows.asset[at],
        amount=split_fees(rows)[0][at],
        since=rows.time[at],
        until=rows.time[at] + rows.span[at] - 1,
        reference=texts["reference"].codes[at],
        own_name=own_name[at],
        other_name=other_name[at],
        own_keeper=words.find_institution(texts["own_bank"])[at],
        other_keeper=words.find_institution(texts["other_name"])[at],
        wallet=is_wallet_row(rows, work.other)[at].astype(np.int32),
    )
