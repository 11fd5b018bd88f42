"""People, and by what others find them: the number of a document, and the name."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.cases.opening import CASE, CASE_ID, NAME
from zhanlian.docket.people.standing import PERSON_ID, STANDING, begin_standing, settle
from zhanlian.errors import InputError, NotFoundError, StateError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.person import Person, PersonRole, Sex
from zhanlian.model.docket.record import AnyRecord, Mark
from zhanlian.model.docket.spelling import fold_number

PERSON: Final = "person"
DOCUMENT: Final = "document"  # mark: number of an identity document, canonical
PERSON_NAME: Final = "person-name"  # mark: a name or alias, canonical


@dataclass(frozen=True, slots=True)
class AddPerson:
    """A person in a case, with the roles that are known from the first."""

    name: str = identifier(Identifier.NAME)
    role: tuple[PersonRole, ...] = ()
    source: str = ""
    alias: tuple[str, ...] = identifier(Identifier.NAME, ())
    sex: Sex | None = None
    birth: PartialDate | None = identifier(Identifier.DOCUMENT, None)  # noqa: RUF009
    nationality: str = ""
    id_number: str = identifier(Identifier.DOCUMENT, "")
    phone: str = identifier(Identifier.PHONE, "")


@dataclass(frozen=True, slots=True)
class ChangePerson:
    """What is known better of a person; what is not told stays."""

    source: str
    reason: str
    name: str = identifier(Identifier.NAME, "")
    alias: tuple[str, ...] = identifier(Identifier.NAME, ())
    sex: Sex | None = None
    birth: PartialDate | None = identifier(Identifier.DOCUMENT, None)  # noqa: RUF009
    nationality: str = ""
    id_number: str = identifier(Identifier.DOCUMENT, "")
    phone: str = identifier(Identifier.PHONE, "")


@dataclass(frozen=True, slots=True)
class StandPerson:
    """The same person stands in another case, too, which the actor sees."""

    other: str
    role: tuple[PersonRole, ...]
    source: str


def canonical_document(text: str) -> str:
    """Return the number of a document as it is compared: upper case, no spaces, no dashes."""
    return fold_number(text).upper()


def canonical_name(text: str) -> str:
    """Return a name as it is compared: half-width, upper case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).upper().split())


def identity_marks(name: str, alias: Sequence[str], id_number: str) -> tuple[Mark, ...]:
    """Return the marks by which whoever is told of so is found."""
    names = {canonical_name(one) for one in (name, *alias)} - {""}
    number = canonical_document(id_number)
    document = (Mark(DOCUMENT, number),) if number else ()
    return (*(Mark(PERSON_NAME, one) for one in sorted(names)), *document)


def _add(situation: Situation, asked: AddPerson) -> tuple[AnyRecord, ...]:
    _demand_name_and_source(asked.name, asked.source)
    for same in situation.answers("same"):
        raise StateError("error.person-known", id=same.id)
    person = Person(
        name=asked.name.strip(),
        alias=asked.alias,
        sex=asked.sex,
        birth=asked.birth,
        nationality=asked.nationality.strip().upper(),
        id_number=canonical_document(asked.id_number),
        phone=asked.phone.strip(),
        source=asked.source.strip(),
    )
    made = situation.begin(PERSON, "known", person)
    made = replace(made, marks=_marks(made.id, person))
    return (made, begin_standing(situation, made, situation.on.id, asked.role, person.source))


def _change(situation: Situation, asked: ChangePerson) -> tuple[AnyRecord, ...]:
    _demand_name_and_source(asked.name or situation.on.body.name, asked.source)
    names = ("name", "alias", "sex", "birth", "nationality", "id_number", "phone")
    told = {name: getattr(asked, name) for name in names if getattr(asked, name)}
    if not told:
        raise InputError("error.track-correction")
    if "nationality" in told:
        told["nationality"] = told["nationality"].strip().upper()
    if "id_number" in told:
        told["id_number"] = canonical_document(told["id_number"])
    person: Person = replace(situation.on.body, **told, source=asked.source.strip())
    changed = situation.on.change(body=person, marks=_marks(situation.on.id, person))
    # What stands of the person in the cases that the actor sees follows, with its clocks.
    return (changed, *(_follow(situation, one, person) for one in situation.answers("standings")))


def _follow(situation: Situation, standing: AnyRecord, person: Person) -> AnyRecord:
    body = replace(standing.body, name=person.name, nationality=person.nationality)
    return settle(situation, standing, body)


def _stand(situation: Situation, asked: StandPerson) -> tuple[AnyRecord, ...]:
    cases = [*situation.answers("id"), *situation.answers("name")]
    if not cases:
        raise NotFoundError("error.record-missing", id=asked.other)
    case = cases[0].id
    if any(one.case == case for one in situation.answers("standings")):
        raise StateError("error.person-stands", case=asked.other)
    _demand_name_and_source(situation.on.body.name, asked.source)
    return (begin_standing(situation, situation.on, case, asked.role, asked.source.strip()),)


def _marks(person_id: str, person: Person) -> tuple[Mark, ...]:
    found = identity_marks(person.name, person.alias, person.id_number)
    return (Mark(PERSON_ID, person_id), *found)


def _demand_name_and_source(name: str, source: str) -> None:
    if not name.strip():
        raise InputError("error.person-name")
    if not source.strip():
        raise InputError("error.track-source")


def _ask_same(asked: AddPerson, _target: AnyRecord | None) -> tuple[Ask, ...]:
    # Through the actor's eyes only: that others know somebody is for nobody to learn here.
    number = canonical_document(asked.id_number)
    return (Ask("same", PERSON, (DOCUMENT, number)),) if number else ()


def _ask_standings(_asked: ChangePerson, target: AnyRecord | None) -> tuple[Ask, ...]:
    return () if target is None else (Ask("standings", STANDING, (PERSON_ID, target.id)),)


def _ask_case(asked: StandPerson, target: AnyRecord | None) -> tuple[Ask, ...]:
    told = asked.other.strip() or " "
    cases = (Ask("id", CASE, (CASE_ID, told)), Ask("name", CASE, (NAME, told)))
    standings = () if target is None else (Ask("standings", STANDING, (PERSON_ID, target.id)),)
    return (*cases, *standings)


KINDS: Final = (Kind(PERSON, Person, ("known",), "person"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("person.add", ("person", "add"), AddPerson, _add, CASE, adds=True, asks=_ask_same),
    Act("person.change", ("person", "change"), ChangePerson, _change, PERSON, asks=_ask_standings),
    Act(
        "person.stand",
        ("person", "stand"),
        StandPerson,
        _stand,
        PERSON,
        adds=True,
        asks=_ask_case,
    ),
)
