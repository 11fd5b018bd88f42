"""Campaigns: the programmes that operations belong to and leads are given out in."""

from dataclasses import dataclass, replace
from typing import Final

from zhanlian.docket.act import Act, AnyAct, Kind, Situation
from zhanlian.docket.releases.links import name_itself
from zhanlian.docket.stated import demand_text
from zhanlian.errors import InputError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.operation import Campaign
from zhanlian.model.docket.record import AnyRecord

CAMPAIGN: Final = "campaign"
RUNNING: Final = "running"
ENDED: Final = "ended"


@dataclass(frozen=True, slots=True)
class OpenCampaign:
    """A new campaign; its label is never read as anything but a label."""

    name: str
    since: PartialDate | None = None
    between: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class CloseCampaign:
    """A campaign is over."""

    until: PartialDate


def _open(situation: Situation, asked: OpenCampaign) -> tuple[AnyRecord, ...]:
    demand_text(name=asked.name)
    body = Campaign(asked.name.strip(), asked.since, None, asked.between, asked.note)
    return (name_itself(situation.begin(CAMPAIGN, RUNNING, body)),)


def _close(situation: Situation, asked: CloseCampaign) -> tuple[AnyRecord, ...]:
    situation.demand_state(RUNNING)
    campaign: Campaign = situation.on.body
    if campaign.since is not None and asked.until.last_day < campaign.since.first_day:
        raise InputError(
            "error.docket-event-order", first=str(campaign.since), second=str(asked.until)
        )
    return (situation.on.change(state=ENDED, body=replace(campaign, until=asked.until)),)


KINDS: Final = (Kind(CAMPAIGN, Campaign, (RUNNING, ENDED), "operation"),)
ACTS: Final[tuple[AnyAct, ...]] = (
    Act("campaign.open", ("operation", "open-campaign"), OpenCampaign, _open),
    Act("campaign.close", ("operation", "close-campaign"), CloseCampaign, _close, CAMPAIGN),
)
