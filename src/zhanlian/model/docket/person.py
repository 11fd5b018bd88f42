"""A person, what is known of it in a case, and where it was: facts with their sources.

No field holds a verdict: roles and stages are what somebody recorded, with a source.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.track import TrackEvent

HOME: Final = "CN"
UNRESTRAINED: Final = "unrestrained"


class Sex(StrEnum):
    """As an identity document tells it."""

    MALE = "male"
    FEMALE = "female"


class PersonRole(StrEnum):
    """As what a person is recorded in a case; several at once are possible."""

    SUSPECT = "suspect"
    VICTIM = "victim"
    WITNESS = "witness"
    COMPLAINANT = "complainant"
    GUARD = "guard"
    RETURNEE = "returnee"
    KIN = "kin"


class FactKind(StrEnum):
    """What a fact about somebody's part tells."""

    TITLE = "title"
    REPORTS_TO = "reports-to"
    JOINED = "joined"
    LEFT = "left"
    TASK = "task"
    ASSIGNED_BY = "assigned-by"
    CALLS = "calls"
    MESSAGES = "messages"
    SUM_TOUCHED = "sum-touched"
    COMMISSION = "commission"
    RECRUITS = "recruits"
    RECRUITED_HOW = "recruited-how"
    PASSPORT_TAKEN = "passport-taken"
    RANSOM_PAID = "ransom-paid"
    THREATS = "threats"
    VIOLENCE = "violence"
    MOVEMENT = "movement"
    PHONE_ACCESS = "phone-access"
    SALARY_WITHHELD = "salary-withheld"
    ESCAPE_ATTEMPT = "escape-attempt"


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is, as far as it is known.

    Attributes:
        alias: other names, former names, nicknames.
        birth: as exact as the source tells.
        nationality: ISO 3166 code, empty while unknown.
        id_number: of the identity document.
        source: that the identity was taken from.
    """

    name: str = identifier(Identifier.NAME)
    alias: tuple[str, ...] = identifier(Identifier.NAME, ())
    sex: Sex | None = None
    birth: PartialDate | None = identifier(Identifier.DOCUMENT, None)  # noqa: RUF009
    nationality: str = ""
    id_number: str = identifier(Identifier.DOCUMENT, "")
    phone: str = identifier(Identifier.PHONE, "")
    source: str = ""


@dataclass(frozen=True, slots=True)
class RoleTold:
    """That a person was recorded in a role.

    Attributes:
        role: which.
        source: that tells it.
        told_by, told_at: who recorded it, and when.
        ended: why it no longer stands; empty while it does.
    """

    role: PersonRole
    source: str
    told_by: str = ""
    told_at: datetime | None = None
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A person in one case: the roles, and how far the procedure against it has come.

    Attributes:
        person: id of the person.
        name, nationality: as they are known in this case.
        roles: with those that ended.
        coercion: coercive measure in force.
        events: of the person's track in this case, with those that were superseded.
        unruled: clocks that no table covers on the day of their event, and that are not set.
    """

    person: str
    name: str = identifier(Identifier.NAME)
    nationality: str = ""
    roles: tuple[RoleTold, ...] = ()
    coercion: str = UNRESTRAINED
    events: tuple[TrackEvent, ...] = ()
    unruled: tuple[str, ...] = ()

    @property
    def circumstances(self) -> frozenset[str]:
        """What steps and clocks of the track depend on: present roles, and ``foreign``."""
        foreign = {"foreign"} if self.nationality not in ("", HOME) else set()
        return frozenset({one.role.value for one in self.roles if not one.ended} | foreign)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact on a person's part in a case, as one source tells it.

    Attributes:
        standing: id of the person's standing in the case.
        fact: what it tells.
        told: in words.
        count: where it is a number.
        amount: where it is a sum.
        day: when it was so.
        source: SHA-256 of the evidence, or the document; `stated_by` whose statement it is.
        superseded: why it no longer stands; empty while it does.
    """

    standing: str
    fact: FactKind
    source: str
    told: str = identifier(Identifier.FREE_TEXT, "")
    count: int | None = None
    amount: Amount | None = None
    day: PartialDate | None = None
    stated_by: str = identifier(Identifier.NAME, "")
    superseded: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Days that a person spent at a den abroad, or travelling, as one source tells.

    Attributes:
        standing: id of the person's standing in the case.
        first_day, last_day: both counted.
        place: where.
        travel: days on the road, which are deducted.
        source: SHA-256 of the evidence, or the document.
        superseded: why it no longer stands; empty while it does.
    """

    standing: str
    first_day: date
    last_day: date
    source: str
    place: str = ""
    travel: bool = False
    superseded: str = ""
