"""Releases to other parties, and the agreements that allow them."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind
from zhanlian.docket.releases import agreements, granting, withdrawal

KINDS: Final[tuple[Kind, ...]] = (*agreements.KINDS, *granting.KINDS)
ACTS: Final[tuple[AnyAct, ...]] = (*agreements.ACTS, *granting.ACTS, *withdrawal.ACTS)
