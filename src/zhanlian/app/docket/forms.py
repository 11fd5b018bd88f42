"""Print a form of an office for a record: identifiers whole, and a line in the audit chain."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from zhanlian.access.masks import mask_plain
from zhanlian.access.rights import Relation
from zhanlian.app.docket.desk import (
    Surroundings,
    demand_right,
    load_seen,
    open_desk,
    relate,
    see,
)
from zhanlian.app.docket.perform import Docket
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.drafts import DRAFT
from zhanlian.docket.registry import load_act
from zhanlian.errors import InputError, StateError, Words
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.plain import from_plain, to_plain
from zhanlian.model.docket.record import AnyRecord, Approval
from zhanlian.model.zone import local_day
from zhanlian.report.docket.labels import due_words, local_time, state_words, value_words
from zhanlian.report.forms.paper import render_docx
from zhanlian.report.forms.template import Template, list_templates, load_template
from zhanlian.store.audit import Act, Entry
from zhanlian.store.records import RecordDesk
from zhanlian.store.whole_files import write_whole
from zhanlian.words import say

PRINT: Final = "form.print"


@dataclass(frozen=True, slots=True)
class Printed:
    """A form that was written.

    Attributes:
        form: its name.
        path: of the file.
        sha256: of its bytes, as the audit line tells it.
    """

    form: str
    path: Path
    sha256: str


def print_form(
    docket: Docket,
    who: str,
    record_id: str,
    out: Path,
    surroundings: Surroundings,
    *,
    form: str = "",
    language: str = "zh",
) -> Printed:
    """Return the form that was written for a record or for a draft.

    Args:
        docket: of the workspace.
        who: name of the account.
        record_id: of the record; a draft gives the form marked as a draft.
        out: file to write.
        surroundings: time and login.
        form: name of the form; the first one for this kind of record where empty.
        language: of the form.

    Raises:
        NotFoundError: there is no such record for this actor.
        InputError: there is no such form, or none for its kind.
        DeniedError: the actor may not print it.
        StoreError: the file cannot be written.
    """
    with open_desk(docket, surroundings.attempt(who, PRINT, record_id)) as (desk, actor):
        record = load_seen(desk, record_id, actor)
        demand_right(actor, PRINT, relate(actor, record))
        template = _choose(record, form, language)
        told = _Teller(desk, actor, masked=template.masked).tell(record, template)
        record = replace(record, approvals=_find_approvals(desk, record, actor))
    data = _render(template, record, told, surroundings, language)
    digest = hashlib.sha256(data).hexdigest()
    after: dict[str, object] = {"form": template.name, "language": language, "sha256": digest}
    if surroundings.login:
        after["login"] = surroundings.login
    # The line comes first: a form that left without one would be worse than a line without form.
    docket.record([Entry(PRINT, record.id, after=after)], Act(who, surroundings.now()))
    return Printed(template.name, write_whole(out, iter((data,))), digest)


def _find_approvals(desk: RecordDesk, record: AnyRecord, actor: Actor) -> tuple[Approval, ...]:
    """Return the last approvals given to a record: a step recorded later has none of its own."""
    if record.approvals or relate(actor, record) is not Relation.OWN:
        return record.approvals
    versions = [to_record(one) for one in desk.list_versions(record.id)]
    return next((one.approvals for one in reversed(versions) if one.approvals), ())


def _choose(record: AnyRecord, form: str, language: str) -> Template:
    kind = record.body.act if record.kind == DRAFT else record.kind
    fitting = [one for one in list_templates(language) if kind in one.kinds]
    usual = [one for one in fitting if not one.by_name]
    now = [one for one in usual if not one.states or record.state in one.states]
    template = load_template(form, language) if form else next(iter(now or usual), None)
    if template not in fitting or template is None:
        known = ", ".join(one.name for one in fitting)
        raise InputError("error.form-none", kind=kind, known=known or "-")
    if record.kind != DRAFT and template.states and record.state not in template.states:
        needed = Words(*(f"state.{kind}.{state}" for state in template.states))
        raise StateError("error.form-state", form=template.title, needed=needed)
    return template


@dataclass(frozen=True, slots=True)
class _Told:
    """What a form may show: plain fields, and the rows of its table."""

    fields: Mapping[str, Any]
    rows: tuple[Mapping[str, Any], ...]


class _Teller:
    """Gathers what a form may show, with the eyes of the actor.

    Args:
        desk: to look for other records.
        actor: whose eyes.
        masked: identifiers stay masked.
    """

    def __init__(self, desk: RecordDesk, actor: Actor, *, masked: bool) -> None:
        self._desk = desk
        self._actor = actor
        self._masked = masked

    def tell(self, record: AnyRecord, template: Template) -> _Told:
        """Return the fields of a record, of its case and of what it is linked to, and its rows."""
        record, asked = self._find_target(record), record
        told = {**self._plain(record), **self._plain(asked)}
        linked = {"case": record.case, **{name: told.get(name) for name in template.links}}
        for name, record_id in linked.items():
            told |= self._tell_linked(name, record_id)
        kind, mark = template.records
        if kind:
            found = self._desk.list_marked(kind, mark, record.id, see(self._actor))
            rows = [self._plain(to_record(one)) for one in found]
        else:
            rows = [row for row in told.get(template.rows, ()) if isinstance(row, dict)]
        named = template.link
        # A draft's rows are not decided yet: all of them are what it asks for.
        shown = rows if asked.kind == DRAFT else [row for row in rows if template.shows(row)]
        return _Told(
            told, tuple({**row, **self._tell_linked(named, row.get(named))} for row in shown)
        )

    def _find_target(self, record: AnyRecord) -> AnyRecord:
        """Return what a draft acts on, so that its form tells the whole; else the record itself."""
        found = None
        if record.kind == DRAFT and record.body.target:
            found = self._desk.find(record.body.target, see(self._actor))
        return record if found is None else to_record(found)

    def _tell_linked(self, name: str, record_id: object) -> dict[str, Any]:
        """Return the fields of a linked record under its name; none where it is not seen."""
        found = self._desk.find(str(record_id), see(self._actor)) if name and record_id else None
        if found is None:
            return {}
        return {f"{name}_{field}": value for field, value in self._plain(to_record(found)).items()}

    def _plain(self, record: AnyRecord) -> dict[str, Any]:
        noun = record.body
        if record.kind == DRAFT:
            asked = load_act(noun.act).request
            noun = from_plain(asked, json.loads(noun.request))
        plain: dict[str, Any] = mask_plain(noun) if self._masked else to_plain(noun)
        return plain


def _render(
    template: Template, record: AnyRecord, told: _Told, surroundings: Surroundings, language: str
) -> bytes:
    fields = _show(told.fields, language)
    fields |= {
        "id": record.id,
        "version": str(record.version),
        "state": state_words(record.kind, record.state, language),
        "today": _tell_day(surroundings.now(), language),
        "approved_by": " ".join(given.by for given in record.approvals),
        "approved_at": local_time(record.approvals[-1].at) if record.approvals else "",
    }
    for clock in record.clocks:
        place = clock.name.replace("-", "_").replace(".", "_")
        fields[f"due_{place}"] = due_words(clock.due)
    rows = [
        {"nr": str(number), **_show(row, language)} for number, row in enumerate(told.rows, start=1)
    ]
    note = say("form.draft", language) if record.kind == DRAFT else ""
    return render_docx(template, fields, rows, note=note)


def _tell_day(at: datetime, language: str) -> str:
    day = local_day(at)
    return say("form.day", language, {"year": day.year, "month": day.month, "day": day.day})


def _show(told: Mapping[str, Any], language: str, within: str = "") -> dict[str, str]:
    """Return the shown texts of plain fields; a nested one goes by `owner_field`."""
    shown: dict[str, str] = {}
    for name, value in told.items():
        if isinstance(value, dict):
            shown |= _show(value, language, f"{within}{name}_")
        elif value not in (None, "", []):
            shown[f"{within}{name}"] = value_words(value, language)
    return shown
