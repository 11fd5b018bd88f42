"""One world: everybody, everything that moved, in its true order with true balances."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.simulate.parameters import ALL_TRAPS, Parameters, Scale, Trap, load_parameters
from zhanlian.simulate.worlds.accounts import (
    BANKS,
    CHAIN,
    Accounts,
    Cells,
    Columns,
    Role,
    make_columns,
)
from zhanlian.simulate.worlds.coins import pass_coins, pay_victims_coins, sell_coins
from zhanlian.simulate.worlds.flows import (
    Flows,
    Purpose,
    join_flows,
    make_flows,
    order_flows,
)
from zhanlian.simulate.worlds.laundering import Receipts, pass_on
from zhanlian.simulate.worlds.life import live
from zhanlian.simulate.worlds.losses import Losses, draw_losses
from zhanlian.simulate.worlds.population import Crowd, build_cells, build_crowd
from zhanlian.simulate.worlds.scene import Scene

# One stream of chance a stage: a change in one leaves the others as they were.
_STAGES: Final = ("people", "losses", "laundering", "coins", "life", "openings", "returns")


@dataclass(frozen=True, slots=True)
class World:
    """A case with nothing hidden.

    Attributes:
        seed, scale, parameters: what it was made from.
        accounts, columns, cells, crowd: who takes part.
        losses: what victims were made to pay.
        flows: (n,) all transfers in their true order.
        payer_after, payee_after: (n,) balances.
        opening: (m,) balances before the first transfer.
        closing: (m,) balances after the last one.
        level: (m,) fewest steps from a victim's payment, 0 where no victim's money came.
        missing: (m,) records that were asked for and are withheld.
        frozen: (m,) frozen after its last transfer.
        end: seconds since 1970: when the returns were made.
    """

    seed: int
    scale: Scale
    parameters: Parameters
    accounts: Accounts
    columns: Columns
    cells: Cells
    crowd: Crowd
    losses: Losses
    flows: Flows
    payer_after: Int64s
    payee_after: Int64s
    opening: Int64s
    closing: Int64s
    level: Int32s
    missing: Flags
    frozen: Flags
    end: int

    @property
    def present(self) -> Flags:
        """Accounts whose records are in the folder."""
        return self.columns.asked & ~self.missing


def build_world(
    seed: int,
    scale: Scale,
    missing: float = 0.0,
    traps: frozenset[Trap] = ALL_TRAPS,
    parameters: Parameters | None = None,
) -> World:
    """Return the world of a seed.

    Args:
        seed: the same one gives the same world, with the same version.
        scale: how large.
        missing: share of the mules' accounts whose records are withheld, 0 to below 1.
        traps: wallet fees are part of the world; the others concern its returns.
        parameters: the package's own unless told.
    """
    parameters = parameters or load_parameters()
    chance = spawn_chance(seed)
    accounts = Accounts()
    cells = build_cells(accounts, scale, parameters, chance["people"])
    crowd = build_crowd(accounts, scale, parameters, chance["people"])
    columns = make_columns(accounts)
    losses = draw_losses(scale, crowd.victim_addresses >= 0, parameters, chance["losses"])
    scene = _set_scene(columns, cells, crowd, parameters, Trap.WALLET_FEES in traps, chance)
    laundered = _launder(losses, scene, chance)
    least = int(parameters["life.share"] * scale.transfers)
    life = live(
        max(least, scale.transfers - len(laundered)), columns, crowd, parameters, chance["life"]
    )
    flows = order_flows(join_flows((laundered, life)))
    drawn = _draw_openings(columns, parameters, chance["openings"])
    opening, payer_after, payee_after, closing = settle(flows, drawn)
    return World(
        seed, scale, parameters, accounts, columns, cells, crowd, losses, flows, payer_after,
        payee_after, opening, closing, find_levels(flows, columns.asked),
        _withhold(columns, missing, chance["people"]),
        _freeze(columns, closing, parameters, chance["people"]),
        int(flows.time.max()) + 3600,
    )  # fmt: skip


def spawn_chance(seed: int) -> dict[str, np.random.Generator]:
    """Return one generator a stage, all of them fixed by the seed."""
    seeds = np.random.SeedSequence(seed).spawn(len(_STAGES))
    return {
        stage: np.random.Generator(np.random.PCG64(one))
        for stage, one in zip(_STAGES, seeds, strict=True)
    }


def _set_scene(
    columns: Columns, cells: Cells, crowd: Crowd, parameters: Parameters, fees: bool,
    chance: dict[str, np.random.Generator],
) -> Scene:  # fmt: skip
    low, high = int(parameters["cell.fan_low"]), int(parameters["cell.fan_high"])
    fan = chance["people"].integers(low, high + 1, len(columns.kind)).astype(np.int32)
    return Scene(columns, cells, crowd, fan, parameters, fees)


def _launder(losses: Losses, scene: Scene, chance: dict[str, np.random.Generator]) -> Flows:
    """Return victims' payments and all that became of them."""
    rng, cells, crowd = chance["laundering"], scene.cells, scene.crowd
    bank = np.flatnonzero(~losses.in_coin)
    victim = losses.victim[bank]
    cell = losses.cell[victim]
    # A victim is given another account now and then; most payments go to one or two.
    draw = (victim * 3 + (rng.random(len(bank)) < 0.35) * rng.integers(0, 8, len(bank))).astype(int)
    payee = cells.first[cell, 1] + draw % cells.size[cell, 1]
    payer = crowd.victims[victim]
    for place, wallet in enumerate(crowd.own_wallets.tolist(), start=2):
        payer = np.where(victim == place, wallet, payer)
    paid = make_flows(
        losses.time[bank], payer, payee, losses.amount[bank], Purpose.PAYMENT, victim=victim
    )
    back = np.flatnonzero(losses.payback[bank] > 0)
    payback = make_flows(
        losses.time[bank][back] + rng.integers(600, 3600, len(back)),
        payee[back], payer[back], losses.payback[bank][back], Purpose.PAYBACK,
    )  # fmt: skip
    left = losses.amount[bank] - losses.payback[bank]
    passed = pass_on(Receipts(payee, losses.time[bank], left), scene, rng)
    dealt = np.isin(passed.payee, np.concatenate((crowd.dealers, crowd.dealer_wallets)))
    sales = passed.take(dealt)
    of = scene.columns.cell[sales.payer].astype(np.int64)
    sold = sell_coins(sales, of, cells, crowd, scene.parameters, chance["coins"])
    coins = join_flows((pay_victims_coins(losses, cells, crowd, scene.parameters), sold))
    return join_flows(
        (paid, payback, passed, coins, pass_coins(coins, cells, crowd, chance["coins"]))
    )


def _draw_openings(columns: Columns, parameters: Parameters, rng: np.random.Generator) -> Int64s:
    median = parameters["life.opening_median"]
    drawn = np.round(median * np.exp(rng.standard_normal(len(columns.kind))) * 100)
    drawn[(columns.role != Role.MULE) & (columns.role != Role.VICTIM)] = 0
    drawn[columns.provider == CHAIN] = 0
    return drawn.astype(np.int64)


def settle(flows: Flows, drawn: Int64s) -> tuple[Int64s, Int64s, Int64s, Int64s]:
    """Return openings, both parties' balances after each transfer, and closing balances.

    An opening is raised where an account would fall below nought: employers and victims had
    the money, it is only not told where from.
    """
    n = len(flows)
    account = np.concatenate((flows.payer, flows.payee))
    change = np.concatenate((-flows.amount, flows.amount))
    place = np.concatenate((np.arange(n) * 2, np.arange(n) * 2 + 1))
    order = np.lexsort((place, account))
    running = np.cumsum(change[order])
    first = np.flatnonzero(np.concatenate(([True], np.diff(account[order]) != 0)))
    owner = account[order][first]
    before = running[first] - change[order][first]
    length = np.diff(np.concatenate((first, [2 * n])))
    running -= np.repeat(before, length)
    opening = drawn.copy()
    opening[owner] = np.maximum(drawn[owner], -np.minimum.reduceat(running, first))
    running += np.repeat(opening[owner], length)
    closing = opening.copy()
    closing[owner] = running[first + length - 1]
    after = np.empty(2 * n, dtype=np.int64)
    after[order] = running
    return opening, after[:n], after[n:], closing


def find_levels(flows: Flows, asked: Flags) -> Int32s:
    """Return each account's fewest steps from a victim's payment, in the order of time.

    No step leads on from an account whose records nobody has: shops and employers pay everybody.
    """
    far = 1_000_000
    reached = [far] * len(asked)
    known = asked.tolist()
    parts = (flows.payer.tolist(), flows.payee.tolist(), flows.victim.tolist())
    for payer, payee, victim in zip(*parts, strict=True):
        if victim < 0 and not known[payer]:
            continue
        step = 1 if victim >= 0 else reached[payer] + 1
        if step < reached[payee]:
            reached[payee] = step
    level = np.array(reached, dtype=np.int32)
    level[level >= far] = 0
    return level


def _withhold(columns: Columns, share: float, rng: np.random.Generator) -> Flags:
    """Return the accounts whose records are missing: never the whole of the first level."""
    mules = np.flatnonzero((columns.role == Role.MULE) & columns.asked)
    chosen = rng.permutation(mules)[: round(share * len(mules))]
    missing = np.zeros(len(columns.kind), dtype=np.bool_)
    missing[chosen] = True
    first = np.flatnonzero((columns.level == 1) & columns.asked)
    if missing[first].all():
        missing[first[: max(1, len(first) // 2)]] = False
    return missing


def _freeze(
    columns: Columns, closing: Int64s, parameters: Parameters, rng: np.random.Generator
) -> Flags:
    banked = (columns.role == Role.MULE) & (columns.provider < BANKS) & (closing >= 100_000)
    frozen: Flags = banked & (rng.random(len(closing)) < parameters["trouble.frozen"])
    return frozen
