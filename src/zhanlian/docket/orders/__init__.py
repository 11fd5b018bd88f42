"""Orders on money: stops, freezes, queries, and accounts that may not be frozen as a whole."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind
from zhanlian.docket.orders import (
    corrections,
    freeze_course,
    freezes,
    queries,
    stop_course,
    stops,
    whole_accounts,
)

KINDS: Final[tuple[Kind, ...]] = (
    *stops.KINDS,
    *freezes.KINDS,
    *queries.KINDS,
    *whole_accounts.KINDS,
)
ACTS: Final[tuple[AnyAct, ...]] = (
    *stops.ACTS,
    *stop_course.ACTS,
    corrections.STOP_ACT,
    *freezes.ACTS,
    *freeze_course.ACTS,
    corrections.FREEZE_ACT,
    *queries.ACTS,
    *whole_accounts.ACTS,
)
