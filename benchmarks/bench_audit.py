"""How long does it take to prove an audit chain of a million lines, and what it tells of?

A seeded docket in SQLite: of ten lines four are acts that change no row, three tell of receipts and
three of versions of records, each with its rows, marks and clocks. `zhanlian verify` reads all of
it in a process of its own: hashes every line, holds every row against its line and derives anew
what is searched. Beside it SHA-256 over the same bytes, which no verifying can do without.
"""

import argparse
import functools
import hashlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, insert

import measure
from child import Ran, run_zhanlian
from zhanlian.model.evidence import EvidenceItem, Receipt
from zhanlian.store import tables
from zhanlian.store.audit import Act, Entry, append, list_fields
from zhanlian.store.engine import open_engine, read_transaction, write_transaction
from zhanlian.store.record_tables import record_version
from zhanlian.store.records import StoredVersion, derive, write_content
from zhanlian.store.rows import receipt_fields
from zhanlian.store.workspace import DOCKET, open_workspace

_AT: Final = datetime(2031, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
_CASE: Final = "合成案"
_A_TIME: Final = 20_000  # lines a transaction
_VERSIONS: Final = 3  # of a record

Rows = list[dict[str, Any]]


def build(path: Path, count: int) -> None:
    """Make a workspace whose audit chain has so many lines, and some for its first item."""
    with open_workspace(path, create=True) as workspace:
        digests = workspace.vault.put("合成通报".encode())
        item = EvidenceItem(digests.sha256, digests.sm3, digests.size, "text/plain", "0.txt")
        receipt = Receipt(item.sha256, "0.txt", "0.txt", _AT, "张某某", "合调〔2031〕1号", _CASE)
        workspace.docket.receive([(item, receipt)], case=_CASE, act=Act("张某某", _AT))
        newest: dict[str, tuple[int, StoredVersion]] = {}
        for begin in range(0, count, _A_TIME):
            with write_transaction(workspace.docket.engine) as connection:
                numbers = range(begin, min(begin + _A_TIME, count))
                _write_some(connection, numbers, receipt, newest)
        with write_transaction(workspace.docket.engine) as connection:
            _write_derived(connection, newest)


def _write_some(
    connection: Connection,
    numbers: range,
    receipt: Receipt,
    newest: dict[str, tuple[int, StoredVersion]],
) -> None:
    made = [_make(number, receipt) for number in numbers]
    at = _AT + timedelta(seconds=numbers.start)
    lines = append(connection, Act("李某某", at), [entry for entry, _, _ in made])
    rows: dict[str, Rows] = {}
    for seq, (_, table, fields) in zip(lines, made, strict=True):
        if table is None:
            continue
        rows.setdefault(table.name, []).append({**fields, "seq": seq})
        if table is record_version:
            newest[fields["id"]] = seq, StoredVersion(**fields)
    for name, some in rows.items():
        connection.execute(insert(tables.metadata.tables[name]), some)


def _make(number: int, receipt: Receipt) -> tuple[Entry, Table | None, dict[str, Any]]:
    """Return the entry of a line, and the row that it tells of."""
    kind = number % 10
    if kind < 4:
        return Entry("list.view", _CASE, after={"rows": number % 97}), None, {}
    if kind < 7:
        fields: dict[str, Any] = {**receipt_fields(receipt), "source": f"收件/{number:08}.txt"}
        told = {tables.receipt.name: fields}
        return Entry("receipt.add", receipt.sha256, after=told), tables.receipt, fields
    fields = _make_version(number // 10 * 3 + kind - 7)
    before = None if fields["version"] == 1 else {"version": fields["version"] - 1}
    return (
        Entry("person.change", fields["id"], before, {record_version.name: fields}),
        record_version,
        fields,
    )


def _make_version(number: int) -> dict[str, Any]:
    record, version = divmod(number, _VERSIONS)
    due = (_AT + timedelta(hours=record % 5_000)).isoformat()
    clock = {"name": "detention", "rule": "detention.report", "state": "running"}
    content = write_content(
        {"name": f"合成{record % 977}某某", "stage": "合成阶段", "note": "合成说明" * 20},
        [["member", f"合成民警{record % 31}", 0], ["reader", f"合成科室{record % 7}", 0]],
        [{**clock, "due": due, "warn": due, "steps": ["合成"]}],
        [],
    )
    return {
        "id": f"SYN-{record:08}",
        "version": version + 1,
        "kind": "person",
        "case_id": f"SYN-CASE-{record % 500}",
        "party": "合成市局",
        "state": "open",
        "author": f"合成民警{record % 31}",
        "content": content,
    }


def _write_derived(connection: Connection, newest: dict[str, tuple[int, StoredVersion]]) -> None:
    rows: dict[str, Rows] = {}
    for seq, version in newest.values():
        for table, some in derive(seq, version):
            rows.setdefault(table.name, []).extend(some)
    for name, some in rows.items():
        for begin in range(0, len(some), _A_TIME):
            connection.execute(insert(tables.metadata.tables[name]), some[begin : begin + _A_TIME])


def time_hashing(path: Path) -> float:
    """Return the seconds that SHA-256 over the texts of all lines takes, without reading them."""
    taken = 0.0
    engine = open_engine(path / DOCKET)
    with read_transaction(engine) as connection:
        for data in _encode_lines(connection):
            begun = time.perf_counter()
            hashlib.sha256(data).hexdigest()
            taken += time.perf_counter() - begun
    engine.dispose()
    return taken


def _encode_lines(connection: Connection) -> Iterator[bytes]:
    for fields in list_fields(connection):
        yield "".join(map(str, fields)).encode()


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="short round: does it still run?")
    parser.add_argument("--lines", type=int, default=1_000_000)
    return parser.parse_args()


def main() -> int:
    """Return 0 when the bounds hold."""
    options = _read_options()
    count, rounds = (2_000, 1) if options.smoke else (options.lines, measure.ROUNDS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun = time.perf_counter()
        # Apart: a child counts the memory of who starts it as its own peak.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(build, folder / "ws", count).result()
        size = (folder / "ws" / DOCKET).stat().st_size
        print(f"{count:,} lines, {size / 1e6:,.0f} MB of SQLite, made in "
              f"{time.perf_counter() - begun:,.0f} s")  # fmt: skip
        runs: list[Ran] = []
        floors: list[float] = []
        for _ in range(rounds):
            runs.append(run_zhanlian(("verify", "--workspace", "ws"), folder))
            floors.append(time_hashing(folder / "ws"))
    seconds, floor = (statistics.median(one) for one in ([r.seconds for r in runs], floors))
    print(f"{'zhanlian verify':42} {seconds:14,.2f}   s   {count / seconds:,.0f} lines/s")
    print(f"{'SHA-256 over the same texts':42} {floor:14,.2f}   s   {seconds / floor:,.0f} times")
    peak = max(ran.megabytes for ran in runs)
    bound = functools.partial(measure.load_floor, "audit")
    return measure.judge(
        [
            ("seconds", seconds, "<=", bound("seconds")),
            ("times the hashing alone", seconds / floor, "<=", bound("ratio")),
            ("peak memory, MB", peak, "<=", bound("memory")),
        ],
        smoke=options.smoke,
    )


if __name__ == "__main__":
    sys.exit(main())
