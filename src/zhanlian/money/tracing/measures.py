"""Measures that returns told of: which of them hold on a day, and how much they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final

from zhanlian.model.answers import ExistingFreeze, FreezeState

# One stop lasts 48 hours from its execution (银发〔2016〕86号; told by others, not read in the
# original, so it is a parameter of the answer and is printed with it).
STOP_HOURS: Final = 48
_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)


class _Kind(Enum):
    STOP = "stop"
    FREEZE = "freeze"
    QUEUED = "queued"
    RELEASE = "release"


# In this order: 轮候冻结 is a freeze that waits, 解除冻结 is none.
_WORDS: Final = (
    (("解冻", "解除", "解止", "release", "unfreeze", "lifted"), _Kind.RELEASE),
    (("轮候", "queued", "waiting"), _Kind.QUEUED),
    (("止付", "stop", "暂停"), _Kind.STOP),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands on a day.

    Attributes:
        state: under which measure.
        frozen: units that a freeze holds; None when the whole account.
        queued: a further freeze would wait behind the one that is there (轮候).
    """

    state: FreezeState
    frozen: int | None
    queued: bool


def pick_measures(
    measures: Mapping[str, Sequence[ExistingFreeze]], account: str, asset: str
) -> tuple[ExistingFreeze, ...]:
    """Return the measures that concern one asset of an account.

    A freeze of a sum binds that sum's currency; one without a sum binds all that lies there.
    """
    return tuple(
        one
        for one in measures.get(account, ())
        if one.amount is None or one.asset is None or one.asset == asset
    )


def find_standing(
    freezes: Sequence[ExistingFreeze], as_of: datetime, stop_hours: int = STOP_HOURS
) -> Standing:
    """Return how an account stands under the measures told of it.

    A measure that has not begun does not count. A stop without an end lasts `stop_hours`. A freeze
    without an end is taken to hold: to count it as run out could lose the money. A release ends
    what began before it. A waiting freeze holds nothing while another one does; where none does,
    the earliest has taken its place.
    """
    begun = [one for one in freezes if one.since is None or one.since <= as_of]
    released = max(
        (one.since for one in begun if _find_kind(one) is _Kind.RELEASE and one.since), default=None
    )
    measures = [one for one in begun if _find_kind(one) is not _Kind.RELEASE]
    holding = [one for one in measures if _holds(one, as_of, released, stop_hours)]
    freezing = [one for one in holding if _find_kind(one) is _Kind.FREEZE]
    waiting = [one for one in holding if _find_kind(one) is _Kind.QUEUED]
    waiting.sort(key=lambda one: one.since or _EARLIEST)
    active = freezing or waiting[:1]
    if active:
        amounts = [one.amount for one in active]
        told = None if None in amounts else sum(amount or 0 for amount in amounts)
        return Standing(FreezeState.FROZEN, told, queued=True)
    if holding:
        return Standing(FreezeState.STOPPED, 0, queued=False)
    return Standing(FreezeState.LAPSED if measures else FreezeState.FREE, 0, queued=False)


def _find_kind(freeze: ExistingFreeze) -> _Kind:
    told = freeze.measure.lower()
    for words, kind in _WORDS:
        if any(word in told for word in words):
            return kind
    return _Kind.FREEZE


def _holds(
    freeze: ExistingFreeze, as_of: datetime, released: datetime | None, stop_hours: int
) -> bool:
    if released is not None and (freeze.since is None or freeze.since <= released):
        return False
    until = freeze.until
    if until is None and freeze.since is not None and _find_kind(freeze) is _Kind.STOP:
        until = freeze.since + timedelta(hours=stop_hours)
    return until is None or until > as_of
