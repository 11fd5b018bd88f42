"""What every group of docket commands has beside its acts: looking at records, printing them."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Final

import typer

from zhanlian.cli.docket.command import NEEDED, Call, add_command, argument, option
from zhanlian.cli.session import Session

Kinds = tuple[str, ...]
_WAITING: Final = "open"


def add_looks(group: typer.Typer, session: Session, kinds: Kinds) -> None:
    """Add the commands that list, show, unmask and print records of some kinds."""

    def add(name: str, look: Callable[[Call, Kinds], None], *own: inspect.Parameter) -> None:
        about = f"cli.docket.{name}"
        add_command(group, session, name, about, lambda call: look(call, kinds), own)

    record = argument("target", "cli.docket.record", session)
    add(
        "list",
        _list,
        option("state", list[str] | None, "cli.docket.state", session),
        option("case", str | None, "cli.docket.case-option", session),
    )
    add("show", _show, record)
    add("history", _history, record)
    reason = option("reason", str, "cli.docket.reason", session, NEEDED)
    add("unmask", _unmask, record, reason)
    out = option("out", Path, "cli.docket.print-out", session, NEEDED)
    add("print", _print, record, out, option("form", str, "cli.docket.print-form", session, ""))


def _list(call: Call, kinds: Kinds) -> None:
    from zhanlian.app.docket.look import list_records
    from zhanlian.cli.docket.shown.record import show_list

    # A list of drafts is a list of what waits, unless another state is asked for.
    states = tuple(call["state"] or ((_WAITING,) if kinds == ("draft",) else ()))
    with call.open_docket() as (docket, around):
        found = list_records(docket, call.who, kinds, around, states=states, case=call["case"])
    show_list(found, call.session, as_json=call.as_json)


def _show(call: Call, kinds: Kinds) -> None:
    from zhanlian.app.docket.look import show_record
    from zhanlian.cli.docket.shown.record import show_seen

    with call.open_docket() as (docket, around):
        seen = show_record(docket, call.who, call["target"], around, kinds)
    show_seen(seen, call.session, as_json=call.as_json)


def _history(call: Call, kinds: Kinds) -> None:
    from zhanlian.app.docket.look import list_history
    from zhanlian.cli.docket.shown.record import show_seen

    with call.open_docket() as (docket, around):
        versions = list_history(docket, call.who, call["target"], around, kinds)
    for seen in versions:
        show_seen(seen, call.session, as_json=call.as_json)


def _unmask(call: Call, kinds: Kinds) -> None:
    from zhanlian.app.docket.look import unmask_record
    from zhanlian.cli.docket.shown.record import show_seen

    with call.open_docket() as (docket, around):
        seen = unmask_record(docket, call.who, call["target"], call["reason"], around, kinds)
    show_seen(seen, call.session, as_json=call.as_json)


def _print(call: Call, _kinds: Kinds) -> None:
    from zhanlian.app.docket.forms import print_form
    from zhanlian.cli.docket.shown.record import show_printed

    language = call.session.language
    target, out, form = call["target"], call["out"], call["form"]
    with call.open_docket() as (docket, around):
        printed = print_form(docket, call.who, target, out, around, form=form, language=language)
    show_printed(printed, call.session, as_json=call.as_json)
