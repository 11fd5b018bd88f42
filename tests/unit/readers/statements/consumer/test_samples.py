"""The real samples of consumer exports: every line accounted for, sums proved by hand."""

import itertools
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from zhanlian.model.evidence import Reject
from zhanlian.model.statement import Direction, RowKind, StatementPart
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.consumer import FORMATS, find_format
from zhanlian.words import LANGUAGES, say


@dataclass(frozen=True)
class Sample:
    """What a sample holds; sums in hundredths, by (asset, direction)."""

    file: str
    key: str
    rows: int
    others: int
    sums: dict[tuple[str, Direction], int]
    rejects: tuple[str, ...] = ()


IN, OUT, NEUTRAL, UNKNOWN = Direction.IN, Direction.OUT, Direction.NEUTRAL, Direction.UNKNOWN
OWN = "remark.statement-own-unknown"
COUNT, SUM = "remark.statement-count", "remark.statement-sum"
ICBC_SUMS = {("CNY", IN): 284174, ("CNY", OUT): 424108}
ICBC_REJECTS = ("remark.statement-balances", SUM, SUM)
WECHAT_SUMS = {("CNY", IN): 332849, ("CNY", OUT): 1006941, ("CNY", NEUTRAL): 1563601}
# The samples were cut by hand, so their own totals do not hold: saying so is the test.
SAMPLES = (
    Sample("abc_debit__example-abc_debit-records.csv", "abc", 5, 1,
           {("CNY", IN): 1000001, ("CNY", OUT): 1235589, ("CNY", UNKNOWN): 0}, (OWN,)),
    Sample("alipay__example-alipay-records.csv", "alipay", 10, 25,
           {("CNY", IN): 22229453, ("CNY", OUT): 21164, ("CNY", NEUTRAL): 18134},
           (SUM, COUNT, SUM, COUNT, SUM)),
    Sample("boc__debit__example-boc-records.csv", "boc", 17, 2,
           {("CNY", IN): 982100, ("CNY", OUT): 939430}),
    Sample("bocom_debit__example-bocom_debit-records.csv", "bocom", 6, 1,
           {("CNY", IN): 1125, ("CNY", OUT): 11400}, (OWN,)),
    Sample("ccb__交易明细_xxxx_2025xxxx_2025xxxx.xls", "ccb", 6, 7, {("CNY", OUT): 70326}),
    Sample("cmb__credit__example-cmb-records.csv", "cmb-credit", 6, 2,
           {("CNY", IN): 38080, ("CNY", OUT): 805678}),
    Sample("hsbchk__debit__example-hsbchk-debit-records.csv", "hsbc-hk", 10, 1,
           {("HKD", IN): 1300545, ("HKD", OUT): 352650, ("CNY", IN): 1250000}, (OWN,)),
    Sample("icbc__debit-v1__example-icbc-debit-v1-records.csv", "icbc", 11, 9, ICBC_SUMS,
           ICBC_REJECTS),
    Sample("icbc__debit-v2__example-icbc-debit-v2-records.csv", "icbc", 11, 9, ICBC_SUMS,
           ICBC_REJECTS),
    Sample("wechat__example-wechat-records.csv", "wechat", 27, 17, WECHAT_SUMS,
           (OWN, *(COUNT,), *(COUNT, SUM) * 3)),
    Sample("wechat__example-wechat-records.xlsx", "wechat", 54, 36,
           {key: 2 * units for key, units in WECHAT_SUMS.items()},
           (OWN, COUNT, *(COUNT, SUM) * 3) * 2),
)  # fmt: skip


def _read(file: Path) -> tuple[str, list[StatementPart]]:
    data = file.read_bytes()
    found = find_format(data)
    assert found is not None
    return found.KEY, list(found.parse(MemorySource(data, file.name)))


def _sum(table: pa.Table) -> dict[tuple[str, Direction], int]:
    sums: dict[tuple[str, Direction], int] = {}
    for row in table.select(["asset", "direction", "amount"]).to_pylist():
        key = row["asset"], Direction(row["direction"])
        sums[key] = sums.get(key, 0) + row["amount"]
    return sums


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file)
def test_a_real_sample_is_read_to_the_cent(shared: Path, sample: Sample) -> None:
    key, parts = _read(shared / "formats/wallets_and_banks" / sample.file)
    table = pa.concat_tables([part.table for part in parts])
    assert key == sample.key
    assert (table.num_rows, sum(part.others for part in parts)) == (sample.rows, sample.others)
    assert sum(part.row_rejects.num_rows for part in parts) == 0
    assert _sum(table) == sample.sums
    rejects = [reject for part in parts for reject in part.rejects]
    assert tuple(reject.reason.key for reject in rejects) == sample.rejects
    _check_words(rejects)


def _check_words(rejects: list[Reject]) -> None:
    for reject in rejects:
        for language in LANGUAGES:
            assert say(reject.reason.key, language, reject.reason.fields)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.file)
def test_a_real_sample_is_of_one_format_only(shared: Path, sample: Sample) -> None:
    head = (shared / "formats/wallets_and_banks" / sample.file).read_bytes()
    assert [one.KEY for one in FORMATS if one.sniff(head)] == [sample.key]


@pytest.mark.parametrize(
    "sample", [one for one in SAMPLES if one.file.endswith("csv")], ids=lambda sample: sample.file
)
def test_a_row_cites_its_bytes(shared: Path, sample: Sample) -> None:
    file = shared / "formats/wallets_and_banks" / sample.file
    data = file.read_bytes()
    lines = data.splitlines()
    for part in _read(file)[1]:
        for row in part.table.select(["line", "offset", "length"]).to_pylist():
            cited = data[row["offset"] : row["offset"] + row["length"]]
            assert cited == lines[row["line"] - 1].removeprefix(b"\xef\xbb\xbf")


# Newest row first, but for CCB. The samples are pieced together: what does not fit is known.
@pytest.mark.parametrize(
    ("file", "asset", "newest_first", "broken"),
    [
        ("boc__debit__example-boc-records.csv", "CNY", True, []),
        ("ccb__交易明细_xxxx_2025xxxx_2025xxxx.xls", "CNY", False, [(10, -4600)]),
        ("hsbchk__debit__example-hsbchk-debit-records.csv", "HKD", True, [(7, -1642266)]),
    ],
)
def test_running_balances_of_the_real_samples_hold(
    shared: Path, file: str, asset: str, newest_first: bool, broken: list[tuple[int, int]]
) -> None:
    (part,) = _read(shared / "formats/wallets_and_banks" / file)[1]
    rows = part.table.filter(pc.equal(part.table["asset"], asset)).to_pylist()
    rows = rows[::-1] if newest_first else rows
    found = []
    for before, row in itertools.pairwise(rows):
        moved = row["amount"] if row["direction"] == Direction.IN else -row["amount"]
        if before["balance"] + moved != row["balance"]:
            found.append((row["line"], row["balance"] - before["balance"] - moved))
    assert found == broken


def test_the_two_sheets_of_the_real_wechat_workbook_are_one_statement(shared: Path) -> None:
    folder = shared / "formats/wallets_and_banks"
    (book,) = _read(folder / "wechat__example-wechat-records.xlsx")[1]
    (text,) = _read(folder / "wechat__example-wechat-records.csv")[1]
    kinds = book.table["kind"].to_pylist()
    assert kinds.count(RowKind.DUPLICATE_VIEW) == 27
    assert all(kind == RowKind.DUPLICATE_VIEW for kind in kinds[27:])
    same = ["own_account", "time", "amount", "direction", "fee", "reference", "kind", "status"]
    assert book.table.slice(0, 27).select(same).equals(text.table.select(same))
