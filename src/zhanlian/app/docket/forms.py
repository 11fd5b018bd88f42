"""Print a form of an office for a record: identifiers whole, and a line in the audit chain."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from zhanlian.access.rights import load_rights
from zhanlian.app.docket.desk import Surroundings, load_actor, load_seen, relate, see
from zhanlian.app.docket.perform import Docket
from zhanlian.app.docket.stored import to_record
from zhanlian.docket.drafts import DRAFT
from zhanlian.errors import DeniedError, NotFoundError
from zhanlian.model.docket.actor import Actor
from zhanlian.model.docket.plain import to_plain
from zhanlian.model.docket.record import AnyRecord
from zhanlian.report.docket.labels import local_time, state_words, value_words
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
        NotFoundError: there is no such record for this actor, or no form for its kind.
        DeniedError: the actor may not print it.
        StoreError: the file cannot be written.
    """
    with docket.read_records() as desk:
        actor = load_actor(desk, who)
        record = load_seen(desk, record_id, actor)
        if not load_rights().may_act(actor, PRINT, relate(actor, record)):
            raise DeniedError("error.act-denied", act=PRINT)
        template = _choose(record, form, language)
        told = _tell(desk, record, actor)
    data = _render(template, record, told, surroundings, language)
    digest = hashlib.sha256(data).hexdigest()
    after: dict[str, object] = {"form": template.name, "language": language, "sha256": digest}
    if surroundings.login:
        after["login"] = surroundings.login
    # The line comes first: a form that left without one would be worse than a line without form.
    docket.record([Entry(PRINT, record.id, after=after)], Act(who, surroundings.now()))
    return Printed(template.name, write_whole(out, iter((data,))), digest)


def _choose(record: AnyRecord, form: str, language: str) -> Template:
    kind = record.body.act if record.kind == DRAFT else record.kind
    if form:
        template = load_template(form, language)
        if kind in template.kinds:
            return template
    for template in () if form else list_templates(language):
        if kind in template.kinds:
            return template
    known = ", ".join(one.name for one in list_templates(language) if kind in one.kinds)
    raise NotFoundError("error.form-none", kind=kind, known=known or "-")


def _tell(desk: RecordDesk, record: AnyRecord, actor: Actor) -> dict[str, Any]:
    """Return all plain fields that a form of the record may show."""
    body = json.loads(record.body.request) if record.kind == DRAFT else to_plain(record.body)
    told: dict[str, Any] = dict(body)
    case = desk.find(record.case, see(actor)) if record.case else None
    if case is not None:
        named = to_plain(to_record(case).body)
        told |= {f"case_{name}": value for name, value in named.items()}
    return told


def _render(
    template: Template,
    record: AnyRecord,
    told: Mapping[str, Any],
    surroundings: Surroundings,
    language: str,
) -> bytes:
    fields = _show(told, language)
    fields |= {
        "id": record.id,
        "version": str(record.version),
        "state": state_words(record.kind, record.state, language),
        "today": local_time(surroundings.now())[:10],
        "approved_by": " ".join(given.by for given in record.approvals),
        "approved_at": local_time(record.approvals[-1].at) if record.approvals else "",
    }
    fields |= {f"due_{clock.name}": local_time(clock.due) for clock in record.clocks}
    rows = [_show(row, language) for row in told.get(template.rows, ()) if isinstance(row, dict)]
    numbered = [{"nr": str(number), **row} for number, row in enumerate(rows, start=1)]
    note = say("form.draft", language) if record.kind == DRAFT else ""
    return render_docx(template, fields, numbered, note=note)


def _show(told: Mapping[str, Any], language: str) -> dict[str, str]:
    return {
        name: value_words(value, language)
        for name, value in told.items()
        if value not in (None, "", [], {}) and not isinstance(value, dict)
    }
