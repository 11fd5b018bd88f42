"""Orders on money: stops, freezes, queries and releases."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind

KINDS: Final[tuple[Kind, ...]] = ()
ACTS: Final[tuple[AnyAct, ...]] = ()
