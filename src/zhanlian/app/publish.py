"""Write the files of a ledger, each one whole or not at all."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from zhanlian.app.ports import Progress, Reporting
from zhanlian.model.ledger import Ledger
from zhanlian.store.whole_files import write_whole

LEDGER_JSONL: Final = "ledger.jsonl"
LEDGER_XLSX: Final = "ledger.xlsx"
REPORT_HTML: Final = "report.html"
OUTPUTS: Final = (REPORT_HTML, LEDGER_XLSX, LEDGER_JSONL)


def publish(
    ledger: Ledger,
    reporting: Reporting,
    load_text: Callable[[str], str],
    language: str,
    folder: Path,
    progress: Progress,
) -> tuple[Path, ...]:
    """Return the paths of the files written: report, workbook, lines.

    Args:
        ledger: to show.
        reporting: how.
        load_text: hash of an item to its text, for the citations.
        language: ``zh`` or ``en``.
        folder: where; made by `prepare_folder`.
        progress: told after each file.

    Raises:
        StoreError: a file cannot be written; the former one is still there then.
    """
    parts: tuple[tuple[str, Callable[[], Iterator[bytes]]], ...] = (
        (REPORT_HTML, lambda: _encode(reporting.render_html(ledger, load_text, language))),
        (LEDGER_XLSX, lambda: iter((reporting.render_xlsx(ledger, language),))),
        (LEDGER_JSONL, lambda: _encode(reporting.render_jsonl(ledger))),
    )
    progress.begin("publish", len(parts))
    written = []
    for name, render in parts:
        written.append(write_whole(folder / name, render()))
        progress.advance()
    progress.end()
    return tuple(written)


def _encode(texts: Iterator[str]) -> Iterator[bytes]:
    # A lone surrogate has no UTF-8; what cannot be written is shown escaped, not dropped.
    return (text.encode("utf-8", "backslashreplace") for text in texts)
