"""Hand-overs: people, exhibits and their custody."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind

KINDS: Final[tuple[Kind, ...]] = ()
ACTS: Final[tuple[AnyAct, ...]] = ()
