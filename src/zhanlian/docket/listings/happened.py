"""When something that is told happened: never in the future."""

from datetime import date, datetime, timedelta
from typing import Final

from zhanlian.docket.act import Situation
from zhanlian.errors import InputError
from zhanlian.model.zone import local_day

_CLOCKS_DIFFER: Final = timedelta(minutes=1)


def refuse_future(situation: Situation, told: datetime | date) -> None:
    """Return when a time or a day has come; clocks of two machines may differ by a minute.

    Raises:
        InputError: it lies ahead.
    """
    if isinstance(told, datetime):
        ahead = told > situation.now + _CLOCKS_DIFFER
    else:
        ahead = told > local_day(situation.now)
    if ahead:
        raise InputError("error.listing-future", at=told)
