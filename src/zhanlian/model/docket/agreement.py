"""Agreements between agencies, and what was released under them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from zhanlian.model.docket.fields import Identifier, identifier

AGREEMENT: Final = "agreement"  # kind of its records
ENDED: Final = "ended"  # state of one that was ended before its last day
EXPIRY: Final = "expiry"  # clock: its last day


class AgreementType(StrEnum):
    """What kind of instrument it is."""

    TREATY = "treaty"
    MEMORANDUM = "memorandum"
    PLAN = "plan-of-action"
    MINUTES = "agreed-minutes"
    RECIPROCITY = "reciprocity"  # a promise in a single matter
    STANDING_ORDER = "standing-order"  # between agencies of one country


class Purpose(StrEnum):
    """For what something is given to another party; another use needs a new consent."""

    INVESTIGATION = "investigation"
    EVIDENCE = "evidence-in-court"
    CAPTURE = "capture"
    HANDOVER = "handing-over"
    ASSET_RECOVERY = "asset-recovery"
    PROTECTION = "victim-protection"
    PREVENTION = "prevention"
    PLANNING = "operation-planning"


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact point of an agreement or hotline.

    Attributes:
        agency: code of the party, or its name where it has none here.
        languages: spoken there, ISO 639 codes.
    """

    agency: str
    country: str = ""
    phone: str = identifier(Identifier.PHONE, "")
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """An instrument that lets parties work together.

    Attributes:
        name: as signed.
        between: codes of the parties.
        signed_on: day of the signatures.
        in_force_on: first day on which it binds.
        expires_on: last day, or None where it runs until somebody ends it.
        covers: kinds of record that may be released under it.
        purposes: for which.
        restrictions: on the use of what is released, in words.
        contacts: contact points.
        source: evidence or document number of the instrument.
        reason: why it was ended, or empty.
    """

    name: str
    agreement_type: AgreementType
    between: tuple[str, ...]
    signed_on: date
    in_force_on: date
    source: str
    expires_on: date | None = None
    covers: tuple[str, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    restrictions: tuple[str, ...] = ()
    contacts: tuple[Contact, ...] = ()
    reason: str = ""

    def __post_init__(self) -> None:
        if len(set(self.between)) < 2:
            raise ValueError("an agreement has two parties or more")
        if self.expires_on is not None and self.expires_on < self.in_force_on:
            raise ValueError("an agreement expires after it comes into force")

    def binds_on(self, day: date) -> bool:
        """Return whether a day lies within its term."""
        return self.in_force_on <= day and (self.expires_on is None or day <= self.expires_on)


@dataclass(frozen=True, slots=True)
class Release:
    """What was given to another party: one record, in its newest version, and nothing beside it.

    Attributes:
        record: id of the record; `record_kind` and `record_version` as they were then.
        to_party: code of the party.
        agreement: id of the agreement that allows it.
        restrictions: of the agreement and of this release.
        whole: whether the other party may see identifiers whole, for a reason it states.
        number: of the document by which it was approved.
        reason: why it was taken back, or empty.
    """

    record: str
    record_kind: str
    record_version: int
    to_party: str
    agreement: str
    purpose: Purpose
    number: str
    restrictions: tuple[str, ...] = ()
    whole: bool = False
    reason: str = ""
