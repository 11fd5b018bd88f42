"""Export deadlines as a calendar file: it leaves the machine, so it holds no identifiers."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from zhanlian.access.rights import Relation
from zhanlian.app.docket.desk import Surroundings, demand_right, open_desk
from zhanlian.app.docket.due_list import MOST_ROWS, DueItem, find_due
from zhanlian.app.docket.perform import Docket
from zhanlian.report.docket.calendar import Entry as CalendarEntry
from zhanlian.report.docket.calendar import render_calendar
from zhanlian.report.docket.labels import clock_words, kind_words
from zhanlian.store.audit import Act, Entry
from zhanlian.store.whole_files import write_whole
from zhanlian.words import say
from zhanlian.words.rules import law_words

EXPORT: Final = "calendar.export"


@dataclass(frozen=True, slots=True)
class Exported:
    """A calendar file that was written, and how many deadlines it holds."""

    path: Path
    count: int
    sha256: str


def export_calendar(
    docket: Docket,
    who: str,
    out: Path,
    surroundings: Surroundings,
    *,
    case: str | None = None,
    stamp: datetime | None = None,
    language: str = "zh",
) -> Exported:
    """Return the calendar that was written: all running deadlines that the actor sees.

    Args:
        docket: of the workspace.
        who: name of the account.
        out: file to write.
        surroundings: time and rules.
        case: id or name of the one case to export.
        stamp: told in the file as its time; now where None.
        language: of the texts.

    Raises:
        DeniedError: the actor may not export.
        NotFoundError: there is no such case for this actor.
        StoreError: the file cannot be written.
    """
    now = surroundings.now()
    with open_desk(docket, surroundings.attempt(who, EXPORT, case or EXPORT)) as (desk, actor):
        demand_right(actor, EXPORT, Relation.OWN)
        due = find_due(desk, actor, now, surroundings.rules, case=case, limit=MOST_ROWS)
    entries = [_tell(item, language) for item in due.items]
    data = render_calendar(entries, stamp or now, language)
    digest = hashlib.sha256(data).hexdigest()
    after: dict[str, object] = {"deadlines": len(entries), "sha256": digest}
    if surroundings.login:
        after["login"] = surroundings.login
    # The line comes first: a calendar that left without one would be worse than the reverse.
    docket.record([Entry(EXPORT, case or EXPORT, after=after)], Act(who, now))
    return Exported(write_whole(out, iter((data,))), len(entries), digest)


def _tell(item: DueItem, language: str) -> CalendarEntry:
    told = {
        "rule": clock_words(item.rule, language),
        "kind": kind_words(item.record.kind, language),
        "id": item.record.id,
        "source": source_words(item, language),
    }
    return CalendarEntry(
        record=item.record.id,
        clock=item.name,
        version=item.record.version,
        due=item.due,
        warn_at=item.warn_at,
        title=say("cli.task.event", language, told),
        about=say("cli.task.event-about", language, told),
    )


def source_words(item: DueItem, language: str) -> str:
    """Return by which law a deadline runs, and how far its source was checked."""
    if item.law is None or item.status is None:
        return say("cli.task.own-day", language)
    status = say(f"rule-status.{item.status.value}", language)
    return f"{law_words(item.law, item.article or '', language)} [{status}]"
