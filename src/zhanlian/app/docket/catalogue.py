"""What there is to do and to see, for whoever makes commands and pages of it."""

from zhanlian.docket.registry import ACTS, KINDS, list_acts, list_kinds

__all__ = ["group_of_act", "group_of_kind", "list_acts", "list_kinds"]


def group_of_kind(kind: str) -> str:
    """Return the group of commands that shows a kind of record."""
    return KINDS[kind].command


def group_of_act(act: str) -> str:
    """Return the group of commands that an act stands in."""
    return ACTS[act].command[0]
