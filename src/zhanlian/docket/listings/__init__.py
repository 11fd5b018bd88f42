"""Joint listing: programmes, batches, listed cases, their supervision and its end."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind
from zhanlian.docket.listings import (
    delisting,
    entering,
    programmes,
    proposing,
    reminding,
    supervising,
)

KINDS: Final[tuple[Kind, ...]] = (
    *programmes.KINDS,
    *proposing.KINDS,
    *supervising.KINDS,
    *reminding.KINDS,
)
ACTS: Final[tuple[AnyAct, ...]] = (
    *programmes.ACTS,
    *proposing.ACTS,
    *entering.ACTS,
    *supervising.ACTS,
    *reminding.ACTS,
    *delisting.ACTS,
)
