"""Wanted notices, voluntary returns, and bans on leaving the country."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.person import Sex


class WantedArea(StrEnum):
    """How far a wanted notice reaches; the level that approves it follows from it."""

    WITHIN_COUNTY = "within-county"
    BEYOND_COUNTY = "beyond-county"
    BEYOND_CITY = "beyond-city"
    BEYOND_PROVINCE = "beyond-province"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A wanted notice, or an entry among the fugitives on line.

    Attributes:
        standing, person: ids of the person's standing and of the person.
        facts: time, place and short facts of the case.
        warrant: reference of the warrant of detention or arrest; needed on line.
        photo: SHA-256 of a recent picture; `fingerprints` likewise.
        online: among the fugitives on line, else a public notice.
        withdrawn: why it was withdrawn.
    """

    standing: str
    person: str
    area: WantedArea
    facts: str
    source: str
    name: str = identifier(Identifier.NAME)
    alias: tuple[str, ...] = identifier(Identifier.NAME, ())
    sex: Sex | None = None
    birth: PartialDate | None = identifier(Identifier.DOCUMENT, None)  # noqa: RUF009
    ethnicity: str = ""
    native_place: str = ""
    birth_place: str = ""
    household: str = identifier(Identifier.FREE_TEXT, "")
    residence: str = identifier(Identifier.FREE_TEXT, "")
    occupation: str = ""
    id_number: str = identifier(Identifier.DOCUMENT, "")
    appearance: str = ""
    accent: str = ""
    habits: str = ""
    photo: str = ""
    fingerprints: str = ""
    warrant: str = ""
    online: bool = False
    reward: str = ""
    withdrawn: str = ""


class ReturnChannel(StrEnum):
    """By which way somebody came in."""

    IN_PERSON = "in-person"
    PHONE = "phone"
    ONLINE = "online"
    THROUGH_KIN = "through-kin"
    EMBASSY = "embassy"
    POLICE_ABROAD = "police-abroad"


@dataclass(frozen=True, slots=True)
class Surrender:
    """A voluntary return.

    Attributes:
        standing: id of the person's standing in the case.
        statement: what was said on coming in.
        companion: who came along.
        lead_offered: leads that were offered.
    """

    standing: str
    at: datetime
    return_channel: ReturnChannel
    place: str
    source: str
    authority: str = ""
    statement: str = identifier(Identifier.FREE_TEXT, "")
    companion: tuple[str, ...] = identifier(Identifier.NAME, ())
    lead_offered: tuple[str, ...] = identifier(Identifier.FREE_TEXT, ())


class RestrictionKind(StrEnum):
    """What keeps a person from leaving the country."""

    BORDER_CONTROL = "border-control"
    EXIT_BAN = "exit-ban"


@dataclass(frozen=True, slots=True)
class Restriction:
    """A control at the border, or a ban on leaving the country.

    Attributes:
        standing: id of the person's standing in the case.
        urgent: told to the port by letter first; the procedure follows.
        completed_at: when the nationwide procedure was complete.
        lifted: why it was lifted.
    """

    standing: str
    restriction: RestrictionKind
    at: datetime
    ground: str
    authority: str
    paper: str
    source: str
    urgent: bool = False
    years: int | None = None
    completed_at: datetime | None = None
    lifted: str = ""
