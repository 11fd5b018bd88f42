"""The docket with its real time, ids and rules."""

import secrets
from typing import Final

from zhanlian.app.docket.desk import Surroundings
from zhanlian.app.wire import tell_time
from zhanlian.docket.rules.book import load_rules

_SIGNS: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: none is mistaken for another
_ID_SIGNS: Final = 12  # 60 random bits: two of a thousand million records agree once in a thousand


def wire_surroundings(login: str = "") -> Surroundings:
    """Return what comes into an act from outside."""
    return Surroundings(tell_time, make_id, load_rules(), login)


def make_id() -> str:
    """Return a fresh id: random, so that it tells nothing about other records."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_ID_SIGNS))
