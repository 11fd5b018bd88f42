"""Tasks: order, receipt, feedback and check."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind
from zhanlian.docket.tasks import loop

KINDS: Final[tuple[Kind, ...]] = (*loop.KINDS,)
ACTS: Final[tuple[AnyAct, ...]] = (*loop.ACTS,)
