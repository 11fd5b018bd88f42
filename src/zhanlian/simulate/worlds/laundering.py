"""How cells pass victims' money on: gathered, kept in part, split, sent along, cashed out.

Every batch of payments is paid from receipts that came before it, so no mule ever goes below
nought, whatever the order of the batches.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from zhanlian.kernels.flow import Int32s, Int64s
from zhanlian.model.transfer import PurseKind, TransferKind
from zhanlian.simulate.parameters import Parameters
from zhanlian.simulate.worlds.accounts import BANKS, Columns
from zhanlian.simulate.worlds.cash_out import cash_out
from zhanlian.simulate.worlds.flows import Flows, Purpose, join_flows, make_flows
from zhanlian.simulate.worlds.population import LEVELS
from zhanlian.simulate.worlds.scene import Scene

_ROUNDS: Final = 9  # levels and detours; what is still there then stays
_MOST_PARTS: Final = 12
_HUNDRED_YUAN: Final = 10_000  # fen
_SMALL: Final = 100_000  # fen: below 1,000 yuan a batch is not split


@dataclass(frozen=True, slots=True)
class Receipts:
    """Money that came to mules and waits to be passed on."""

    account: Int64s
    time: Int64s
    amount: Int64s


def pass_on(receipts: Receipts, scene: Scene, rng: np.random.Generator) -> Flows:
    """Return all transfers that follow from the receipts, round by round."""
    made = []
    for _ in range(_ROUNDS):
        if not len(receipts.account):
            break
        parts = _send(receipts, scene, rng)
        made.append(parts)
        mule = scene.columns.level[parts.payee] > 0
        # Fees are no receipts; their payees are no mules, so the levels tell them apart.
        receipts = Receipts(
            parts.payee[mule].astype(np.int64), parts.time[mule], parts.amount[mule]
        )
    return join_flows(made)


def _send(receipts: Receipts, scene: Scene, rng: np.random.Generator) -> Flows:
    account, time, amount = _gather(receipts, scene.parameters, rng)
    level = scene.columns.level[account]
    batch, share = _split(amount, level, scene, rng)
    if not len(batch):
        return make_flows(batch, batch, batch, share, Purpose.PASS_ON)
    sent = _draw_times(time, level, batch, scene.parameters, rng)
    return _address(account[batch], sent, share, scene, rng)


def _gather(
    receipts: Receipts, parameters: Parameters, rng: np.random.Generator
) -> tuple[Int64s, Int64s, Int64s]:
    """Return account, last time and amount to send of each batch of near receipts."""
    order = np.lexsort((receipts.time, receipts.account))
    account, time = receipts.account[order], receipts.time[order]
    near = np.diff(time) < parameters["pass.gather_minutes"] * 60
    joined = (np.diff(account) == 0) & near & (rng.random(len(account) - 1) < 0.6)
    first = np.flatnonzero(np.concatenate(([True], ~joined)))
    last = np.concatenate((first[1:], [len(account)])) - 1
    amount = np.add.reduceat(receipts.amount[order], first)
    kept = rng.uniform(parameters["pass.kept_low"], parameters["pass.kept_high"], len(first))
    sent = (amount * (1 - kept)).astype(np.int64)
    sent = np.where(amount >= _SMALL, sent // _HUNDRED_YUAN * _HUNDRED_YUAN, sent)
    sent[rng.random(len(first)) < parameters["pass.left_whole"]] = 0
    goes = sent > 0
    return account[first][goes], time[last][goes], sent[goes]


def _split(
    amount: Int64s, level: Int32s, scene: Scene, rng: np.random.Generator
) -> tuple[Int64s, Int64s]:
    """Return the batch and the amount of each part; the parts of a batch add up to it."""
    usual = scene.parameters["pass.part_yuan"] * 100 * rng.uniform(0.6, 2.4, len(amount))
    # The first level spreads widely; later ones mostly send on what came; the last one pays out
    # in sums that a machine or a phone takes.
    usual = np.where((level == 1) | (level == LEVELS), usual, usual * 2)
    parts = np.where(amount < _SMALL, 1, 1 + amount // usual.astype(np.int64))
    # A large batch is not cut ever finer: the cell sends larger parts instead.
    parts = np.minimum(parts, np.where(level == 1, _MOST_PARTS, _MOST_PARTS // 2)).astype(np.int64)
    batch = np.repeat(np.arange(len(amount)), parts)
    weight = rng.uniform(0.5, 1.5, len(batch))
    start = np.cumsum(parts) - parts
    reached = np.cumsum(weight)
    before = (reached - weight)[start]
    whole = np.add.reduceat(weight, start) if len(batch) else weight
    share = (reached - before[batch]) / whole[batch]
    bound = (share * amount[batch]).astype(np.int64)
    bound = np.where(parts[batch] > 1, bound // _HUNDRED_YUAN * _HUNDRED_YUAN, bound)
    ends = start + parts - 1
    bound[ends] = amount
    part = np.diff(bound, prepend=0)
    part[start] = bound[start]
    there = part > 0
    return batch[there], part[there]


def _draw_times(
    time: Int64s, level: Int32s, batch: Int64s, parameters: Parameters, rng: np.random.Generator
) -> Int64s:
    first, later = (parameters[f"pass.{name}_delay_median_minutes"] for name in ("first", "later"))
    median = np.where(level == 1, first, later)
    spread = parameters["pass.first_delay_sigma"]
    delay = median * np.exp(spread * rng.standard_normal(len(time)))
    low, high = parameters["pass.delay_low_minutes"], parameters["pass.delay_high_minutes"]
    start = time + (np.clip(delay, low, high) * 60).astype(np.int64)
    gap = rng.integers(1, 90, len(batch))
    gap[rng.random(len(batch)) < parameters["pass.same_second"]] = 0
    heads = np.flatnonzero(np.concatenate(([True], np.diff(batch) != 0)))
    gap[heads] = 0
    passed = np.cumsum(gap)
    place = np.cumsum(np.concatenate(([True], np.diff(batch) != 0))) - 1
    times: Int64s = start[batch] + passed - passed[heads][place]
    return times


def _address(
    payer: Int64s, time: Int64s, amount: Int64s, scene: Scene, rng: np.random.Generator
) -> Flows:
    """Return the parts with their payees, and the fees of wallets taken out of them."""
    level, cell = scene.columns.level[payer], scene.columns.cell[payer]
    early = rng.random(len(payer)) < scene.parameters["pass.early_cash_out"]
    leaves = (level == LEVELS) | early
    goal, purpose = _choose_level(level, scene.parameters, rng)
    members = scene.cells.size[cell, goal]
    # Each mule knows a few accounts of the next level: its own window of the cell's.
    window = np.minimum(scene.fan[payer], members)
    step = (payer * 7 + (rng.random(len(payer)) * window).astype(np.int64)) % members
    payee = scene.cells.first[cell, goal] + step
    payee = _keep_in_company(payer, payee, cell, goal, scene)
    kind = np.full(len(payer), int(TransferKind.TRANSFER), dtype=np.int64)
    purpose[leaves] = Purpose.CASH_OUT
    payee[leaves], kind[leaves], amount[leaves] = cash_out(
        payer[leaves], amount[leaves], scene, rng
    )
    kind[~leaves] = _tell_kinds(payer[~leaves], payee[~leaves], scene.columns)
    apart = payer != payee
    flows = make_flows(
        time[apart], payer[apart], payee[apart], amount[apart], purpose[apart], kind[apart]
    )
    return _take_fees(flows, scene) if scene.wallet_fees else flows


def _choose_level(
    level: Int32s, parameters: Parameters, rng: np.random.Generator
) -> tuple[Int64s, Int64s]:
    goal = np.minimum(level + 1, LEVELS).astype(np.int64)
    purpose = np.full(len(level), int(Purpose.PASS_ON), dtype=np.int64)
    drawn = rng.random(len(level))
    back = (drawn < parameters["pass.round_trip"]) & (level >= 2)
    goal[back], purpose[back] = np.maximum(level[back] - 1, 1), Purpose.ROUND_TRIP
    side = (drawn > 1 - parameters["pass.sideways"]) & (level < LEVELS)
    goal[side], purpose[side] = level[side], Purpose.SIDEWAYS
    return goal, purpose


def _keep_in_company(
    payer: Int64s, payee: Int64s, cell: Int32s, goal: Int64s, scene: Scene
) -> Int64s:
    """Return payees that a wallet can pay: of its own company, else a bank account."""
    own, other = scene.columns.provider[payer], scene.columns.provider[payee]
    barred = (own >= BANKS) & (other >= BANKS) & (own != other)
    kept: Int64s = np.where(barred, scene.cells.first[cell, goal], payee)
    return kept


def _tell_kinds(payer: Int64s, payee: Int64s, columns: Columns) -> Int64s:
    wallet = np.int32(PurseKind.WALLET)
    out, into = columns.kind[payer] == wallet, columns.kind[payee] == wallet
    kind = np.full(len(payer), int(TransferKind.TRANSFER), dtype=np.int64)
    kind[~out & into] = TransferKind.TOPUP
    kind[out & ~into] = TransferKind.WITHDRAWAL
    return kind


def _take_fees(flows: Flows, scene: Scene) -> Flows:
    """Return the transfers with the fee of each wallet withdrawal as one of its own behind it."""
    taken = flows.kind == TransferKind.WITHDRAWAL
    rate = round(scene.parameters["pass.wallet_fee"] * 1_000_000)
    fee = np.maximum(10, -(-flows.amount * rate // 1_000_000))
    taken &= flows.amount > fee
    net = np.where(taken, flows.amount - fee, flows.amount)
    company = scene.columns.provider[flows.payer[taken]]
    fees = make_flows(
        flows.time[taken],
        flows.payer[taken].astype(np.int64),
        scene.crowd.fees[company],
        fee[taken],
        Purpose.FEE,
        TransferKind.FEE,
    )
    paid = make_flows(
        flows.time, flows.payer, flows.payee, net, flows.purpose.astype(np.int64),
        flows.kind.astype(np.int64),
    )  # fmt: skip
    joined = join_flows((paid, fees))
    behind = np.concatenate((np.arange(len(flows)) * 2, np.flatnonzero(taken) * 2 + 1))
    return joined.take(np.argsort(behind, kind="stable"))
