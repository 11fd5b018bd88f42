"""A mapping as a small file that a person reads and edits: TOML, three examples a column."""

import tomllib
from collections.abc import Mapping as Table
from collections.abc import Sequence
from typing import Any, Final

from zhanlian.errors import SchemaError
from zhanlian.model.asset import fold_asset
from zhanlian.readers.statements.mapped.mapping import Mapping, check_values
from zhanlian.words import say
from zhanlian.words.shown import plain_line, storable_text

FORMAT: Final = 1
LARGEST: Final = 256 * 1024
"""Bytes of a mapping file: one of 500 columns takes some 100 KB."""
_TEXTS: Final = ("encoding", "delimiter", "dates", "zone", "units", "direction", "asset")
_EXAMPLE: Final = 60  # characters
_MOST_WORDS: Final = 100
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_mapping(
    mapping: Mapping, examples: Sequence[Sequence[str]], missing: Sequence[str], language: str
) -> str:
    """Return a mapping as TOML with its explanations in a language.

    Args:
        mapping: to write.
        examples: cells of each column.
        missing: what is still to be filled in (`list_missing`).
        language: ``zh`` or ``en``.
    """
    lines = [f"# {line}" for line in say("mapping.about", language).split("\n")]
    for name in missing:
        lines.append(
            f"# {say('mapping.todo', language)} {say(f'mapping.missing.{name}', language)}"
        )
    lines += ["", f"format = {FORMAT}", f"header_line = {mapping.header_line}"]
    for name in (*_TEXTS, "own_account"):
        lines.append(f"# {say(f'mapping.setting.{name}', language)}")
        lines.append(f"{name} = {_quote(getattr(mapping, name))}")
    lines.append(f"# {say('mapping.setting.words', language)}")
    for name in ("in_words", "out_words"):
        told = ", ".join(_quote(word) for word in getattr(mapping, name))
        lines.append(f"{name} = [{told}]")
    lines += ["", f"# {say('mapping.setting.columns', language)}", "[columns]"]
    for (label, field), cells in zip(mapping.columns, examples, strict=True):
        shown = " | ".join(plain_line(cell)[:_EXAMPLE] for cell in cells)
        lines.append(f"# {shown}".rstrip())
        lines.append(f"{_quote(label)} = {_quote(field)}")
    return storable_text("\n".join(lines) + "\n")


def _quote(text: str) -> str:
    signs = (
        _ESCAPES.get(sign) or (f"\\u{ord(sign):04x}" if ord(sign) < 32 or sign == "\x7f" else sign)
        for sign in storable_text(text)
    )
    return '"' + "".join(signs) + '"'


def read_mapping(data: bytes) -> Mapping:
    """Return a mapping from the bytes of its file.

    Raises:
        SchemaError: no TOML, a missing or unknown setting, or a value that means nothing.
    """
    try:
        if len(data) > LARGEST:
            raise ValueError(f"> {LARGEST} bytes")
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SchemaError("error.mapping-broken", path="", detail=str(error)[:200]) from error
    if table.pop("format", None) != FORMAT:
        raise SchemaError("error.mapping-broken", path="", detail=f"format = {FORMAT} ?")
    mapping = _build(table)
    check_values(mapping)
    return mapping


def _build(table: dict[str, Any]) -> Mapping:
    columns = table.pop("columns", None)
    if not isinstance(columns, dict) or not columns:
        raise SchemaError("error.mapping-broken", path="", detail="[columns] ?")
    settings: dict[str, Any] = {
        "columns": tuple((label, _text(columns, label)) for label in columns)
    }
    line = table.pop("header_line", 1)
    if type(line) is not int:
        raise SchemaError("error.mapping-broken", path="", detail="header_line ?")
    settings["header_line"] = line
    for name in (*_TEXTS, "own_account"):
        if name in table:
            settings[name] = _text(table, name)
            del table[name]
    for name in ("in_words", "out_words"):
        told = table.pop(name, [])
        if not isinstance(told, list) or not all(isinstance(word, str) for word in told):
            raise SchemaError("error.mapping-broken", path="", detail=f"{name} ?")
        settings[name] = tuple(told[:_MOST_WORDS])
    if table:
        raise SchemaError("error.mapping-broken", path="", detail=f"{next(iter(table))[:60]} ?")
    settings["asset"] = fold_asset(settings.get("asset", ""))
    return Mapping(**settings)


def _text(table: Table[str, Any], name: str) -> str:
    told = table[name]
    if not isinstance(told, str):
        raise SchemaError("error.mapping-broken", path="", detail=f"{name[:60]} ?")
    return told
