"""People in danger: requests for rescue, and screening for trafficking that only few may see."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind
from zhanlian.docket.protection import rescues, screening

KINDS: Final[tuple[Kind, ...]] = (*rescues.KINDS, *screening.KINDS)
ACTS: Final[tuple[AnyAct, ...]] = (*rescues.ACTS, *screening.ACTS)
