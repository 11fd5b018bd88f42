"""The money of one case: follow it where there are statements, and publish what it answers."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zhanlian.app.money.first_screen import FirstAnswers, MoneySummary, summarise_money
from zhanlian.app.money.gather import gather_tables
from zhanlian.app.money.payments import StatementText, collect_payments
from zhanlian.app.money.ports import FollowRequest, MoneyRooms, MoneyWorkspace
from zhanlian.app.money.statements import Imported, load_rejected_rows
from zhanlian.app.money.statements_of_case import group_receipts
from zhanlian.app.ports import Progress, Reading
from zhanlian.app.published import WrittenFile
from zhanlian.app.record import find_record, find_text
from zhanlian.app.serialise import dump_record, load_record
from zhanlian.errors import FormatError
from zhanlian.model.answers import FlowAnswer
from zhanlian.store.whole_files import find_hash, write_whole
from zhanlian.words.shown import plain_line

FLOW_HTML: Final = "flow.html"
FLOW_XLSX: Final = "flow.xlsx"
FLOW_JSONL: Final = "flow.jsonl"
ROW_REJECTS: Final = "rejected-rows.csv"
MONEY_OUTPUTS: Final = (FLOW_HTML, FLOW_XLSX, FLOW_JSONL, ROW_REJECTS)
_VERSION: Final = "followed-1"


@dataclass(frozen=True, slots=True)
class Followed:
    """What a run wrote about the money."""

    summary: MoneySummary
    files: tuple[WrittenFile, ...]


def follow_case(
    workspace: MoneyWorkspace,
    imported: Sequence[Imported],
    request: FollowRequest,
    reading: Reading,
    rooms: MoneyRooms,
    out: Path,
    progress: Progress,
    show: Callable[[MoneySummary], None],
) -> MoneySummary | None:
    """Return what following the money of a case came to, or None where it has no statements.

    The files lie in `out` afterwards; where nothing changed since, nothing is done again. Whoever
    waits is told through `show` as soon as the lists stand, before the files are made.

    Raises:
        ZhanlianError: the workspace or the output cannot be used, or a limit is passed.
    """
    texts = list(_find_texts(workspace, request.case, reading))
    if not any(one.lines for one in imported):
        return None
    mark = _mark(imported, texts, request, rooms)
    known = _find_followed(workspace, mark, out)
    if known is not None:
        show(known)
        return known
    progress.begin("money", 2)
    gathered = gather_tables(imported, workspace.columns)
    told = collect_payments(gathered, texts)
    progress.advance()
    found: list[MoneySummary] = []

    def show_first(first: FirstAnswers) -> None:
        found.append(summarise_money(first, imported, told))
        progress.advance()
        progress.end()
        show(found[0])
        progress.begin("money-files", 1 + len(MONEY_OUTPUTS))

    answer = rooms.follow(gathered, told, request, show_first)
    progress.advance()
    files = []
    for path in _publish(answer, imported, workspace, rooms, request.language, out):
        files.append(WrittenFile(path.name, find_hash(path) or ""))
        progress.advance()
    workspace.lake.save_reading(mark, _VERSION, dump_record(Followed(found[0], tuple(files))))
    progress.end()
    return found[0]


def _find_texts(workspace: MoneyWorkspace, case: str, reading: Reading) -> Iterator[StatementText]:
    """Yield the texts of a case that tell of victims' payments."""
    received = group_receipts(workspace.docket.list_receipts(case))
    for item in workspace.docket.list_items(case):
        record = find_record(workspace.lake, item.sha256, reading.version)
        if record is None or record.extraction is None or not record.extraction.payments:
            continue
        text = find_text(workspace.lake, item.sha256, reading.version) or ""
        told = record.extraction.payments
        yield StatementText(item.sha256, item.name, text, told, received[item.sha256])


def _mark(
    imported: Sequence[Imported],
    texts: Sequence[StatementText],
    request: FollowRequest,
    rooms: MoneyRooms,
) -> str:
    basis = (
        tuple((one.item.sha256, one.item.name, one.version, one.lines) for one in imported),
        tuple((one.sha256, one.name, one.received) for one in texts),
        tuple(str(getattr(request, name)) for name in FollowRequest.__slots__),
        rooms.version,
    )
    return hashlib.sha256(dump_record(basis)).hexdigest()


def _find_followed(workspace: MoneyWorkspace, mark: str, out: Path) -> MoneySummary | None:
    data = workspace.lake.find_reading(mark, _VERSION)
    if data is None:
        return None
    try:
        known = load_record(Followed, data)
    except FormatError:
        return None
    whole = all(find_hash(out / file.name) == file.sha256 for file in known.files)
    return known.summary if whole and known.files else None


def _publish(
    answer: FlowAnswer,
    imported: Sequence[Imported],
    workspace: MoneyWorkspace,
    rooms: MoneyRooms,
    language: str,
    out: Path,
) -> Iterator[Path]:
    """Yield each file of the answer after it was written."""
    parts: tuple[tuple[str, Callable[[], Iterator[bytes]]], ...] = (
        (FLOW_HTML, lambda: _encode(rooms.render_html(answer, language))),
        (FLOW_XLSX, lambda: iter((rooms.render_xlsx(answer, language),))),
        (FLOW_JSONL, lambda: _encode(rooms.render_jsonl(answer))),
        (ROW_REJECTS, lambda: _encode(_list_rejected(imported, workspace))),
    )
    return (write_whole(out / name, render()) for name, render in parts)


def _list_rejected(imported: Sequence[Imported], workspace: MoneyWorkspace) -> Iterator[str]:
    """Yield the rows that were not taken as lines of CSV, with the cell that could not be read."""
    columns = ("line", "offset", "length", "sheet", "told", "reason", "detail")
    yield _csv_line(("sha256", "name", *columns))
    for one in imported:
        table = load_rejected_rows(workspace.columns, one)
        for batch in () if table is None else table.to_batches():
            for row in batch.to_pylist():
                yield _csv_line((one.item.sha256, one.item.name, *(row[name] for name in columns)))


def _csv_line(cells: Sequence[object]) -> str:
    line = io.StringIO()
    # A cell that a spreadsheet would take for a formula stays a text.
    told = ["" if cell is None else plain_line(str(cell)) for cell in cells]
    csv.writer(line, lineterminator="\n").writerow(
        [f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell for cell in told]
    )
    return line.getvalue()


def _encode(texts: Iterator[str]) -> Iterator[bytes]:
    return (text.encode("utf-8", "backslashreplace") for text in texts)
