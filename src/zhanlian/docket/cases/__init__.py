"""Cases: their members, their stages and events, and links between them."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind
from zhanlian.docket.cases import links, opening, stages

KINDS: Final[tuple[Kind, ...]] = (*opening.KINDS, *links.KINDS)
ACTS: Final[tuple[AnyAct, ...]] = (*opening.ACTS, *stages.ACTS, *links.ACTS)
