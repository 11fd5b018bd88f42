"""A draft: an act that waits for the people who must agree to it."""

from dataclasses import dataclass

from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.rule import Level


@dataclass(frozen=True, slots=True)
class Draft:
    """What was asked for, and who must agree.

    Attributes:
        act: name of the act.
        target: id of the record acted on, or None.
        target_version: its version when it was asked; 0 where later ones do not matter.
        request: canonical JSON of what was asked; shown decoded and masked.
        reason: why, in the words of the author.
        level: that each approver must have at least.
        approvers: how many persons must agree, none of them the author.
        condition: by which the table told level and number.
        rule, policy: entry of that table and version of the tables.
        usual_level, usual_approvers: what the program's own table asks for, where the workspace's
            own asks for less; else None and 0.
    """

    act: str
    target: str | None
    target_version: int
    request: str = identifier(Identifier.HIDDEN)
    reason: str = ""
    level: Level = Level.COUNTY
    approvers: int = 1
    condition: str = ""
    rule: str = ""
    policy: str = ""
    usual_level: Level | None = None
    usual_approvers: int = 0
