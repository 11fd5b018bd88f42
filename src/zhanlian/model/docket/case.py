"""A case as the docket keeps it, and its links with other cases."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.track import TrackEvent


@dataclass(frozen=True, slots=True)
class Case:
    """What a case is about, and what happened in it.

    Attributes:
        name: with which evidence is received, unique.
        code: the label inside the quotation marks (9.06): never parsed as a date.
        place: of the agency that handles it.
        unit: that is responsible.
        programme: under which the label was given; place, code and programme tell a case.
        events: of its track, in the order of entry, with those that were superseded.
        filed_at: when it was filed, by the events that stand; None while it is not.
        designated: unit to which it was moved, or for which jurisdiction was designated, last.
        unruled: clocks that no table covers on the day of their event, and that are not set.
    """

    name: str
    code: str = ""
    place: str = ""
    unit: str = ""
    programme: str = ""
    events: tuple[TrackEvent, ...] = ()
    filed_at: datetime | None = None
    designated: str = ""
    unruled: tuple[str, ...] = ()


class LinkBasis(StrEnum):
    """What two cases have in common; the same city is no basis."""

    SITE = "site"
    CHAT_GROUP = "chat-group"
    FUND_ACCOUNT = "fund-account"
    DEN = "den"
    APP_SIGNATURE = "app-signature"
    PHONE_DEVICE = "phone-device"  # a phone, a modem pool, a GOIP gateway
    SCRIPT = "script"
    IP_DEVICE = "ip-device"
    PERSON = "same-person"
    CRYPTO_ADDRESS = "crypto-address"


class LinkStrength(StrEnum):
    """How much a common thing says."""

    STRONG = "strong"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two cases, which a person confirms or rejects; it never merges them.

    Attributes:
        other: id of the other case; the record belongs to the first.
        other_case: its name.
        link_basis, shared: what they have in common, and which one it is.
        strength: no more than the table allows for the basis.
        legal: whether the rules name the basis as one on which cases may be joined.
        source: SHA-256 of the evidence, or the document, that shows it.
        note: what it was found by.
        decided_by, decided_at, reason: of the person who confirmed or rejected it.
    """

    other: str
    other_case: str
    link_basis: LinkBasis
    shared: str = identifier(Identifier.ACCOUNT)
    strength: LinkStrength = LinkStrength.WEAK
    legal: bool = False
    source: str = ""
    note: str = identifier(Identifier.FREE_TEXT, "")
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
