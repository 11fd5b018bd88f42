"""All kinds of record and all acts: what can be kept, and what can be done."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from zhanlian.docket import (
    accounts,
    cases,
    drafts,
    handovers,
    listings,
    operations,
    orders,
    people,
    protection,
    releases,
    returns,
    tasks,
)
from zhanlian.docket.act import AnyAct, Kind
from zhanlian.errors import NotFoundError

# In the order in which commands and pages show them.
_ROOMS: Final = (
    cases,
    people,
    protection,
    orders,
    returns,
    listings,
    operations,
    tasks,
    handovers,
    releases,
    drafts,
    accounts,
)

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {kind.name: kind for room in _ROOMS for kind in room.KINDS}
)
ACTS: Final[Mapping[str, AnyAct]] = MappingProxyType(
    {act.name: act for room in _ROOMS for act in room.ACTS}
)


def load_act(name: str) -> AnyAct:
    """Return the act of a name.

    Raises:
        NotFoundError: there is none.
    """
    if name not in ACTS:
        raise NotFoundError("error.act-unknown", act=name)
    return ACTS[name]
