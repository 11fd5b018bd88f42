"""Templates of forms: what stands on the paper, with places for the fields of a record.

A template is a TOML file a form and language. ``{field}`` is a field of the record's body, or of
what the use case adds (``{today}``, ``{id}``); nothing else is understood in braces, so that a
template cannot reach beyond the record.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from zhanlian.errors import ConfigError, InputError

_PLACE: Final = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_BLANK: Final = "＿＿＿＿"  # a place that nothing fills stays to be filled in by hand


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of rows: its heading and its text with places."""

    heading: str
    text: str

    @property
    def places(self) -> frozenset[str]:
        """Names of the places in its text."""
        return frozenset(_PLACE.findall(self.text))


@dataclass(frozen=True, slots=True)
class Template:
    """One form in one language.

    Attributes:
        name: of the form: ``stop-request``.
        kinds: of record that it is printed for.
        title: over the whole page.
        lead: paragraphs before the fields.
        facts: label and text of the fields, in two columns.
        rows: name of the list whose rows the table shows, or empty.
        records: kind and mark of the records that are its rows instead, or two empty texts.
        link: field of a row that holds the id of a record; its fields are shown as `link_field`.
        columns: of that table.
        close: paragraphs after it.
        signatures: lines to sign on.
        links: fields that hold the id of a record; its fields are shown as `link_field`.
        states: that a record must be in for it; empty for any.
        only: field of a row and the values with which a row is shown; an empty name for all rows.
        by_name: it is printed only when it is asked for by its name.
        masked: identifiers stay masked: the paper is for the public.
        wide: the page lies on its side.
    """

    name: str
    kinds: tuple[str, ...]
    title: str
    lead: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    rows: str
    columns: tuple[Column, ...]
    close: tuple[str, ...]
    signatures: tuple[str, ...]
    links: tuple[str, ...] = ()
    records: tuple[str, str] = ("", "")
    link: str = ""
    states: tuple[str, ...] = ()
    only: tuple[str, tuple[str, ...]] = ("", ())
    by_name: bool = False
    masked: bool = False
    wide: bool = False

    def shows(self, row: Mapping[str, Any]) -> bool:
        """Return whether a row belongs into the table."""
        name, values = self.only
        return not name or row.get(name) in values


def load_template(name: str, language: str) -> Template:
    """Return the template of a form.

    Raises:
        InputError: there is no such form.
    """
    for template in list_templates(language):
        if template.name == name:
            return template
    known = ", ".join(one.name for one in list_templates(language))
    raise InputError("error.form-unknown", form=name, known=known)


@cache
def list_templates(language: str) -> tuple[Template, ...]:
    """Return all templates of a language, by name."""
    folder = resources.files(__package__).joinpath("data", language)
    files = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return tuple(
        _read(file.name.removesuffix(".toml"), file.read_text(encoding="utf-8"))
        for file in files
        if file.name.endswith(".toml")
    )


def fill(text: str, fields: Mapping[str, str]) -> str:
    """Return a text with its places filled; what is not told stays a blank to write on."""
    return _PLACE.sub(lambda found: fields.get(found[1]) or _BLANK, text)


def list_places(template: Template) -> frozenset[str]:
    """Return the names of all places outside of the table of rows."""
    texts = (
        template.title,
        *template.lead,
        *(text for _, text in template.facts),
        *template.close,
        *template.signatures,
    )
    return frozenset(name for text in texts for name in _PLACE.findall(text))


def _read(name: str, text: str) -> Template:
    try:
        told: dict[str, Any] = tomllib.loads(text)
        table = told.get("table", {})
        return Template(
            name=name,
            kinds=tuple(told["kinds"]),
            title=told["title"],
            lead=tuple(told.get("lead", ())),
            facts=tuple((label, place) for label, place in told.get("facts", ())),
            rows=table.get("rows", ""),
            columns=tuple(Column(*pair) for pair in table.get("columns", ())),
            close=tuple(told.get("close", ())),
            signatures=tuple(told.get("signatures", ())),
            links=tuple(told.get("links", ())),
            records=(table.get("kind", ""), table.get("mark", "")),
            link=table.get("link", ""),
            states=tuple(told.get("states", ())),
            only=(table.get("only", ""), tuple(table.get("values", ()))),
            by_name=told.get("by_name", False),
            masked=told.get("masked", False),
            wide=told.get("wide", False),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ConfigError("error.form-template", form=name, detail=str(error)) from error
