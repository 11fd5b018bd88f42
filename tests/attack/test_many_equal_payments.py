"""Thousands of equal payments are matched each once, in a time that grows as they do."""

import time
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from zhanlian.model.answers import RowRef
from zhanlian.model.loss import VictimPayment
from zhanlian.model.statement import Precision
from zhanlian.model.transfer import PURSES, TRANSFERS, PurseKind
from zhanlian.money.victims.matching import match_payments

_START = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
_COUNT = 20_000
_SECONDS = 5.0  # all pairs of them would take minutes


def _transfers(spread: int) -> pa.Table:
    start = int(_START.timestamp() * 1e6)
    time_ = start + np.arange(_COUNT) * spread * 1_000_000 // _COUNT
    columns = {
        "transfer_id": pa.array([f"T{row:08d}" for row in range(_COUNT)]),
        "time": pa.array(time_).cast(pa.timestamp("us", tz="UTC")),
        "precision": pa.array(np.zeros(_COUNT, np.int8)),
        "payer": pa.array(np.zeros(_COUNT, np.int32)),
        "payee": pa.array(np.ones(_COUNT, np.int32)),
        "amount": pa.array(np.full(_COUNT, 100_00)),
        "payer_balance_after": pa.nulls(_COUNT, pa.int64()),
        "payee_balance_after": pa.nulls(_COUNT, pa.int64()),
        "kind": pa.array(np.zeros(_COUNT, np.int8)),
        "ordering": pa.array(np.zeros(_COUNT, np.int8)),
    }
    return pa.table(columns, schema=TRANSFERS)


_PURSES = pa.Table.from_pylist(
    [
        {
            "account": "untold:SYN-A:in",
            "asset": "CNY",
            "kind": int(PurseKind.UNTOLD),
            "known": False,
        },
        {"account": "SYN-A", "asset": "CNY", "kind": int(PurseKind.ACCOUNT), "known": True},
    ],
    schema=PURSES,
)


@pytest.mark.parametrize("payer", ["", "SYN-V"])
@pytest.mark.parametrize("spread", [0, 500])
def test_equal_payments_take_each_transfer_once(payer: str, spread: int) -> None:
    row = RowRef("0" * 64, "victims.csv", 2)
    payments = [
        VictimPayment(
            f"SYN-{place}",
            _START + timedelta(seconds=place * spread // _COUNT),
            Precision.SECOND,
            payer,
            "SYN-A",
            100_00,
            "CNY",
            row,
        )
        for place in range(_COUNT)
    ]
    transfers = _transfers(spread)
    begun = time.monotonic()
    matches = match_payments(payments, transfers, _PURSES, {})
    assert time.monotonic() - begun < _SECONDS
    assert sorted(matches.transfer) == list(range(_COUNT))
