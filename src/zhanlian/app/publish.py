"""Write the files of a ledger, each one whole or not at all."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from zhanlian.app.ports import Progress, Reporting
from zhanlian.app.sources import show_path
from zhanlian.errors import StoreError
from zhanlian.model.ledger import Ledger

LEDGER_JSONL: Final = "ledger.jsonl"
LEDGER_XLSX: Final = "ledger.xlsx"
REPORT_HTML: Final = "report.html"
OUTPUTS: Final = (REPORT_HTML, LEDGER_XLSX, LEDGER_JSONL)
_UNFINISHED: Final = ".part"


def prepare_folder(folder: Path) -> None:
    """Make the output folder and try it, so that a run does not fail at its very end.

    Raises:
        StoreError: nothing can be written there.
    """
    trial = folder / f"{REPORT_HTML}{_UNFINISHED}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.write_bytes(b"")
        trial.unlink()
    except OSError as error:
        raise _unwritable(folder, error) from error


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


def write_whole(path: Path, chunks: Iterator[bytes]) -> Path:
    """Return the path after its content was replaced at once; a reader sees old or new, never half.

    Raises:
        StoreError: the file cannot be written.
    """
    unfinished = path.with_name(path.name + _UNFINISHED)
    try:
        with unfinished.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    return path


def _encode(texts: Iterator[str]) -> Iterator[bytes]:
    # A lone surrogate has no UTF-8; what cannot be written is shown escaped, not dropped.
    return (text.encode("utf-8", "backslashreplace") for text in texts)


def _unwritable(path: Path, error: OSError) -> StoreError:
    why = error.strerror or type(error).__name__
    return StoreError("error.out-unwritable", path=show_path(path), why=why)
