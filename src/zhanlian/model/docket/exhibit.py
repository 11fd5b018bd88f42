"""Exhibits: what a thing is, through whose hands it went, and what each side's list says of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.message import Message


class ExhibitKind(StrEnum):
    """What sort of thing an exhibit is."""

    COMPUTER = "computer"
    PHONE = "mobile-phone"
    SIM = "sim-card"
    STORAGE = "storage-medium"
    IMAGE = "disk-image"
    PAPER = "paper"
    CASH = "cash"
    OTHER = "other-thing"


class SealState(StrEnum):
    """What a seal was like when the thing changed hands."""

    NONE = "seal-none"
    INTACT = "seal-intact"
    BROKEN = "seal-broken"
    RENEWED = "seal-renewed"


class Purpose(StrEnum):
    """What a thing changes hands for."""

    HANDOVER = "for-handover"
    TRANSPORT = "for-transport"
    STORAGE = "for-storage"
    EXAMINATION = "for-examination"
    RETURN = "for-return"


@dataclass(frozen=True, slots=True)
class ExhibitRow:
    """One thing as a list of exhibits tells it.

    Attributes:
        label: number in the list, unique in a hand-over or case.
        imei, serial: as read from the device.
        seal: number of the seal.
        photo_ref: references.
        found_at, desk, found_with: the place, the desk and the person it was found with.
        sha256: of an image or file, where the thing is one.
    """

    label: str
    described: str
    sort: ExhibitKind = ExhibitKind.OTHER
    maker: str = ""
    device_model: str = ""
    imei: str = identifier(Identifier.ACCOUNT, "")
    serial: str = identifier(Identifier.ACCOUNT, "")
    quantity: int = 1
    seal: str = ""
    photo_ref: str = ""
    found_at: str = ""
    desk: str = ""
    found_with: str = identifier(Identifier.NAME, "")
    found_by: str = identifier(Identifier.NAME, "")
    found_time: datetime | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One change of hands, as both sides put it down.

    Attributes:
        given_by, given_at: who let go of the thing, and when.
        taken_by, taken_at: who took it, and when.
        giver_signed, taker_signed: the papers with the signatures; empty where there is none.
        keeper: account of the keeper of exhibits, where the thing goes into a store.
    """

    given_at: datetime
    taken_at: datetime
    purpose: Purpose
    given_by: str = identifier(Identifier.NAME)
    taken_by: str = identifier(Identifier.NAME)
    condition_seen: str = ""
    seal: str = ""
    seal_state: SealState = SealState.NONE
    giver_signed: str = ""
    taker_signed: str = ""
    keeper: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A thing with its chain of custody.

    Attributes:
        handover: id of the hand-over it came with, or empty.
        moves: in the order in which they were put on record.
    """

    exhibit: ExhibitRow
    handover: str = ""
    moves: tuple[Transfer, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceivedItem:
    """One thing as the receiving side found it."""

    label: str
    imei: str = identifier(Identifier.ACCOUNT, "")
    serial: str = identifier(Identifier.ACCOUNT, "")
    quantity: int = 1
    seal: str = ""
    seal_state: SealState = SealState.NONE
    remarks: str = identifier(Identifier.FREE_TEXT, "")


@dataclass(frozen=True, slots=True)
class Reception:
    """The receiving side's own list of the exhibits of a hand-over."""

    handover: str
    reception_at: datetime
    paper: str
    received_by: str = identifier(Identifier.NAME)
    items: tuple[ReceivedItem, ...] = ()


class Flaw(StrEnum):
    """What a chain of custody, or two lists of the same things, can have wrong."""

    GAP = "gap"
    TRANSIT = "transit"
    HOLDER = "holder"
    OVERLAP = "overlap"
    UNSIGNED = "unsigned"
    SEAL = "seal"
    UNTOLD = "untold"
    MISMATCH = "mismatch"
    SWAPPED = "swapped"
    CHECKSUM = "checksum"
    MISSING = "missing"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class CustodyFinding:
    """One thing to be explained; nothing is mended.

    Attributes:
        label: of the exhibit.
        told: in words, with times and numbers in it.
    """

    label: str
    flaw: Flaw
    told: Message
