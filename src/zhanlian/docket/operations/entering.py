"""An operation that only a notice tells of, entered at once with every number it states."""

from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.operations.campaigns import CAMPAIGN
from zhanlian.docket.operations.counts import COUNT, STATED, CountRow
from zhanlian.docket.operations.planning import OPERATION, REPORTED, read_parties
from zhanlian.docket.releases.links import BESIDE, ask_for, load_link, name_itself, refuse_future
from zhanlian.docket.stated import demand_text
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.operation import Operation
from zhanlian.model.docket.record import AnyRecord, Mark

NOTICE: Final = "operation-notice"  # mark: party, evidence and place of the notice


@dataclass(frozen=True, slots=True)
class Enter:
    """An operation as a notice tells of it: a fact stated by others, so nothing is approved.

    Attributes:
        source: the notice, by its SHA-256; `start` where it tells of the operation.
        says: who publishes its numbers.
        counts: each with the words that carry it.
    """

    name: str
    source: str
    says: str
    start: int = 0
    parties: tuple[str, ...] = ()
    campaign: str = ""
    region: str = ""
    when_told: str = ""
    agencies: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    ended_on: PartialDate | None = None
    handed_over_at: str = ""
    handed_over_on: PartialDate | None = None
    seized: tuple[str, ...] = ()
    note: str = ""
    counts: tuple[CountRow, ...] = ()


def _enter(situation: Situation, asked: Enter) -> tuple[AnyRecord, ...]:
    demand_text(name=asked.name, source=asked.source, says=asked.says)
    refuse_future(situation, asked.ended_on, asked.handed_over_on)
    body = Operation(
        name=asked.name.strip(),
        parties=read_parties(asked.parties),
        campaign=asked.campaign,
        region=asked.region,
        ended_on=asked.ended_on,
        when_told=asked.when_told,
        agencies=asked.agencies,
        provinces=asked.provinces,
        handed_over_at=asked.handed_over_at,
        handed_over_on=asked.handed_over_on,
        seized=asked.seized,
        source=asked.source,
        note=asked.note,
    )
    notice = Mark(NOTICE, _tell_notice(asked, situation.actor.party), unique=True)
    campaign = [
        Mark(CAMPAIGN, load_link(situation, CAMPAIGN, one).id) for one in (asked.campaign,) if one
    ]
    made = name_itself(situation.begin(OPERATION, REPORTED, body), notice, *campaign)
    return (made, *(_count(situation, row, asked, made) for row in asked.counts))


def _count(situation: Situation, row: CountRow, asked: Enter, operation: AnyRecord) -> AnyRecord:
    told = replace(
        row, says=row.says.strip() or asked.says, source=row.source.strip() or asked.source
    )
    made = situation.begin(COUNT, STATED, told.to_count(operation.id))
    return name_itself(made, Mark(OPERATION, operation.id), Mark(BESIDE, operation.id))


def _tell_notice(asked: Enter, party: str) -> str:
    # With the party: one must not learn from a refusal that another one entered the notice.
    return f"{party}:{asked.source[:200]}:{asked.start}"


def _ask(asked: Enter, _target: AnyRecord | None) -> tuple[Ask, ...]:
    return ask_for(CAMPAIGN, (asked.campaign,))


KINDS: Final[tuple[Kind, ...]] = ()
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("operation.enter", ("operation", "enter"), Enter, _enter, asks=_ask),
)
