"""What stands on channels that are not ours: a copy by hand, with no live link."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Ask, Kind, Situation
from zhanlian.docket.releases.links import ask_case, begin_in_case, refuse_future
from zhanlian.docket.stated import demand_text
from zhanlian.errors import InputError
from zhanlian.model.docket.assistance import ChannelEntry, NoticeType
from zhanlian.model.docket.fields import Identifier, identifier
from zhanlian.model.docket.record import AnyRecord

CHANNEL: Final = "channel"
MIRRORED: Final = "mirrored"


@dataclass(frozen=True, slots=True)
class Mirror:
    """What a channel says of a notice or request."""

    through: str
    notice_type: NoticeType
    number: str
    channel_status: str
    told_on: date
    national_decision: str = ""
    subject_name: str = identifier(Identifier.NAME, "")
    source: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """What the channel says by now."""

    channel_status: str
    told_on: date
    source: str = ""


def _mirror(situation: Situation, asked: Mirror) -> tuple[AnyRecord, ...]:
    refuse_future(situation, asked.told_on)
    demand_text(through=asked.through, number=asked.number)
    body = ChannelEntry(
        through=asked.through.strip(),
        notice_type=asked.notice_type,
        number=asked.number.strip(),
        channel_status=asked.channel_status,
        told_on=asked.told_on,
        national_decision=asked.national_decision,
        subject_name=asked.subject_name,
        source=asked.source,
    )
    return (begin_in_case(situation, CHANNEL, MIRRORED, body, asked.case),)


def _update(situation: Situation, asked: Update) -> tuple[AnyRecord, ...]:
    refuse_future(situation, asked.told_on)
    entry: ChannelEntry = situation.on.body
    if asked.told_on < entry.told_on:
        raise InputError(
            "error.docket-event-order", first=str(entry.told_on), second=str(asked.told_on)
        )
    body = replace(
        entry,
        channel_status=asked.channel_status,
        told_on=asked.told_on,
        source=asked.source or entry.source,
    )
    return (situation.on.change(body=body),)


def _ask(asked: Mirror, _target: AnyRecord | None) -> tuple[Ask, ...]:
    return ask_case(asked.case)


KINDS: Final = (Kind(CHANNEL, ChannelEntry, (MIRRORED,), "operation"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("channel.mirror", ("operation", "mirror"), Mirror, _mirror, asks=_ask),
    Act("channel.update", ("operation", "update-mirror"), Update, _update, CHANNEL),
)
