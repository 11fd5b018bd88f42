"""People: their stages in each case, wanted notices, returns and joint measures."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind

KINDS: Final[tuple[Kind, ...]] = ()
ACTS: Final[tuple[AnyAct, ...]] = ()
