"""Operations and campaigns: counts, places, leads, meetings, hotline, requests for assistance."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind
from zhanlian.docket.operations import (
    assistance,
    campaigns,
    channels,
    counts,
    dispatches,
    entering,
    hotline,
    leads,
    meetings,
    places,
    planning,
)

_PARTS: Final = (
    campaigns,
    planning,
    entering,
    counts,
    places,
    leads,
    dispatches,
    meetings,
    hotline,
    assistance,
    channels,
)
KINDS: Final[tuple[Kind, ...]] = tuple(kind for part in _PARTS for kind in part.KINDS)
ACTS: Final[tuple[AnyAct, ...]] = tuple(act for part in _PARTS for act in part.ACTS)
