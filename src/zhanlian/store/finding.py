"""What `verify` found: damage, or something worth knowing."""

from dataclasses import dataclass
from enum import StrEnum

from zhanlian.model.message import Message, Value


class Severity(StrEnum):
    """How bad a finding is."""

    DAMAGE = "damage"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    Attributes:
        severity: damage, or a note.
        about: the object: a hash, a line of the chain (``line 12``), a table with row, a path.
        reason: what is wrong, with what was expected and what was found.
    """

    severity: Severity
    about: str
    reason: Message

    @property
    def is_damage(self) -> bool:
        """Return whether something was lost or changed; else it is only worth knowing."""
        return self.severity is Severity.DAMAGE


def damage(about: str, kind: str, **fields: Value) -> Finding:
    """Return a finding of damage; `kind` names its text under ``finding.`` in the catalogue."""
    return Finding(Severity.DAMAGE, about, Message(f"finding.{kind}", {"about": about, **fields}))


def note(about: str, kind: str, **fields: Value) -> Finding:
    """Return a finding that is no damage."""
    return Finding(Severity.NOTE, about, Message(f"finding.{kind}", {"about": about, **fields}))
