"""Every template is for kinds that there are, and asks only for fields that they have."""

import dataclasses
from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from zhanlian.docket.registry import ACTS, KINDS
from zhanlian.report.forms.template import Template, list_places, list_templates
from zhanlian.words import LANGUAGES

_TEMPLATES = [(language, one) for language in LANGUAGES for one in list_templates(language)]
_ALWAYS = {"id", "version", "state", "today", "approved_by", "approved_at", "nr"}


def _fields(kind: Any, within: str = "") -> Iterator[str]:
    hints = get_type_hints(kind)
    for field in dataclasses.fields(kind):
        hint = hints[field.name]
        yield within + field.name
        if dataclasses.is_dataclass(hint):
            yield from _fields(hint, f"{within}{field.name}_")


def _noun(name: str) -> Any:
    return KINDS[name].body if name in KINDS else ACTS[name].request


def _known(template: Template) -> set[str]:
    """Return the places that at least one kind of the template fills."""
    found = {*_ALWAYS, *(f"case_{name}" for name in _fields(KINDS["case"].body))}
    for kind in template.kinds:
        found |= set(_fields(_noun(kind)))
    for link in template.links:
        found |= {f"{link}_{name}" for name in _fields(KINDS[link].body)}
    return found


def _row(template: Template) -> set[str]:
    if template.records[0]:
        return set(_fields(KINDS[template.records[0]].body))
    for kind in template.kinds:
        hint = get_type_hints(_noun(kind)).get(template.rows)
        if hint is not None and get_origin(hint) is tuple:
            linked = template.link and {
                f"{template.link}_{f}" for f in _fields(KINDS[template.link].body)
            }
            return {*_fields(get_args(hint)[0]), *(linked or ())}
    return set()


@pytest.mark.parametrize(
    ("language", "template"), _TEMPLATES, ids=lambda one: getattr(one, "name", one)
)
def test_a_template_asks_only_for_what_its_records_have(language: str, template: Template) -> None:
    places = {name for name in list_places(template) if not name.startswith("due_")}
    assert not places - _known(template)
    asked = {name for column in template.columns for name in column.places}
    assert not asked - _row(template) - _ALWAYS


def test_both_languages_have_the_same_forms_for_the_same_kinds() -> None:
    chinese, english = (
        [
            (one.name, one.kinds, len(one.facts), len(one.columns))
            for one in list_templates(language)
        ]
        for language in LANGUAGES
    )
    assert chinese == english
    assert {
        "stop-request",
        "freeze-notice",
        "handover-list",
        "listing-notice",
        "return-notice",
    } <= {name for name, *_ in chinese}
