"""Rows of a request from a file: a hand-over list, a list of losses.

The first row of a CSV, or of the first sheet of a workbook, names the fields: by their own names,
or by the words under which they are shown, in either language.
"""

import csv
import io
import itertools
import json
from collections.abc import Sequence
from dataclasses import fields
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from zhanlian.errors import FormatError, SchemaError, Words
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.workbooks.sheets import is_workbook, open_sheets
from zhanlian.report.docket.labels import label_key, label_words, short_label
from zhanlian.store.whole_files import load_start
from zhanlian.words import LANGUAGES, has_key, say
from zhanlian.words.paths import show_path

_MOST_BYTES: Final = 20_000_000  # some 50,000 rows
_TEXTS: Final = ("utf-8-sig", "gb18030")


def load_rows(path: Path, kind: type[Any], group: str = "") -> list[dict[str, Any]]:
    """Return the rows of a JSON, CSV, XLSX or XLS file as fields by name; as texts but for JSON.

    Args:
        path: of the file.
        kind: dataclass of one row.
        group: of commands, for what columns are called.

    Raises:
        InputError: the file cannot be opened.
        FormatError: it is none of them, or larger than 20 MB.
        SchemaError: a column is no field of the row.
    """
    data = load_start(path, _MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise FormatError("error.rows-large", path=show_path(path), most=_MOST_BYTES)
    if is_workbook(data):
        return _read_table(_read_workbook(data, path), kind, group, path)
    text = _decode(data, path)
    if path.suffix.lower() == ".json":
        return _read_json(text, path)
    return _read_table(_read_csv(text, path), kind, group, path)


def _decode(data: bytes, path: Path) -> str:
    for name in _TEXTS:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise FormatError("error.rows-encoding", path=show_path(path))


def _read_json(text: str, path: Path) -> list[dict[str, Any]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError("error.rows-json", path=show_path(path), detail=str(error)) from error
    if not isinstance(told, list) or not all(isinstance(row, dict) for row in told):
        raise FormatError("error.rows-json", path=show_path(path), detail="[{…}, …]")
    return told


def _read_csv(text: str, path: Path) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise FormatError("error.rows-csv", path=show_path(path), detail=str(error)) from error


def _read_workbook(data: bytes, path: Path) -> list[tuple[str, ...]]:
    """Return the rows of the first sheet that has any."""
    try:
        for sheet in open_sheets(MemorySource(data, path.name)):
            rows = [record.cells for record in sheet.read_records()]
            if any(map(str.strip, itertools.chain.from_iterable(rows))):
                return rows
    except FormatError as error:
        detail = error.key.partition(".")[2]
        raise FormatError("error.rows-workbook", path=show_path(path), detail=detail) from error
    return []


def _read_table(
    table: Sequence[Sequence[str]], kind: type[Any], group: str, path: Path
) -> list[dict[str, Any]]:
    filled = [(line, row) for line, row in enumerate(table, start=1) if any(map(str.strip, row))]
    if not filled:
        raise FormatError("error.rows-none", path=show_path(path))
    names = _name_columns(filled[0][1], kind, group, path)
    codes = {name: _list_codes(hint) for name, hint in get_type_hints(kind).items()}
    found = []
    for line, row in filled[1:]:
        if len(row) > len(names) and any(map(str.strip, row[len(names) :])):
            raise FormatError("error.rows-long", path=show_path(path), line=line)
        cells = zip(names, map(str.strip, row), strict=False)
        found.append({name: codes[name].get(cell.lower(), cell) for name, cell in cells if cell})
    return found


def _list_codes(hint: Any) -> dict[str, str]:
    """Return the codes of a field of choices by the words under which they are shown."""
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    keys: dict[str, str] = {}
    for part in parts:
        if part is bool:
            keys |= {"docket.yes": "true", "docket.no": "false"}
        elif isinstance(part, type) and issubclass(part, Enum):
            keys |= {f"choice.{one.value}": str(one.value) for one in part}
    known = {key: code for key, code in keys.items() if has_key(key)}
    return {say(key, to).lower(): code for key, code in known.items() for to in LANGUAGES}


def _name_columns(header: Sequence[str], kind: type[Any], group: str, path: Path) -> list[str]:
    known: dict[str, str] = {}
    for field in fields(kind):
        known[field.name] = field.name
        for language in LANGUAGES:
            known[label_words(field.name, language, group).lower()] = field.name
            known.setdefault(short_label(field.name, language, group).lower(), field.name)
    names = []
    for column in header:
        name = known.get(column.strip().lower())
        if name is None or name in names:
            shown = Words(*(label_key(field.name, group) for field in fields(kind)))
            raise SchemaError("error.rows-column", path=show_path(path), column=column, known=shown)
        names.append(name)
    return names
