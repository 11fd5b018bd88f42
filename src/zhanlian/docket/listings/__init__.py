"""Joint listing: programmes, batches, supervised cases and their reports."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind

KINDS: Final[tuple[Kind, ...]] = ()
ACTS: Final[tuple[AnyAct, ...]] = ()
