"""Rows of one second, or of one day, are put back into the order in which they took place."""

import numpy as np
import pytest
from simulated import make_world

from zhanlian.kernels.flow import Flags, Int64s
from zhanlian.kernels.order import OPEN, PROVED, repair_order
from zhanlian.simulate.formats.cells import round_half_up

_SECOND, _DAY = 1, 86_400
_SHANGHAI = 8 * 3600


def _list_rows(world_seed: int) -> tuple[Int64s, Int64s, Int64s, Int64s]:
    """Return account, time, change and balance of the rows of all returns, in their true order."""
    world = make_world("20000", world_seed)
    flows = world.flows
    account = np.stack([flows.payer, flows.payee], axis=1).reshape(-1)
    change = np.stack([-flows.amount, flows.amount], axis=1).reshape(-1)
    balance = np.stack([world.payer_after, world.payee_after], axis=1).reshape(-1)
    told = np.flatnonzero(world.present[account])
    told = told[np.argsort(account[told], kind="stable")]
    _, number = np.unique(account[told], return_inverse=True)
    return number, np.repeat(flows.time, 2)[told], change[told], balance[told]


def _solve(
    rows: tuple[Int64s, Int64s, Int64s, Int64s], span: int, step: int, newest_first: bool
) -> tuple[Flags, Int64s]:
    """Return for each tied group whether its rows stand in their true order, and its code."""
    account, time, change, balance = rows
    count = len(account)
    instant = (time + _SHANGHAI) // span
    told = round_half_up(balance, step)
    draw = np.random.default_rng(span + step)
    # Newest first as some banks write it, else in any order at all.
    written = -np.arange(count) if newest_first else draw.permutation(count)
    file = np.lexsort((written, instant, account))
    position, code = repair_order(
        account[file].astype(np.int32), instant[file], change[file], told[file],
        np.ones(count, np.bool_), np.full(account.max() + 1, step if step > 1 else 0),
    )  # fmt: skip
    found = file[position]
    # Equal rows of one account with equal balances cannot be told apart, nor need they be.
    right = (change[found] == change) & (balance[found] == balance)
    starts = np.flatnonzero(np.r_[True, (np.diff(account) != 0) | (np.diff(instant) != 0)])
    tied = np.diff(np.r_[starts, count]) > 1
    return np.logical_and.reduceat(right, starts)[tied], code[starts][tied]


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("step", [1, 10, 100])  # fen: exact, and rounded to 0.1 and to 1 yuan
@pytest.mark.parametrize(("span", "least"), [(_SECOND, 1_500), (_DAY, 5_000)])
def test_ninety_nine_of_a_hundred_tied_groups_are_solved(
    span: int, least: int, step: int, newest_first: bool
) -> None:
    solved, code = _solve(_list_rows(1), span, step, newest_first)
    assert len(solved) >= least
    assert solved.mean() >= 0.99
    assert solved[code == PROVED].all()  # what is called proved is never wrong
    assert (code == PROVED).mean() >= 0.99
    assert not (code == OPEN).any()
    if step == 1:
        assert solved.all()
