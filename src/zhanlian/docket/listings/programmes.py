"""Programmes of joint listing and their batches."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.listings.happened import refuse_future
from zhanlian.docket.stated import demand_text
from zhanlian.errors import StateError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.listing import Batch, Programme
from zhanlian.model.docket.record import AnyRecord, Mark, Record
from zhanlian.model.docket.spelling import fold_signs

PROGRAMME: Final = "programme"
BATCH: Final = "batch"
OPEN: Final = "open"
PROGRAMME_NAME: Final = "programme-name"  # mark: the name, by which it is found
PROGRAMME_KEY: Final = "programme-key"  # mark: party and name; two parties may use one name
BATCH_KEY: Final = "batch-key"  # mark: programme, and number or name


@dataclass(frozen=True, slots=True)
class AddProgramme:
    """A series of joint listings."""

    name: str
    authorities: tuple[str, ...] = ()
    since: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class AddBatch:
    """One batch of the programme.

    Attributes:
        name: as written: 第三批.
        batch_number: of the batch, where it has one.
        source: SHA-256 of the notice or a reference to it.
    """

    name: str
    batch_number: int | None = None
    listed_on: date | None = None
    authorities: tuple[str, ...] = ()
    source: str = ""


def begin_batch(situation: Situation, asked: AddBatch) -> Record[Batch]:
    """Return the first version of a batch of the programme acted on.

    Raises:
        InputError: it has no name, or a day ahead.
    """
    demand_text(name=asked.name)
    if asked.listed_on is not None:
        refuse_future(situation, asked.listed_on)
    programme: Record[Programme] = situation.on
    body = Batch(
        programme=programme.id,
        name=asked.name.strip(),
        batch_number=asked.batch_number,
        listed_on=asked.listed_on,
        authorities=asked.authorities or programme.body.authorities,
        source=asked.source,
    )
    made = situation.begin(BATCH, OPEN, body)
    marks = (
        Mark(BATCH, made.id),
        Mark(PROGRAMME, programme.id),
        Mark(BATCH_KEY, batch_key(programme.id, asked), unique=True),
    )
    return replace(made, marks=marks)


def batch_key(programme: str, asked: AddBatch) -> str:
    """Return what makes a batch unique: “third batch” alone is not."""
    name = squeeze(asked.name) if asked.batch_number is None else str(asked.batch_number)
    return f"{programme}|{name}"


def ask_batch(asked: AddBatch, target: AnyRecord | None) -> tuple[Ask, ...]:
    """Return the ask for the batch of the same programme and number."""
    if target is None or not asked.name.strip():
        return ()
    return (Ask("batch", BATCH, (BATCH_KEY, batch_key(target.id, asked)), everywhere=True),)


def _add_programme(situation: Situation, asked: AddProgramme) -> tuple[AnyRecord, ...]:
    demand_text(name=asked.name)
    name, party = asked.name.strip(), situation.actor.party
    if any(one.party == party for one in situation.answers("same")):
        raise StateError("error.listing-programme-taken", name=name)
    made = situation.begin(PROGRAMME, OPEN, Programme(name, asked.authorities, asked.since))
    marks = (
        Mark(PROGRAMME, made.id),
        Mark(PROGRAMME_NAME, squeeze(name)),
        Mark(PROGRAMME_KEY, f"{party}|{squeeze(name)}", unique=True),
    )
    return (replace(made, marks=marks),)


def squeeze(text: str) -> str:
    """Return a name as it is compared: without spaces and signs that are not seen."""
    return fold_signs(text)


def _ask_same(asked: AddProgramme, _target: AnyRecord | None) -> tuple[Ask, ...]:
    name = squeeze(asked.name)
    return (Ask("same", PROGRAMME, (PROGRAMME_NAME, name)),) if name else ()


def _add_batch(situation: Situation, asked: AddBatch) -> tuple[AnyRecord, ...]:
    situation.demand_state(OPEN)
    if situation.answers("batch"):
        raise StateError("error.listing-batch-taken", name=asked.name)
    return (begin_batch(situation, asked),)


KINDS: Final = (
    Kind(PROGRAMME, Programme, (OPEN,), "listing"),
    Kind(BATCH, Batch, (OPEN,), "listing"),
)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act(
        "programme.add",
        ("listing", "add-programme"),
        AddProgramme,
        _add_programme,
        asks=_ask_same,
    ),
    Act(
        "batch.add",
        ("listing", "add-batch"),
        AddBatch,
        _add_batch,
        on=PROGRAMME,
        adds=True,
        asks=ask_batch,
    ),
)
