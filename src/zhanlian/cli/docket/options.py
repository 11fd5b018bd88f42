"""Options of a command from the fields of a request."""

import inspect
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints

import typer

from zhanlian.cli.session import Session
from zhanlian.errors import InputError
from zhanlian.report.docket.labels import label_words

_PREFIX: Final = "field_"  # keeps a field from being taken for an option of all commands


def list_options(request: type[Any], group: str, session: Session) -> Iterator[inspect.Parameter]:
    """Yield the parameter of each field: repeated for a tuple of texts, a file for rows."""
    hints = get_type_hints(request)
    for declared in fields(request):
        yield _option(declared, hints[declared.name], group, session)


def read_request(request: type[Any], group: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request as JSON values, with rows read from their files; what is unset is left.

    Raises:
        InputError, FormatError, SchemaError: a file of rows cannot be used.
    """
    hints = get_type_hints(request)
    told: dict[str, Any] = {}
    for declared in fields(request):
        value = values.get(_PREFIX + declared.name)
        if value is None or value == []:
            continue
        hint = hints[declared.name]
        row = find_row(hint)
        if row is not None:
            from zhanlian.app.docket.rows import load_rows

            value = load_rows(value, row, group)
        elif _type(hint) is str:
            value = _only(value, declared.name)
        told[declared.name] = value
    return told


def _only(values: list[str], name: str) -> str:
    """Return the one value of an option that takes one: the last of several would win unseen."""
    if len(values) > 1:
        raise InputError("error.option-twice", option="--" + name.replace("_", "-"))
    return values[0]


def find_row(hint: Any) -> type[Any] | None:
    """Return the dataclass of a field that holds rows of one, or None."""
    inner = get_args(hint)[0] if get_origin(hint) is tuple else None
    return inner if isinstance(inner, type) and is_dataclass(inner) and _has_rows(inner) else None


def _has_rows(kind: type[Any]) -> bool:
    return kind.__name__ not in ("Amount", "PartialDate")


def _option(declared: Field[Any], hint: Any, group: str, session: Session) -> inspect.Parameter:
    name = declared.name
    needed = declared.default is MISSING and declared.default_factory is MISSING
    flag = "--" + name.replace("_", "-")
    kind, default = _type(hint), inspect.Parameter.empty if needed else None
    about = _tell_about(name, hint, group, session)
    if kind is bool:
        # Unset is not false: the field's own default stands then.
        option = typer.Option(f"{flag}/--no-{flag[2:]}", help=about)
    else:
        option = typer.Option(flag, help=about, metavar=_metavar(hint))
    if kind is str:
        kind = list[str]  # so that a second value is seen, and refused
    made: Any = Annotated[kind if needed else kind | None, option]
    return inspect.Parameter(
        _PREFIX + name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=made
    )


def _tell_about(name: str, hint: Any, group: str, session: Session) -> str:
    """Return what a field is called; of a file of rows also the columns that it has."""
    label, row = label_words(name, session.language, group), find_row(hint)
    if row is None:
        return label
    columns = session.say("cli.list-comma").join(one.name for one in fields(row))
    return session.say("cli.docket.rows", label=label, columns=columns)


def _type(hint: Any) -> Any:
    if find_row(hint) is not None:
        return Path
    inner = _inner(hint)
    if inner is bool:
        return bool
    return list[str] if get_origin(hint) in (tuple, frozenset) else str


def _inner(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _metavar(hint: Any) -> str:
    if find_row(hint) is not None:
        return "FILE"
    inner = _inner(hint)
    if get_origin(inner) in (tuple, frozenset):
        inner = get_args(inner)[0]
    members = getattr(inner, "__members__", None)
    if members:
        return "|".join(str(one.value) for one in members.values())
    return {"date": "YYYY-MM-DD", "datetime": "TIME", "int": "N", "Amount": "SUM"}.get(
        inner.__name__, "TEXT"
    )
