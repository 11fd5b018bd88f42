"""All kinds of record and all acts: what can be kept, and what can be done.

A room is imported when something of it is asked for: a list of cases must not wait for the nouns
of hand-overs, and all rooms together load as long as such a command runs.
"""

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final, TypeVar

from zhanlian.docket.act import AnyAct, Kind
from zhanlian.errors import NotFoundError

# In the order in which commands and pages show them; each with its group of commands.
ROOMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cases": "case",
        "people": "person",
        "protection": "person",
        "orders": "order",
        "returns": "order",
        "listings": "listing",
        "operations": "operation",
        "tasks": "task",
        "handovers": "handover",
        "releases": "operation",
        "drafts": "draft",
        "accounts": "user",
    }
)

T = TypeVar("T", Kind, AnyAct)


class _ByName(Mapping[str, T]):
    """What all rooms bring of one sort, by name; imports no more rooms than it takes to find it.

    Args:
        sort: ``KINDS`` or ``ACTS`` of a room.
    """

    def __init__(self, sort: str) -> None:
        self._sort = sort
        self._known: dict[str, T] = {}

    def of_room(self, room: str) -> tuple[T, ...]:
        """Return what one room brings, in its order."""
        found: tuple[T, ...] = getattr(import_module(_path(room)), self._sort)
        return found

    def __getitem__(self, name: str) -> T:
        if name not in self._known:
            # What is asked for mostly is of a room that is in use already.
            for room in sorted(ROOMS, key=lambda one: _path(one) not in sys.modules):
                self._known |= {one.name: one for one in self.of_room(room)}
                if name in self._known:
                    break
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return (one.name for room in ROOMS for one in self.of_room(room))

    def __len__(self) -> int:
        return sum(len(self.of_room(room)) for room in ROOMS)


def _path(room: str) -> str:
    return f"zhanlian.docket.{room}"


KINDS: Final[_ByName[Kind]] = _ByName("KINDS")
ACTS: Final[_ByName[AnyAct]] = _ByName("ACTS")


def list_acts(command: str) -> tuple[AnyAct, ...]:
    """Return the acts of one group of commands, in their order."""
    return tuple(act for room in _rooms_of(command) for act in ACTS.of_room(room))


def list_kinds(command: str) -> tuple[Kind, ...]:
    """Return the kinds of record that one group of commands shows, in their order."""
    return tuple(kind for room in _rooms_of(command) for kind in KINDS.of_room(room))


def _rooms_of(command: str) -> Iterator[str]:
    return (room for room, group in ROOMS.items() if group == command)


def load_act(name: str) -> AnyAct:
    """Return the act of a name.

    Raises:
        NotFoundError: there is none.
    """
    if name not in ACTS:
        raise NotFoundError("error.act-unknown", act=name)
    return ACTS[name]
