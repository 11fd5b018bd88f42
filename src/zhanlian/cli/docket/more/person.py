"""``zhanlian person facts`` and ``person days``: what is known of a person's part, no verdict."""

import typer

from zhanlian.cli.docket.command import Call, add_command, argument, option
from zhanlian.cli.session import Session


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the commands to the group, with their help in the session's language."""
    standing = argument("target", "cli.people.standing", session, shown="STANDING")
    whole = option("reason", str, "cli.docket.unmask", session, "")
    add_command(group, session, "facts", "cli.people.facts", _facts, [standing, whole])
    add_command(group, session, "days", "cli.people.days", _days, [standing])


def _facts(call: Call) -> None:
    from zhanlian.app.docket.people import list_facts
    from zhanlian.cli.docket.shown.person import show_facts

    with call.open_docket() as (docket, around):
        seen = list_facts(docket, call.who, call["target"], around, call["reason"])
    show_facts(seen, call.session, as_json=call.as_json)


def _days(call: Call) -> None:
    from zhanlian.app.docket.people import count_den_days
    from zhanlian.cli.docket.shown.person import show_days

    with call.open_docket() as (docket, around):
        count = count_den_days(docket, call.who, call["target"], around)
    show_days(count, call.session, as_json=call.as_json)
