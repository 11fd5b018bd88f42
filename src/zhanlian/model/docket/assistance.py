"""Requests for legal assistance or police co-operation, and mirrors of other channels.

The contents are those of the Law on International Criminal Judicial Assistance of 2018: article
13 for any request, 25 and 26 for the taking of evidence, 16 for its results.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.meeting import Direction


class RequestType(StrEnum):
    """What is asked for."""

    EVIDENCE = "taking-evidence"
    SERVICE = "serving-documents"
    LOCATING = "locating-persons"
    FREEZING = "freezing-property"
    CONFISCATION = "confiscation-and-return"
    WITNESS = "witness-attendance"


class Outcome(StrEnum):
    """What became of a request."""

    EXECUTED = "executed"
    REFUSED = "refused-request"
    CONDITIONAL = "conditional"
    MORE = "more-information"
    POSTPONED = "postponed"


class RefusalGround(StrEnum):
    """Why a request may be refused."""

    NO_OFFENCE = "no-offence-here"
    DECIDED = "pending-decided-or-barred"
    POLITICAL = "political-offence"
    MILITARY = "military-offence"
    DISCRIMINATION = "discrimination"
    NO_LINK = "no-substantial-link"
    OTHER = "other-ground"


class NoticeType(StrEnum):
    """What was asked for on a channel that is not ours."""

    RED = "red-notice"
    BLUE = "blue-notice"
    GREEN = "green-notice"
    YELLOW = "yellow-notice"
    PURPLE = "purple-notice"
    SILVER = "silver-notice"
    DIFFUSION = "diffusion"
    STOP_PAYMENT = "stop-payment-request"


@dataclass(frozen=True, slots=True)
class Subject:
    """A person of a request."""

    person_name: str = identifier(Identifier.NAME)
    sex: str = ""
    address: str = identifier(Identifier.FREE_TEXT, "")
    document: str = identifier(Identifier.DOCUMENT, "")
    phone: str = identifier(Identifier.PHONE, "")
    looks: str = identifier(Identifier.FREE_TEXT, "")


@dataclass(frozen=True, slots=True)
class Property:
    """Property of a request.

    Attributes:
        titled_in: whose it is on paper.
        institution: that keeps it, with its address.
    """

    property_name: str
    features: str = ""
    quantity: str = ""
    titled_in: str = identifier(Identifier.NAME, "")
    institution: str = ""
    address: str = ""
    account: str = identifier(Identifier.ACCOUNT, "")


@dataclass(frozen=True, slots=True)
class Assistance:
    """A request, in either direction.

    Attributes:
        number: reference that both sides write down.
        requester, requested: authorities.
        nature: of the case; `facts` in short.
        applicable_law: text of the law that applies.
        matter: what is asked and for which purpose; `relevance` how it bears on the case.
        special_needs: form, secrecy, presence of own officers.
        reciprocity: promised, where no treaty binds.
        translated: whether a translation is with it.
        questions: for the taking of evidence.
        materials: documents, records, electronic data or items, with holder and features.
        examined: what is to be appraised, inspected or searched.
        own_officers: whether own officers ask to be present.
        wanted_by: last day told in the request, or None.
        basis: agreement id, treaty or rule.
        received_at: when it came in, or went out.
        request_outcome, ground, conditions, result_told: what became of it.
    """

    number: str
    direction: Direction
    request_type: RequestType
    requester: str
    requested: str
    nature: str
    matter: str
    relevance: str
    basis: str
    received_at: datetime
    facts: str = identifier(Identifier.FREE_TEXT, "")
    applicable_law: str = ""
    special_needs: str = ""
    reciprocity: bool = False
    translated: bool = False
    subjects: tuple[Subject, ...] = ()
    properties: tuple[Property, ...] = ()
    questions: tuple[str, ...] = identifier(Identifier.FREE_TEXT, ())
    materials: tuple[str, ...] = ()
    examined: str = ""
    own_officers: bool = False
    wanted_by: date | None = None
    request_outcome: Outcome | None = None
    ground: RefusalGround | None = None
    conditions: str = ""
    result_told: str = identifier(Identifier.FREE_TEXT, "")
    source: str = ""


@dataclass(frozen=True, slots=True)
class ChannelEntry:
    """What stands on another channel, copied here by hand: there is no live link.

    Attributes:
        through: which channel: a national bureau, a regional organisation.
        notice_type: what was asked for.
        number: reference there.
        channel_status: as the channel told it, in its words.
        told_on: day of that.
        national_decision: that it rests on.
    """

    through: str
    notice_type: NoticeType
    number: str
    channel_status: str
    told_on: date
    national_decision: str = ""
    subject_name: str = identifier(Identifier.NAME, "")
    source: str = ""
