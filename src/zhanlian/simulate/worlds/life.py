"""Ordinary life on the same accounts: salary, shopping, friends, fees, interest.

Without it every yuan on a mule's account would be a victim's, and all tracing rules would agree.
"""

from typing import Final

import numpy as np

from zhanlian.kernels.flow import Int64s
from zhanlian.model.transfer import TransferKind
from zhanlian.simulate.parameters import Parameters
from zhanlian.simulate.worlds.accounts import ALIPAY, BANKS, Columns
from zhanlian.simulate.worlds.flows import Flows, Purpose, join_flows, make_flows
from zhanlian.simulate.worlds.losses import DAY, HOUR
from zhanlian.simulate.worlds.population import Crowd

_KINDS: Final = (
    Purpose.SALARY,
    Purpose.SHOPPING,
    Purpose.FRIENDS,
    Purpose.FEE,
    Purpose.INTEREST,
)
_SHARES: Final = (0.06, 0.55, 0.27, 0.08, 0.04)


def live(
    count: int, columns: Columns, crowd: Crowd, parameters: Parameters, rng: np.random.Generator
) -> Flows:
    """Return about `count` ordinary transfers of the accounts whose records were asked for."""
    living = columns.asked & (columns.provider <= ALIPAY) & (columns.provider >= 0)
    living[crowd.own_wallets] = True
    living[crowd.idle] = False
    account = rng.choice(np.flatnonzero(living), count)
    start = int(parameters["time.start"])
    day = rng.integers(0, int(parameters["time.days"]), count)
    time = start + day * DAY + rng.integers(7 * HOUR, 23 * HOUR, count)
    what = rng.choice(np.array(_KINDS, dtype=np.int64), count, p=_SHARES)
    banked = columns.provider[account] < BANKS
    # A wallet earns no salary and no interest.
    what[~banked & np.isin(what, (Purpose.SALARY, Purpose.INTEREST))] = Purpose.FRIENDS
    what[np.isin(account, crowd.own_wallets)] = Purpose.SHOPPING
    night = what == Purpose.INTEREST
    time[night] = start + (day[night] // 15 * 15 + 14) * DAY + 2 * HOUR
    parts = [_earn(account, time, what, columns, crowd, parameters, rng)]
    parts.append(_spend(account, time, what, columns, crowd, parameters, rng))
    return join_flows(parts)


def _earn(
    account: Int64s, time: Int64s, what: Int64s, columns: Columns, crowd: Crowd,
    parameters: Parameters, rng: np.random.Generator,
) -> Flows:  # fmt: skip
    """Return what comes in: salaries, friends' money, interest."""
    from_friend = (what == Purpose.FRIENDS) & (rng.random(len(what)) < 0.5)
    into = np.flatnonzero((what == Purpose.SALARY) | (what == Purpose.INTEREST) | from_friend)
    bank = np.minimum(columns.provider[account[into]], BANKS - 1)
    n, why = len(into), what[into]
    payer = rng.choice(crowd.friends, n)
    payer = np.where(why == Purpose.SALARY, rng.choice(crowd.employers, n), payer)
    payer = np.where(why == Purpose.INTEREST, crowd.interest[bank], payer)
    amount = _draw_amounts(parameters["life.friends_median"], 1.0, n, rng)
    salary = _draw_amounts(parameters["life.salary_median"], 0.4, n, rng)
    amount = np.where(why == Purpose.SALARY, salary, amount)
    amount = np.where(why == Purpose.INTEREST, rng.integers(1, 300, n), amount)
    kind = np.where(why == Purpose.INTEREST, TransferKind.INTEREST, TransferKind.TRANSFER)
    return make_flows(time[into], payer, account[into], amount, why, kind)


def _spend(
    account: Int64s, time: Int64s, what: Int64s, columns: Columns, crowd: Crowd,
    parameters: Parameters, rng: np.random.Generator,
) -> Flows:  # fmt: skip
    """Return what goes out: shopping, money to friends, fees."""
    to_friend = (what == Purpose.FRIENDS) & (rng.random(len(what)) < 0.5)
    out = np.flatnonzero((what == Purpose.SHOPPING) | (what == Purpose.FEE) | to_friend)
    n, why = len(out), what[out]
    payee = rng.choice(crowd.friends, n)
    payee = np.where(why == Purpose.SHOPPING, rng.choice(crowd.merchants, n), payee)
    payee = np.where(
        why == Purpose.FEE, crowd.fees[np.minimum(columns.provider[account[out]], ALIPAY)], payee
    )
    amount = _draw_amounts(parameters["life.friends_median"], 1.0, n, rng)
    shopping = _draw_amounts(parameters["life.shopping_median"], 1.1, n, rng)
    amount = np.where(why == Purpose.SHOPPING, shopping, amount)
    amount = np.where(why == Purpose.FEE, rng.choice((100, 200, 500, 1000), n), amount)
    kind = np.full(n, int(TransferKind.TRANSFER), dtype=np.int64)
    kind[why == Purpose.SHOPPING] = TransferKind.MERCHANT
    kind[why == Purpose.FEE] = TransferKind.FEE
    return make_flows(time[out], account[out], payee, amount, why, kind)


def _draw_amounts(median: float, sigma: float, n: int, rng: np.random.Generator) -> Int64s:
    drawn = median * np.exp(sigma * rng.standard_normal(n))
    return np.maximum(np.round(drawn * 100), 1).astype(np.int64)
