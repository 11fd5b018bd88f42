"""Hand-overs: people, exhibits and their custody."""

from typing import Final

from zhanlian.docket.act import AnyAct, Kind
from zhanlian.docket.handovers import escorts, exhibits, listing, matches, signing

KINDS: Final[tuple[Kind, ...]] = (
    *listing.KINDS,
    *escorts.KINDS,
    *matches.KINDS,
    *exhibits.KINDS,
)
ACTS: Final[tuple[AnyAct, ...]] = (
    *listing.ACTS,
    *signing.ACTS,
    *matches.ACTS,
    *escorts.ACTS,
    *exhibits.ACTS,
)
