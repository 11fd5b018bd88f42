"""A hand-over of people between two authorities: the list, its totals, and who signed for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.person import Sex


class Side(StrEnum):
    """Of a hand-over."""

    GIVER = "giving-side"
    RECEIVER = "receiving-side"


class Basis(StrEnum):
    """By which link a receiving unit has jurisdiction over a person."""

    ENTRY = "place-of-entry"
    RESIDENCE = "place-of-residence"
    ACT = "place-of-act"
    VICTIM = "place-of-victim"
    OWN_CASE = "own-case"
    WANTED = "wanted-by-unit"
    DESIGNATED = "designated-unit"


class Grade(StrEnum):
    """How well a row of a list agrees with somebody the docket knows; no grade is a finding."""

    STRONG = "match-strong"  # the number of a document
    MEDIUM = "match-medium"  # name and date of birth
    WEAK = "match-weak"  # the name alone: possible, no more


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of a hand-over list.

    Attributes:
        seq: number in the list, from 1.
        name, latin, other_name: in the original script, in Latin letters, and others used.
        birth: as exact as the document tells it.
        nationality: ISO 3166 code.
        photo_ref, fingerprint: references, not the data.
        den: place of arrest.
        alleged_role: as alleged by whoever handed over; never computed.
        head: whether the list calls the person a backer, head or core member.
        fugitive_no: of the register of wanted people, as the list tells it.
        belongings: numbers of exhibits that came with the person.
        withheld: why the person was not handed over after all; empty for everybody who was.
    """

    seq: int
    nationality: str
    name: str = identifier(Identifier.NAME)
    latin: str = identifier(Identifier.NAME, "")
    other_name: str = identifier(Identifier.NAME, "")
    sex: Sex | None = None
    birth: PartialDate | None = identifier(Identifier.DOCUMENT, None)  # noqa: RUF009
    document: str = identifier(Identifier.DOCUMENT, "")
    photo_ref: str = ""
    fingerprint: str = ""
    den: str = ""
    caught_on: PartialDate | None = None
    alleged_role: str = ""
    head: bool = False
    fugitive_no: str = identifier(Identifier.DOCUMENT, "")
    health: str = identifier(Identifier.FREE_TEXT, "")
    minor: bool = False
    belongings: str = ""
    remarks: str = identifier(Identifier.FREE_TEXT, "")
    withheld: str = identifier(Identifier.FREE_TEXT, "")

    @property
    def is_handed_over(self) -> bool:
        """Whether the person goes over with this list."""
        return not self.withheld.strip()


@dataclass(frozen=True, slots=True)
class Split:
    """So many people of one nationality."""

    nationality: str
    people: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What both sides declared, before anybody counted rows.

    Attributes:
        people: handed over.
        split: the same by nationality; adds up to `people`.
        heads, fugitives: among them; the two may overlap. None where nothing was declared.
        caught: in the whole operation, or None where that is not told.
        remaining: of those caught, the ones that the host deals with, by nationality.
    """

    people: int
    split: tuple[Split, ...]
    heads: int | None = None
    fugitives: int | None = None
    caught: int | None = None
    remaining: tuple[Split, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """One side's signature under a list.

    Attributes:
        signer: who signed, and as what (`post`).
        paper: that was signed, where the signature was not given by an account.
        recorded_by: account that put it on record; of the side itself where there is no paper.
        digest: SHA-256 of the rows and totals that were signed.
    """

    side: Side
    post: str
    signed_at: datetime
    recorded_by: str
    signer: str = identifier(Identifier.NAME)
    paper: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """A hand-over with its list.

    Attributes:
        handed_at: when, as planned or as done; `zone` is the offset of the clocks there.
        place: the place or port: 瑞丽.
        caught_area: where the people were caught: 缅北木姐地区.
        giver, receiver: the authorities; `giver_party`, `receiver_party` their codes here.
        agreement_ref: reference of what both sides agreed on.
        operation: id of the operation in the docket, or empty.
        checked_by: who compared rows and totals.
        refused_why: why a side did not sign, while that stands.
    """

    title: str
    handed_at: datetime
    place: str
    giver: str
    receiver: str
    totals: Totals
    zone: str = "+08:00"
    caught_area: str = ""
    giver_party: str = ""
    receiver_party: str = ""
    agreement_ref: str = ""
    operation: str = ""
    giver_officer: tuple[str, ...] = identifier(Identifier.NAME, ())
    receiver_officer: tuple[str, ...] = identifier(Identifier.NAME, ())
    interpreter: str = identifier(Identifier.NAME, "")
    witness: tuple[str, ...] = identifier(Identifier.NAME, ())
    listed_person: tuple[PersonRow, ...] = ()
    signatures: tuple[Signature, ...] = ()
    checked_by: str = ""
    refused_why: str = ""

    @property
    def handed_over(self) -> tuple[PersonRow, ...]:
        """The rows of people who go over."""
        return tuple(row for row in self.listed_person if row.is_handed_over)


@dataclass(frozen=True, slots=True)
class Missing:
    """A person of an escort group who was not received, and why."""

    seq: int
    why: str = identifier(Identifier.FREE_TEXT)


@dataclass(frozen=True, slots=True)
class Escort:
    """A group of people on the way to the unit that receives them.

    Attributes:
        handover: id.
        receiving_unit, receiving_place: that receives: a unit and its province.
        jurisdiction, source: why it has jurisdiction, and the paper that says so.
        escort_officer: at least two.
        seq: of the rows.
        received_by, post, reception_at, paper: the reception signature.
        missing: of the rows who did not arrive.
    """

    handover: str
    receiving_unit: str
    receiving_place: str
    jurisdiction: Basis
    source: str
    escort_officer: tuple[str, ...] = identifier(Identifier.NAME)
    seq: tuple[int, ...] = ()
    vehicle: str = ""
    received_by: str = identifier(Identifier.NAME, "")
    post: str = ""
    reception_at: datetime | None = None
    paper: str = ""
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A row that a person confirmed to be somebody whom a record or a register names.

    Attributes:
        handover, seq: the row.
        matched: id of the record, or empty where only the register was asked.
        register_no: in the register of wanted people, or empty.
        is_fugitive: whether the person was wanted.
        grade: how well the row agreed with the record; empty without one.
        source: the paper or check that it was confirmed by.
    """

    handover: str
    seq: int
    source: str
    matched: str = ""
    register_no: str = identifier(Identifier.DOCUMENT, "")
    is_fugitive: bool = False
    grade: Grade | None = None
