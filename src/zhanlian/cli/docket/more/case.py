"""``zhanlian case timeline``: the three tracks of a case by date."""

import typer

from zhanlian.cli.docket.command import Call, add_command, argument
from zhanlian.cli.session import Session


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the command to the group, with its help in the session's language."""
    case = argument("target", "cli.docket.record", session, shown="CASE")
    add_command(group, session, "timeline", "cli.timeline.about", _timeline, [case])


def _timeline(call: Call) -> None:
    from zhanlian.app.docket.timeline import list_timeline
    from zhanlian.cli.docket.shown.case import show_timeline

    with call.open_docket() as (docket, around):
        rows = list_timeline(docket, call.who, call["target"], around)
    show_timeline(rows, call.session, as_json=call.as_json)
