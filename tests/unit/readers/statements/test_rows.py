"""Rows on their way into batches: nothing changes, nothing is lost, batches are bounded."""

import pytest

from zhanlian.model.statement import ROW_REJECTS, ROWS
from zhanlian.readers.statements.rows import LONGEST_DETAIL, Place, RowBuilder, Value

ROW: dict[str, Value] = {
    "precision": 0,
    "asset": "CNY",
    "direction": 1,
    "status": 0,
    "kind": 0,
    "amount": 5,
}


def test_rows_rejects_and_others_leave_together() -> None:
    builder = RowBuilder()
    builder.skip(3)
    builder.add(Place(4, 100, 20), {**ROW, "own_card": "6222\ud800"})
    builder.refuse(Place(5, sheet="表"), "cell-amount", "x" * 500)
    part = builder.take()
    assert part.table.schema.equals(ROWS)
    assert part.row_rejects.schema.equals(ROW_REJECTS)
    assert (part.table.num_rows, part.row_rejects.num_rows, part.others) == (1, 1, 3)
    row, refused = part.table.to_pylist()[0], part.row_rejects.to_pylist()[0]
    assert (row["line"], row["offset"], row["length"], row["amount"]) == (4, 100, 20, 5)
    assert row["own_card"] == "6222‹U+D800›"
    assert row["balance"] is None
    assert (refused["line"], refused["sheet"], refused["offset"]) == (5, "表", None)
    assert len(refused["detail"]) == LONGEST_DETAIL
    assert builder.is_empty


def test_a_batch_says_when_it_is_full() -> None:
    builder = RowBuilder(batch_rows=2)
    builder.add(Place(1), ROW)
    told = [builder.is_full]
    builder.refuse(Place(2), "cell-time")
    told.append(builder.is_full)
    builder.take()
    assert [*told, builder.is_full] == [False, True, False]


def test_an_unknown_column_is_a_mistake_of_the_reader() -> None:
    with pytest.raises(KeyError):
        RowBuilder().add(Place(1), {**ROW, "amuont": 5})


def test_other_tables_are_built_the_same_way() -> None:
    builder = RowBuilder("persons")
    builder.add(Place(1), {"name": "甲某某"})
    assert builder.take().told == "persons"
