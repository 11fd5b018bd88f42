"""The files of a trace: amounts, instants, quotes, formulas."""

import csv
import io
import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.model.asset import show_amount
from zhanlian.model.flow import Rule
from zhanlian.money.tracing.query_list import QueryReason
from zhanlian.report.trace_files import (
    render_csv,
    render_parquet,
    show_amounts,
    show_instants,
)
from zhanlian.words import LANGUAGES, has_key, load_keys

_ASSETS = ("CNY", "JPY", "KWD", "tron:native", "ethereum:native")


@settings(max_examples=100)
@given(
    st.lists(
        st.tuples(st.integers(-(10**18), 10**18), st.integers(0, len(_ASSETS) - 1)), max_size=8
    )
)
def test_amounts_of_a_column_are_those_of_one(told: list[tuple[int, int]]) -> None:
    units = np.array([one[0] for one in told], dtype=np.int64)
    asset = np.array([one[1] for one in told], dtype=np.int64)
    shown = show_amounts(units, _ASSETS, asset).to_pylist()
    assert shown == [show_amount(one, _ASSETS[place]) for one, place in told]


def test_instants_are_told_in_the_time_of_china() -> None:
    times = pa.array([0, 1_730_516_405_999_999, None, -1], pa.int64())
    shown = show_instants(times.cast(pa.timestamp("us", tz="UTC")))
    assert shown.to_pylist()[:3] == [
        "1970-01-01T08:00:00+08:00",
        "2024-11-02T11:00:05+08:00",
        None,
    ]


_CELLS = st.text(st.sampled_from("a0,\"=-+@\n\r\t张'"), max_size=6)


@settings(max_examples=100)
@given(st.lists(st.tuples(_CELLS, _CELLS), min_size=1, max_size=6))
def test_what_is_written_exactly_is_read_back_and_else_nothing_is_a_formula(
    rows: list[tuple[str, str]],
) -> None:
    table = pa.table({"a": [row[0] for row in rows], "b": [row[1] for row in rows]})
    exact = b"".join(render_csv(table, exact=True)).decode()
    back = list(csv.reader(io.StringIO(exact, newline="")))
    if all("".join(row) for row in rows):
        assert [tuple(line) for line in back[1:]] == rows
    shown = b"".join(render_csv(table, exact=False)).decode()
    for line in list(csv.reader(io.StringIO(shown, newline="")))[1:]:
        formulas = [cell for cell in line if cell[:1] in tuple("=+-@\t\r")]
        assert not [cell for cell in formulas if not re.fullmatch(r"-[0-9]+", cell)]


def test_negative_amounts_stay_numbers_where_cells_are_made_safe() -> None:
    table = pa.table({"n": pa.array([-5, None]), "text": ["-5.00", "-5.00+1"]})
    assert b"".join(render_csv(table, exact=False)) == b"n,text\n-5,-5.00\n,'-5.00+1\n"


def test_the_same_table_gives_the_same_parquet() -> None:
    table = pa.table({"transfer_id": ["a", "b"], "amount": ["1.00", "2.00"]})
    assert render_parquet(table) == render_parquet(table.slice(0))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_assumption_and_reason_has_words(language: str) -> None:
    wanted = {
        *(f"trace.assumed.rule-{rule.value}" for rule in Rule),
        *(f"query.{reason.value}" for reason in QueryReason),
    }
    assert has_key("cli.trace.about")
    assert not wanted - load_keys(language)
