"""Frozen sums of a case: what is frozen, who is due, and never more than the loss over all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from zhanlian.model.answers import ExistingFreeze, ReturnMethod, RowRef
from zhanlian.model.flow import Rule
from zhanlian.model.loss import LossClaim
from zhanlian.model.transfer import PURSES, TRANSFERS
from zhanlian.money.restitution.frozen import schedule_returns
from zhanlian.money.tracing.answer import follow
from zhanlian.money.tracing.trail import Trail

_START = datetime(2026, 3, 1, tzinfo=UTC)
_V, _A, _B, _C = range(4)


def _trail(*rows: tuple[int, int, int, int | None, int], opening: int | None = 0) -> Trail:
    """Return a trace of rows (payer, payee, amount, payee's balance after, victim or -1)."""
    transfers = pa.Table.from_pylist(
        [
            {
                "transfer_id": f"T{place}",
                "time": _START + timedelta(minutes=place),
                "precision": 0,
                "payer": payer,
                "payee": payee,
                "amount": amount,
                "payee_balance_after": balance,
                "kind": 0,
                "ordering": 0,
            }
            for place, (payer, payee, amount, balance, _) in enumerate(rows)
        ],
        schema=TRANSFERS,
    )
    purses = pa.Table.from_pylist(
        [
            {"account": name, "asset": "CNY", "kind": 0, "known": True, "opening": opening}
            for name in ("SYN-V", "SYN-A", "SYN-B", "SYN-C")
        ],
        schema=PURSES,
    )
    victim = np.array([row[4] for row in rows], np.int32)
    return follow(transfers, purses, ("甲", "乙"), victim, Rule.ROLLING)


def _freeze(amount: int | None = None) -> ExistingFreeze:
    return ExistingFreeze("冻结", "", amount, _START, None, RowRef("0" * 64, "f.csv", 2))


_CLAIMS = {"CNY": (LossClaim("甲", 100), LossClaim("乙", 300))}


def test_a_single_payment_that_is_still_there_goes_back_directly() -> None:
    trail = _trail((_V, _A, 100, 100, 0))
    (schedule,) = schedule_returns(trail, {"SYN-A": [_freeze()]}, _CLAIMS)
    assert [(line.victim, line.payment) for line in schedule.lines] == [("甲", 100)]
    assert schedule.lines[0].method is ReturnMethod.DIRECT


def test_money_that_may_have_lain_there_before_is_in_the_way_of_matching() -> None:
    trail = _trail((_V, _A, 100, None, 0), opening=None)
    (schedule,) = schedule_returns(trail, {"SYN-A": [_freeze()]}, _CLAIMS)
    assert schedule.lines[0].method is ReturnMethod.PROPORTIONAL


def test_an_account_that_was_empty_begins_anew() -> None:
    trail = _trail((_V, _A, 100, 100, 0), (_A, _B, 100, 100, -1), (_B, _A, 40, 40, -1))
    (schedule,) = schedule_returns(trail, {"SYN-A": [_freeze()]}, _CLAIMS)
    assert schedule.lines[0].method is ReturnMethod.PROPORTIONAL
    assert schedule.frozen == 40


def test_only_victims_whose_money_came_there_share_it() -> None:
    trail = _trail((_V, _A, 100, None, 0), (_A, _B, 60, None, -1), (_V, _C, 300, None, 1))
    (schedule,) = schedule_returns(trail, {"SYN-B": [_freeze(50)]}, _CLAIMS)
    assert (schedule.frozen, [line.victim for line in schedule.lines]) == (50, ["甲"])


def test_over_several_sums_nobody_is_due_more_than_the_loss() -> None:
    trail = _trail((_V, _A, 100, None, 0), (_A, _B, 40, None, -1), (_V, _B, 300, None, 1))
    measures = {"SYN-A": [_freeze()], "SYN-B": [_freeze()]}
    schedules = schedule_returns(trail, measures, {"CNY": (LossClaim("甲", 70), _CLAIMS["CNY"][1])})
    paid = [
        line.payment for schedule in schedules for line in schedule.lines if line.victim == "甲"
    ]
    assert paid[0] == 60
    assert sum(paid) <= 70
    notes = [[note.key for note in schedule.disclosed] for schedule in schedules]
    assert ["restitution.other-sums" in keys for keys in notes] == [False, True]


def test_a_freeze_that_has_run_out_gives_no_schedule() -> None:
    trail = _trail((_V, _A, 100, None, 0), (_A, _B, 1, None, -1))
    over = ExistingFreeze("冻结", "", None, _START, _START, RowRef("0" * 64, "f.csv", 2))
    assert schedule_returns(trail, {"SYN-A": [over]}, _CLAIMS) == ()


def test_a_freeze_of_another_currency_gives_no_schedule() -> None:
    trail = _trail((_V, _A, 100, 100, 0))
    other = replace(_freeze(60), asset="USD")
    assert schedule_returns(trail, {"SYN-A": [other]}, _CLAIMS) == ()
    (schedule,) = schedule_returns(trail, {"SYN-A": [replace(other, asset="CNY")]}, _CLAIMS)
    assert schedule.frozen == 60
