"""Joint disciplinary measures against a person or a unit."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from zhanlian.model.docket.fields import Identifier, identifier


class SanctionGround(StrEnum):
    """What the measures are based on; the term follows from it."""

    POLICE_FINDING = "police-finding"  # of a public security organ of a city or above
    CONVICTION = "conviction"


class AppealOutcome(StrEnum):
    """How an appeal ended."""

    UPHELD = "upheld"  # the measures stand
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class SanctionAppeal:
    """An appeal against the measures.

    Attributes:
        at: when it was made.
        grounds: in the words of the one who made it.
        appeal_outcome: None while it is open.
    """

    at: datetime
    grounds: str = identifier(Identifier.FREE_TEXT)
    appeal_outcome: AppealOutcome | None = None
    decided_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SanctionNotice:
    """The written notice, without which nothing takes effect.

    Attributes:
        served_at: to the person or unit.
        stated_basis, measures, stated_term, appeal_way: each of them is stated in it.
        source: the copy that proves it.
    """

    served_at: datetime
    stated_basis: str
    measures: tuple[str, ...]
    stated_term: str
    appeal_way: str
    source: str


@dataclass(frozen=True, slots=True)
class Sanction:
    """Joint measures.

    Attributes:
        name: of the person or unit.
        standing: id of the person's standing in the case; empty for a unit.
        unit_code: registration code of a unit.
        measures: codes of the table; none touches a basic livelihood service.
        decided_on: day of the decision.
        until: last day, by the rule of the ground; None before notice was served.
        lifted: why the measures were lifted.
    """

    name: str = identifier(Identifier.NAME)
    ground: SanctionGround = SanctionGround.POLICE_FINDING
    organ: str = ""
    paper: str = ""
    decided_on: date | None = None
    measures: tuple[str, ...] = ()
    source: str = ""
    standing: str = ""
    id_number: str = identifier(Identifier.DOCUMENT, "")
    unit_code: str = ""
    first_decided_on: date | None = None
    notice: SanctionNotice | None = None
    appeals: tuple[SanctionAppeal, ...] = ()
    lifted: str = ""
