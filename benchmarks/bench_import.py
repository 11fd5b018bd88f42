"""How fast a bank's return of GB18030 becomes columns of the lake, beside DuckDB's read_csv.

A seeded return of 31 columns and some 300 bytes a row, with the traps of real ones (tabs around
numbers, signs, dates without time, codes, empty cells). Ours reads GB18030, cleans every row, keeps
its place in the original bytes and writes Parquet; DuckDB reads the same data, already turned to
UTF-8, as 31 columns of plain text into a table in memory. Both in processes of their own, two
threads each, in turn, the file in the cache of the system.
"""

import argparse
import functools
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import numpy as np

import measure

_COLUMNS: Final = (
    "交易卡号,交易账号,交易方户名,交易方证件号码\t,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,现金标志,"
    "对手户名\t,对手身份证号,对手开户银行,摘要说明,交易币种,交易网点名称,交易发生地,交易是否成功\t,传票号,"
    "IP地址,MAC地址,对手交易余额,交易流水号,日志号,凭证种类\t,凭证号,交易柜员号,备注,商户名称,交易类型,查询反馈结果原因"
)
_SUMMARIES: Final = (
    "转账",
    "手机银行转账",
    "快捷支付",
    "ATM取款",
    "跨行汇入",
    "消费",
    "手续费",
    "结息",
)
_BANKS: Final = ("合成银行股份有限公司甲支行", "合成农村商业银行乙分理处", "合成城市商业银行营业部")
_TOWNS: Final = ("合成市东区", "合成市西区", "合成县")
_A_TIME: Final = 50_000  # rows


def write_returns(folder: Path, count: int, seed: int = 7) -> None:
    """Write ``return.csv`` (GB18030) and ``plain.csv`` (UTF-8) with the same synthetic rows."""
    generator = np.random.default_rng(seed)
    with (folder / "return.csv").open("wb") as told, (folder / "plain.csv").open("wb") as plain:
        head = _COLUMNS + "\r\n"
        told.write(head.encode("gb18030"))
        plain.write(head.encode("utf-8"))
        for begin in range(0, count, _A_TIME):
            text = _make_rows(generator, begin, min(_A_TIME, count - begin))
            told.write(text.encode("gb18030"))
            plain.write(text.encode("utf-8"))


def _make_rows(generator: np.random.Generator, begin: int, count: int) -> str:
    cards = generator.integers(0, 40_000, (2, count)).tolist()
    cents = generator.integers(1, 9_000_000, (2, count)).tolist()
    picks = generator.integers(0, 1 << 30, count).tolist()
    rows = []
    for k in range(count):
        own, other, pick, number = cards[0][k], cards[1][k], picks[k], begin + k
        day, clock = number // 60_000 % 28 + 1, number % 86_400
        when = f"202603{day:02}{clock // 3600:02}{clock // 60 % 60:02}{clock % 60:02}"
        if pick % 16 == 0:
            when = f"2026-03-{day:02}"
        sign = "-" if pick % 3 == 0 else ""
        tab = "\t" if pick % 2 else ""
        amount, balance = cents[0][k], cents[1][k]
        rows.append(
            f"62220200{own:011}{tab},1{own:09}_156,合成人{own % 977},SYN{own:014}\t,{when},"
            f"{sign}{amount // 100}.{amount % 100:02},{balance // 100}.{balance % 100:02}{tab},"
            f"{'进出借贷'[pick % 4]},62170000{other:011}\t,转账,合成对手{other % 983},"
            f"SYN{other:014},{_BANKS[pick % 3]},{_SUMMARIES[pick % 8]},"
            f"{('CNY', '人民币')[pick % 2]},"
            f"{_BANKS[pick // 8 % 3]},{_TOWNS[pick // 4 % 3]},{('', '01', '成功')[pick % 3]},,"
            f"10.{pick % 251}.{pick % 241}.{pick % 239},,,S{number:019},L{pick:010},,,"
            f"T{pick % 997:04},"
            f",,{('', '网上银行')[pick % 2]},\r\n"
        )
    return "".join(rows)


_OURS: Final = """
import json, sys, time
from pathlib import Path
begun = time.perf_counter()
from zhanlian.readers.statements.face import read_statement
from zhanlian.readers.statements.registry import find_statement
from zhanlian.store.columns import TableWriter
from file_source import FileSource
source = FileSource(Path(sys.argv[1]))
writer = TableWriter(Path(sys.argv[2]))
rows = rejects = others = 0
for part in read_statement(source, find_statement(source.read_at(0, 65536))):
    writer.add(part.told, part.table)
    rows += part.table.num_rows
    rejects += part.row_rejects.num_rows
    others += part.others
writer.close()
print(json.dumps({"seconds": time.perf_counter() - begun, "rows": rows, "rejects": rejects}))
"""
_DUCKDB: Final = """
import json, sys, time
import duckdb
begun = time.perf_counter()
connection = duckdb.connect()
connection.execute("SET threads = 2")
connection.execute("SET enable_progress_bar = false")
connection.execute(
    "CREATE TABLE plain AS SELECT * FROM read_csv(?, header=true, all_varchar=true)", [sys.argv[1]]
)
(rows,) = connection.execute("SELECT count(*) FROM plain").fetchone()
connection.close()
print(json.dumps({"seconds": time.perf_counter() - begun, "rows": rows}))
"""


def _run(program: str, file: Path) -> dict[str, float]:
    """Return what one program of its own told, with the peak of its memory in MB."""
    here = str(Path(__file__).parent)
    code = (
        f"import sys; sys.path.insert(0, {here!r})\n{program}\nimport measure\n"
        "print(json.dumps({'megabytes': measure.peak_megabytes()}))\n"
    )
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run(
            [sys.executable, "-c", code, str(file), out], capture_output=True, text=True, check=True
        )
    told: dict[str, float] = {}
    for line in done.stdout.splitlines():
        told |= json.loads(line)
    return told


def _tell(name: str, runs: list[dict[str, float]], size: int) -> float:
    seconds = statistics.median(run["seconds"] for run in runs)
    peak = max(run["megabytes"] for run in runs)
    rate = runs[0]["rows"] / seconds
    print(f"{name:42} {seconds:14,.2f}   s   {rate:,.0f} rows/s, {size / seconds / 1e6:,.0f} MB/s, "
          f"peak {peak:,.0f} MB")  # fmt: skip
    return seconds


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="short round: does it still run?")
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--rounds", type=int, default=measure.ROUNDS)
    return parser.parse_args()


def main() -> int:
    """Return 0 when the bounds hold."""
    options = _read_options()
    count, rounds = (2_000, 1) if options.smoke else (options.rows, options.rounds)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_returns(folder, count)
        told, plain = folder / "return.csv", folder / "plain.csv"
        size = told.stat().st_size
        print(f"{count:,} rows, {size / 1e6:,.0f} MB of GB18030, {size / count:.0f} bytes a row")
        _run(_OURS, told)  # compiles the kernels, fills the cache of the system
        _run(_DUCKDB, plain)
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(_run(_OURS, told))
            theirs.append(_run(_DUCKDB, plain))
    taken = _tell("import to Parquet", ours, size)
    plainly = _tell("DuckDB read_csv, text, UTF-8", theirs, size)
    floor = functools.partial(measure.load_floor, "import")
    return measure.judge(
        [
            ("rows a second", count / taken, ">=", floor("rows_a_second")),
            ("times DuckDB", taken / plainly, "<=", floor("times_duckdb")),
            ("peak memory, MB", max(run["megabytes"] for run in ours), "<=", floor("memory")),
            ("rows lost or made up", abs(count - ours[0]["rows"] - ours[0]["rejects"]), "<=", 0),
        ],
        smoke=options.smoke,
    )


if __name__ == "__main__":
    sys.exit(main())
