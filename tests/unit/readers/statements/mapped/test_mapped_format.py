"""A mapped table: every rule of direction, every form of date, all rows accounted for."""

from dataclasses import replace

import pytest
from told_rows import Taken, take_all

from zhanlian.errors import SchemaError
from zhanlian.model.asset import USDT_ON_ETHEREUM
from zhanlian.model.statement import Direction, Precision, RowStatus
from zhanlian.readers.statements.mapped.mapped_format import MappedFormat
from zhanlian.readers.statements.mapped.mapping import Mapping

_MAPPING = Mapping(
    columns=(("时间", "time"), ("金额", "amount"), ("摘要", "summary")),
    direction="minus-is-out",
    asset="CNY",
    own_account="0099",
)


def _take(lines: str, mapping: Mapping = _MAPPING, header: str = "时间,金额,摘要") -> Taken:
    form = MappedFormat(mapping)
    data = f"{header}\n{lines}\n".encode()
    assert form.sniff(data)
    return take_all(form, data)


def _with(columns: dict[str, str], **changes: object) -> Mapping:
    told = {"direction": "all-out", **changes}
    return replace(_MAPPING, columns=tuple(columns.items()), **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "amount", "expected"),
    [
        ("minus-is-out", "-5.00", (500, Direction.OUT)),
        ("minus-is-out", "5.00", (500, Direction.IN)),
        ("minus-is-in", "-5.00", (500, Direction.IN)),
        ("minus-is-in", "5.00", (500, Direction.OUT)),
        ("minus-is-out", "0.00", (0, Direction.UNKNOWN)),
        ("all-in", "5", (500, Direction.IN)),
        ("all-out", "-5", (-500, Direction.OUT)),  # as written: the ledger asks the balances
    ],
)
def test_the_rule_says_which_way(rule: str, amount: str, expected: tuple[int, Direction]) -> None:
    row = _take(f"2026-03-01,{amount},x", replace(_MAPPING, direction=rule)).rows[0]
    assert (row["amount"], row["direction"]) == expected


def test_a_column_says_which_way_with_words_of_its_own() -> None:
    mapping = _with(
        {"时间": "time", "金额": "amount", "向": "direction"},
        direction="column", in_words=("上账",), out_words=("下账",),
    )  # fmt: skip
    taken = _take(
        "\n".join(f"2026-03-01,5,{word}" for word in ("上账", "下账", "借", "", "横账")),
        mapping,
        "时间,金额,向",
    )
    assert [row["direction"] for row in taken.rows] == [
        Direction.IN, Direction.OUT, Direction.OUT, Direction.UNKNOWN,
    ]  # fmt: skip
    assert taken.reasons == ["mapping-direction"]


def test_two_columns_say_which_way_and_both_at_once_say_nothing() -> None:
    mapping = _with({"时间": "time", "收入": "in_amount", "支出": "out_amount"}, direction="split")
    taken = _take(
        "\n".join(f"2026-03-01,{sides}" for sides in ("5,", "0.00,6", "-,-7", "1,2", ",", "0,0")),
        mapping,
        "时间,收入,支出",
    )
    assert [(row["amount"], row["direction"]) for row in taken.rows] == [
        (500, Direction.IN),
        (600, Direction.OUT),
        (-700, Direction.OUT),
        (0, Direction.UNKNOWN),
    ]
    assert taken.reasons == ["mapping-direction", "mapping-amount"]


@pytest.mark.parametrize(
    ("dates", "cell", "instant"),
    [
        ("year-first", "2026-03-04 10:00:00", "2026-03-04 02:00:00+00:00"),
        ("day-first", "04/03/2026", "2026-03-03 16:00:00+00:00"),
        ("month-first", "03/04/2026 10:00", "2026-03-04 02:00:00+00:00"),
        ("unix", "1772330710", "2026-03-01 02:05:10+00:00"),
        ("unix", "1772330710000", "2026-03-01 02:05:10+00:00"),
    ],
)
def test_dates_are_read_in_the_form_that_was_confirmed(dates: str, cell: str, instant: str) -> None:
    assert str(_take(f"{cell},5,x", replace(_MAPPING, dates=dates)).rows[0]["time"]) == instant


def test_a_date_of_another_form_is_refused() -> None:
    assert _take("04/03/2026,5,x").reasons == ["mapping-time"]


def test_day_and_clock_are_joined_and_a_lone_day_stays_a_day() -> None:
    mapping = _with({"日": "date", "时": "clock", "金额": "amount"})
    rows = _take("20260301,100510,5\n20260301,,5", mapping, "日,时,金额").rows
    assert [row["precision"] for row in rows] == [Precision.SECOND, Precision.DAY]
    assert str(rows[0]["time"]) == "2026-03-01 02:05:10+00:00"


def test_smallest_units_are_counted_as_they_are() -> None:
    mapping = replace(_MAPPING, units="smallest")
    taken = _take("2026-03-01,-500,x\n2026-03-01,5.5,x", mapping)
    assert [row["amount"] for row in taken.rows] == [500]
    assert taken.reasons == ["mapping-amount"]


def test_ten_thousands_are_counted_exactly_or_refused() -> None:
    mapping = replace(_MAPPING, units="ten-thousand")
    taken = _take("2026-03-01,-5.2,x\n2026-03-01,0.000001,x\n2026-03-01,0.0000001,x", mapping)
    assert [row["amount"] for row in taken.rows] == [52_000_00, 1]
    assert taken.reasons == ["mapping-amount"]


def test_tokens_are_cut_to_their_units_and_the_rest_is_dust() -> None:
    mapping = replace(_MAPPING, direction="all-out", asset=USDT_ON_ETHEREUM)
    taken = _take("2026-03-01,1.0000005,x", mapping)
    assert [row["amount"] for row in taken.rows] == [1_000_000]
    assert taken.dust == {USDT_ON_ETHEREUM: 5 * 10**11}


def test_an_asset_may_stand_in_a_column() -> None:
    mapping = _with({"时间": "time", "金额": "amount", "币种": "asset"}, asset="")
    lines = "\n".join(
        f"2026-03-01,5,{told}" for told in ("人民币", "JPY", "tron:native", "", "贝壳")
    )
    taken = _take(lines, mapping, "时间,金额,币种")
    assert [(row["asset"], row["amount"]) for row in taken.rows] == [
        ("CNY", 500), ("JPY", 5), ("tron:native", 5_000_000),
    ]  # fmt: skip
    assert taken.reasons == ["mapping-asset"] * 2


def test_an_account_that_a_spreadsheet_damaged_is_refused() -> None:
    mapping = _with({"时间": "time", "金额": "amount", "卡号": "own_card"}, own_account="")
    taken = _take(
        "2026-03-01,5,6.22202E+18\n2026-03-01,5,\n2026-03-01,5,6222", mapping, "时间,金额,卡号"
    )
    assert [row["own_card"] for row in taken.rows] == ["6222"]
    assert taken.reasons == ["mapping-account"] * 2


def test_every_line_is_a_row_a_reject_or_another() -> None:
    lines = "2026-03-01,5,x\n\n时间,金额,摘要\n2026-03-01,x,x\n合计：,5,\n2026-03-01"
    taken = _take(lines)
    assert (len(taken.rows), taken.others) == (1, 4)
    assert taken.reasons == ["mapping-amount", "row-ragged"]
    assert taken.slice_of(taken.rows[0]) == b"2026-03-01,5,x"


def test_a_row_of_more_cells_than_the_header_is_refused_unless_they_are_empty() -> None:
    taken = _take("2026-03-01,-1,234.56,x\n2026-03-01,-1,x, ,\t")
    assert [row["amount"] for row in taken.rows] == [100]
    assert taken.reasons == ["row-ragged"]


def test_a_row_of_a_name_that_begins_like_a_total_is_refused_and_not_passed_over() -> None:
    mapping = _with({"对方": "other_name", "时间": "time", "金额": "amount"})
    taken = _take("Summit Ltd,2026-03-01,x\nTotal,,5", mapping, "对方,时间,金额")
    assert (taken.reasons, taken.others) == (["mapping-amount"], 2)


def test_a_status_is_told_where_a_column_has_it() -> None:
    mapping = _with({"时间": "time", "金额": "amount", "状态": "status"})
    words = ("成功", "交易失败", "处理中", "Declined", "", "奇怪", "00", "1")
    taken = _take("\n".join(f"2026-03-01,5,{told}" for told in words), mapping, "时间,金额,状态")
    assert [row["status"] for row in taken.rows] == [
        RowStatus.DONE, RowStatus.FAILED, RowStatus.PENDING, RowStatus.FAILED, RowStatus.UNTOLD,
    ]  # fmt: skip
    assert taken.reasons == ["mapping-status"] * 3


def test_a_file_with_another_header_is_not_its_own() -> None:
    form = MappedFormat(_MAPPING)
    assert not form.sniff("时间,金额,备注\n2026-03-01,5,x\n".encode())
    assert not form.sniff("\n时间,金额,摘要\n2026-03-01,5,x\n".encode())
    assert not form.sniff(b"")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"direction": "?"}, "direction"),
        ({"dates": "?"}, "dates"),
        ({"asset": ""}, "asset"),
        ({"own_account": ""}, "own-account"),
        ({"columns": (("金额", "amount"),)}, "time"),
        ({"columns": (("时间", "time"),)}, "amount"),
        ({"direction": "split"}, "split"),
        ({"columns": (("时间", "time"), ("金额(万元)", "amount"))}, "units"),
        ({"direction": "column"}, "direction-column"),
    ],
)
def test_a_mapping_that_lacks_something_says_what(changes: dict[str, str], missing: str) -> None:
    with pytest.raises(SchemaError) as caught:
        MappedFormat(replace(_MAPPING, **changes))  # type: ignore[arg-type]
    assert caught.value.fields["missing"] == missing
