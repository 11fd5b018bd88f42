"""What there is to do and to see, for whoever makes commands and pages of it."""

from collections.abc import Iterator

from zhanlian.docket.act import AnyAct, Kind
from zhanlian.docket.registry import ACTS, KINDS


def list_acts(command: str) -> Iterator[AnyAct]:
    """Yield the acts of one group of commands, in their order."""
    return (act for act in ACTS.values() if act.command[0] == command)


def list_kinds(command: str) -> tuple[Kind, ...]:
    """Return the kinds of record that one group of commands shows."""
    return tuple(kind for kind in KINDS.values() if kind.command == command)


def group_of_kind(kind: str) -> str:
    """Return the group of commands that shows a kind of record."""
    return KINDS[kind].command


def group_of_act(act: str) -> str:
    """Return the group of commands that an act stands in."""
    return ACTS[act].command[0]
