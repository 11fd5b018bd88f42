"""``zhanlian task due`` and ``task calendar``: what runs out when, and as a calendar file."""

from datetime import datetime
from pathlib import Path

import typer

from zhanlian.cli.docket.command import NEEDED, Call, add_command, option
from zhanlian.cli.session import Session


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the commands to the group, with their help in the session's language."""
    case = option("case", str | None, "cli.task.due-case", session)
    page = option("limit", int, "cli.listing.limit", session, 50)
    out = option("out", Path, "cli.task.calendar-out", session, NEEDED)
    stamp = option("stamp", datetime | None, "cli.task.calendar-stamp", session)
    add_command(group, session, "due", "cli.task.due", _due, [case, page])
    add_command(group, session, "calendar", "cli.task.calendar", _calendar, [out, case, stamp])


def _due(call: Call) -> None:
    from zhanlian.app.docket.due_list import list_due_items
    from zhanlian.cli.docket.shown.task import show_due

    with call.open_docket() as (docket, around):
        found = list_due_items(docket, call.who, around, case=call["case"], limit=call["limit"])
    show_due(found, call.session, as_json=call.as_json)


def _calendar(call: Call) -> None:
    from zhanlian.app.docket.calendar_export import export_calendar
    from zhanlian.cli.docket.shown.task import show_calendar
    from zhanlian.model.zone import SHANGHAI

    stamp, language = call["stamp"], call.session.language
    if stamp is not None:
        stamp = stamp.replace(tzinfo=stamp.tzinfo or SHANGHAI)
    out, case = call["out"], call["case"]
    with call.open_docket() as (docket, around):
        written = export_calendar(
            docket, call.who, out, around, case=case, stamp=stamp, language=language
        )
    show_calendar(written, call.session, as_json=call.as_json)
