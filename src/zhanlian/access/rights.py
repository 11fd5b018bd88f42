"""Who may do what: one table of acts and kinds by role, and the one function that asks it.

The table is data (`data/rights/*.toml`). An act or kind that it does not name is nobody's.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Final

from zhanlian.errors import ConfigError
from zhanlian.model.docket.actor import Actor, Role


class Relation(StrEnum):
    """How an object stands to the party of the actor."""

    OWN = "own"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Grant:
    """The roles that may do one thing, by how the object stands to their party."""

    own: frozenset[Role] = frozenset()
    released: frozenset[Role] = frozenset()

    def has(self, roles: Iterable[Role], relation: Relation) -> bool:
        """Return whether one of these roles may."""
        allowed = self.own if relation is Relation.OWN else self.released
        return not allowed.isdisjoint(roles)


_NOBODY: Final = Grant()


@dataclass(frozen=True, slots=True)
class Rights:
    """The table.

    Attributes:
        acts: by the act's name.
        reads: by the kind of record.
        everywhere: kinds that are seen of every party by the roles that see the own ones.
    """

    acts: Mapping[str, Grant]
    reads: Mapping[str, Grant]
    everywhere: frozenset[str]

    def may_act(self, actor: Actor, act: str, relation: Relation) -> bool:
        """Return whether an actor may do an act on an object that is visible to him."""
        return self.acts.get(act, _NOBODY).has(actor.roles, relation)

    def kinds_read(self, actor: Actor, relation: Relation) -> frozenset[str]:
        """Return the kinds of record whose own or released ones an actor may see."""
        return frozenset(
            kind for kind, grant in self.reads.items() if grant.has(actor.roles, relation)
        )


@cache
def load_rights() -> Rights:
    """Return the table of rights.

    Raises:
        ConfigError: a file of the table cannot be used.
    """
    acts: dict[str, Grant] = {}
    reads: dict[str, Grant] = {}
    everywhere: set[str] = set()
    folder = resources.files(__package__).joinpath("data", "rights")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        for name, into in (("acts", acts), ("reads", reads)):
            for key, grant in told.get(name, {}).items():
                if key in into:
                    raise ConfigError("error.rights-twice", name=key, path=file.name)
                into[key] = Grant(_roles(grant, "own"), _roles(grant, "released"))
        everywhere.update(told.get("everywhere", []))
    return Rights(acts, reads, frozenset(everywhere))


def _roles(grant: Mapping[str, list[str]], relation: str) -> frozenset[Role]:
    return frozenset(Role(name) for name in grant.get(relation, []))
