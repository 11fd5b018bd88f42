"""The instant that answers are told for where nobody chose one."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from zhanlian.app.money.measures import find_as_of
from zhanlian.model.answers import ExistingFreeze, RowRef

_LAST = datetime(2026, 3, 1, tzinfo=UTC)
_TRANSFERS = pa.table(
    {"time": pa.array([_LAST - timedelta(days=1), _LAST], pa.timestamp("us", tz="UTC"))}
)


def _freeze(since: datetime | None) -> ExistingFreeze:
    return ExistingFreeze("冻结", "", None, since, None, RowRef("0" * 64, "f.csv", 2))


@pytest.mark.parametrize(
    ("days", "found"),
    [(1, 1), (-5, 0), (None, 0), (400, 0)],
    ids=["a freeze after the money came", "an earlier one", "without a date", "a slip of a pen"],
)
def test_the_last_transfer_or_the_last_measure_counts(days: int | None, found: int) -> None:
    since = None if days is None else _LAST + timedelta(days=days)
    told = {"SYN-A": (_freeze(since),)}
    assert find_as_of(_TRANSFERS, told) == _LAST + timedelta(days=found)


def test_without_transfers_there_is_no_instant() -> None:
    assert find_as_of(_TRANSFERS.slice(0, 0), {}) is None
