"""Cases: their members, their stages and events."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind
from zhanlian.docket.cases import opening

KINDS: Final[tuple[Kind, ...]] = (*opening.KINDS,)
ACTS: Final[tuple[AnyAct, ...]] = (*opening.ACTS,)
