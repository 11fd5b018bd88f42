"""Operations and campaigns: parties, places, leads, meetings, agreements."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind

KINDS: Final[tuple[Kind, ...]] = ()
ACTS: Final[tuple[AnyAct, ...]] = ()
