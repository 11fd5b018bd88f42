"""Commands of operations that are no acts: boards, who would see a release, entering a notice."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typer

from zhanlian.cli.docket.command import NEEDED, Call, add_command, argument, option
from zhanlian.cli.session import Session

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_RECORD: Final = "cli.docket.record"


def add_to(group: typer.Typer, session: Session) -> None:
    """Add the commands to the group, with their help in the session's language."""

    def add(name: str, run: Callable[[Call], None], *own: Any) -> None:
        add_command(group, session, name, f"cli.operation.{name}", run, own)

    operation = argument("target", _RECORD, session, shown="OPERATION")
    add(
        "audience",
        _audience,
        argument("target", _RECORD, session),
        option("to", str, "cli.operation.audience-to", session, NEEDED),
        option("whole", bool, "cli.operation.audience-whole", session, False),
    )
    add("counts", _counts, operation)
    add("places", _places, option("operation", str, "cli.operation.places-operation", session, ""))
    add("trace", _trace, operation)
    add("score", _score, argument("target", _RECORD, session, shown="CAMPAIGN"))
    add(
        "import",
        _import,
        argument("document", "cli.operation.import-document", session, shown="FILE|SHA256"),
        option("case", str, "cli.operation.import-case", session, ""),
        option("says", str, "cli.operation.import-says", session, ""),
        option("campaign", str, "cli.operation.import-campaign", session, ""),
    )


def _audience(call: Call) -> None:
    from zhanlian.app.docket.audience import tell_audience
    from zhanlian.cli.docket.shown.operation import show_audience

    with call.open_docket() as (docket, around):
        found = tell_audience(docket, call.who, call["target"], call["to"], around)
    show_audience(found, call.session, whole=call["whole"], as_json=call.as_json)


def _counts(call: Call) -> None:
    from zhanlian.app.docket.boards import compare_operation
    from zhanlian.cli.docket.shown.operation import show_counts

    with call.open_docket() as (docket, around):
        found = compare_operation(docket, call.who, call["target"], around)
    show_counts(found, call.session, as_json=call.as_json)


def _places(call: Call) -> None:
    from zhanlian.app.docket.boards import list_places
    from zhanlian.cli.docket.shown.operation import show_places

    with call.open_docket() as (docket, around):
        found = list_places(docket, call.who, around, call["operation"])
    show_places(found, call.session, as_json=call.as_json)


def _trace(call: Call) -> None:
    from zhanlian.app.docket.boards import trace_operation
    from zhanlian.cli.docket.shown.operation import show_trace

    with call.open_docket() as (docket, around):
        found = trace_operation(docket, call.who, call["target"], around)
    show_trace(found, call.session, as_json=call.as_json)


def _score(call: Call) -> None:
    from zhanlian.app.docket.boards import score_campaign
    from zhanlian.cli.docket.shown.operation import show_scores

    with call.open_docket() as (docket, around):
        found = score_campaign(docket, call.who, call["target"], around)
    show_scores(found, call.session, as_json=call.as_json)


def _import(call: Call) -> None:
    from zhanlian.app.docket.notice import enter_notice
    from zhanlian.cli.docket.shown.record import show_done

    says, campaign = call["says"], call["campaign"]
    with call.open_workspace() as (workspace, around):
        notice = _read_notice(call, workspace, around.now())
        docket = workspace.docket
        entered = enter_notice(docket, call.who, notice, around, says=says, campaign=campaign)
    for done in entered:
        show_done(done, call.session, as_json=call.as_json)


def _read_notice(call: Call, workspace: Any, now: datetime) -> Any:
    """Return the operations of a file, or of an item of evidence of a case."""
    from zhanlian.app.docket.gate import Visitor
    from zhanlian.app.docket.notice import load_evidence, load_file, read_notice
    from zhanlian.app.wire import extract_operations, wire_tree
    from zhanlian.errors import InputError

    document, case = call["document"], call["case"]
    if _SHA256.fullmatch(document) is None:
        path = Path(document)
        data, sha256 = load_file(path, call.session.settings.max_file_bytes)
        name = path.name
    elif case:
        visitor = Visitor(call.who, now, call.login)
        data, sha256, name = load_evidence(workspace, visitor, document, case), document, document
    else:
        raise InputError("error.docket-notice-case")
    return read_notice(data, sha256, name, wire_tree(), extract_operations)
