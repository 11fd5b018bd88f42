"""People: their stages in each case, wanted notices, returns and joint measures."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind
from zhanlian.docket.people import (
    facts,
    identity,
    movement,
    sanction_stages,
    sanctions,
    stages,
    standing,
    wanted,
)

KINDS: Final[tuple[Kind, ...]] = (
    *identity.KINDS,
    *standing.KINDS,
    *facts.KINDS,
    *wanted.KINDS,
    *movement.KINDS,
    *sanctions.KINDS,
)
ACTS: Final[tuple[AnyAct, ...]] = (
    *identity.ACTS,
    *standing.ACTS,
    *stages.ACTS,
    *facts.ACTS,
    *wanted.ACTS,
    *movement.ACTS,
    *sanctions.ACTS,
    *sanction_stages.ACTS,
)
