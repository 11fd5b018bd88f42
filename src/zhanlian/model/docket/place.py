"""Dens and compounds, and what was said, verified and cleared about them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhanlian.model.dates import PartialDate


class PlaceType(StrEnum):
    """A den lies within a compound, or stands alone."""

    COMPOUND = "compound"
    DEN = "den"


class PlaceStatus(StrEnum):
    """How far it is known that a place is used for fraud, and that it no longer is."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Assertion:
    """What somebody says a place's status is.

    Attributes:
        status: what is said.
        says: the party that says so.
        on: day of the inspection or message.
        source: evidence, or document number.
        recorded_by: account that recorded it, of the party `recorded_for`, at `recorded_at`.
    """

    status: PlaceStatus
    says: str
    on: PartialDate
    source: str
    recorded_by: str
    recorded_for: str
    recorded_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tenant:
    """A gang in a place, for a time.

    Attributes:
        tenant: its name, as claimed.
        since, until: as exactly as they are known; `until` None while it stays or is not known.
        came_from, went_to: bases before and after, as claimed.
    """

    tenant: str
    source: str
    since: PartialDate | None = None
    until: PartialDate | None = None
    came_from: str = ""
    went_to: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A compound, or a den.

    Attributes:
        within: id of the compound that a den lies in, or empty.
        coordinates: as given, latitude before longitude.
        controlled_by: group that is claimed to control it.
        services: that the place gives its tenants: offices, guards, board.
        tenants: with their periods.
        assertions: on its status, in the order in which they were recorded.
    """

    name: str
    place_type: PlaceType
    within: str = ""
    country: str = ""
    region: str = ""
    town: str = ""
    coordinates: str = ""
    building: str = ""
    floor: str = ""
    controlled_by: str = ""
    services: tuple[str, ...] = ()
    tenants: tuple[Tenant, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    note: str = ""
