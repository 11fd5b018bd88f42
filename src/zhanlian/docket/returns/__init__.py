"""The return of money: losses, objections, rounds and decisions."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind
from zhanlian.docket.returns import decisions, losses, objections, rounds

KINDS: Final[tuple[Kind, ...]] = (*losses.KINDS, *objections.KINDS, *rounds.KINDS)
ACTS: Final[tuple[AnyAct, ...]] = (
    *losses.ACTS,
    *objections.ACTS,
    *rounds.ACTS,
    *decisions.ACTS,
)
