"""Who acts: a person with an account, the roles held, and the party acted for."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhanlian.model.docket.rule import Level


class Role(StrEnum):
    """What an account may be used for; an administrator holds no other role."""

    ANALYST = "analyst"
    CASE_OFFICER = "case-officer"
    APPROVER = "approver"
    LIAISON = "liaison"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """An account at the time of an act.

    Attributes:
        name: unique, never empty; the name that the audit chain carries.
        party: code of the agency acted for.
        roles: at least one.
        level: of the authority, for approvers; None for others.
        at: when he acts or looks: releases that are over by then show him nothing. Where it is
            not told, none under an agreement with a last day does.
    """

    name: str
    party: str
    roles: frozenset[Role]
    level: Level | None = None
    at: datetime | None = None

    def __post_init__(self) -> None:
        if not (self.name.strip() and self.party.strip()):
            raise ValueError("an actor has a name and a party")
        if Role.ADMINISTRATOR in self.roles and len(self.roles) > 1:
            raise ValueError("an administrator holds no other role")
