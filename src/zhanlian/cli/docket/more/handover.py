"""Commands of hand-overs that are no acts: matching, custody, statement, statistics."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from zhanlian.cli.docket.command import Call, add_command, argument, option
from zhanlian.cli.session import Session

_DAY: dict[str, Any] = {"formats": ["%Y-%m-%d"], "metavar": "DAY"}


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the commands to the group, with their help in the session's language."""

    def add(name: str, run: Callable[[Call], None], *own: Any) -> None:
        add_command(group, session, name, f"cli.handover.{name}", run, own)

    record = argument("target", "cli.docket.record", session)
    add("match", _match, record)
    add("custody", _custody, record)
    add("statement", _statement, record)
    add(
        "statistics",
        _statistics,
        option("case", str | None, "cli.docket.case-option", session),
        option("since", datetime | None, "cli.handover.since", session, **_DAY),
        option("until", datetime | None, "cli.handover.until", session, **_DAY),
        option("against", Path | None, "cli.handover.against", session),
        option("published", bool, "cli.handover.published", session, False),
    )


def _match(call: Call) -> None:
    from zhanlian.app.docket.handovers import match_handover
    from zhanlian.cli.docket.shown.handover import show_matches

    with call.open_docket() as (docket, around):
        found = match_handover(docket, call.who, call["target"], around.now())
    show_matches(found, call.session, as_json=call.as_json)


def _custody(call: Call) -> None:
    from zhanlian.app.docket.handovers import report_custody
    from zhanlian.cli.docket.shown.handover import show_custody

    with call.open_docket() as (docket, around):
        found = report_custody(docket, call.who, call["target"], around)
    show_custody(found, call.session, as_json=call.as_json)


def _statement(call: Call) -> None:
    from zhanlian.app.docket.handovers import state_handover
    from zhanlian.cli.docket.shown.handover import show_statement

    with call.open_docket() as (docket, around):
        language = call.session.language
        told = state_handover(docket, call.who, call["target"], language, around.now())
    show_statement(told, call.session, as_json=call.as_json)


def _statistics(call: Call) -> None:
    """Write the figures, and how they stand to published ones where there are any."""
    from zhanlian.app.docket.published_claims import load_published
    from zhanlian.app.docket.reconciling import reconcile
    from zhanlian.app.docket.statistics import StatisticsRequest, make_statistics
    from zhanlian.app.wire import wire_figuring
    from zhanlian.cli.docket.shown.handover import show_reconciled, show_statistics

    session = call.session
    since, until = (told and told.date() for told in (call["since"], call["until"]))
    asked = StatisticsRequest(call["case"], since, until, session.language)
    with call.open_docket() as (docket, around):
        ledger = _find_published(call, docket, around.now()) if call["published"] else None
        made = make_statistics(docket, call.who, asked, around)
    show_statistics(made, session, as_json=call.as_json)
    ledger = ledger or call["against"]
    if ledger is not None:
        compared = reconcile(made.claims, load_published(ledger), wire_figuring())
        show_reconciled(compared, session, as_json=call.as_json)


def _find_published(call: Call, docket: Any, now: datetime) -> Path:
    """Return the ledger of a case, for whoever may read its evidence."""
    from zhanlian.app.docket.gate import READ, Visitor, admit_to_case
    from zhanlian.app.docket.published_claims import load_ledger_path

    case = call["case"] or ""
    admit_to_case(docket, READ, Visitor(call.who, now, call.login), case)
    return load_ledger_path(call.workspace, case)
