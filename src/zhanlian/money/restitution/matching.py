"""Whether the money in a frozen account can be given back without sharing it out.

Article 8 of the rules on returning frozen money (银监发〔2016〕41号) asks three questions: one
inflow only; several, matched by the time of transfer; else by proportion.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from zhanlian.model.answers import ReturnMethod


@dataclass(frozen=True, slots=True)
class Inflow:
    """One transfer into a frozen account, since the account was last empty.

    Attributes:
        transfer_id: of the ledger.
        amount: whole units.
        victim: whose payment it is, or None where it is nobody's or of several.
    """

    transfer_id: str
    amount: int
    victim: str | None


@dataclass(frozen=True, slots=True)
class Matched:
    """A victim's own money in the account: direct or by time-stamp."""

    victim: str
    amount: int
    transfers: tuple[str, ...]


def match_inflows(frozen: int, inflows: Sequence[Inflow]) -> tuple[ReturnMethod, list[Matched]]:
    """Return the method of article 8 for an account, and whose inflows are matched.

    Direct: the only inflow is one victim's payment. Time-stamp: every inflow is one victim's
    payment and nothing has been spent of them (frozen is no less than their sum), so each is still
    there. Anything else cannot be matched and is shared out by proportion.

    Args:
        frozen: whole units in the account under the measure.
        inflows: in the order of time.
    """
    victims = [inflow.victim for inflow in inflows]
    if not inflows or None in victims:
        return ReturnMethod.PROPORTIONAL, []
    if len(inflows) > 1 and sum(inflow.amount for inflow in inflows) > frozen:
        return ReturnMethod.PROPORTIONAL, []
    method = ReturnMethod.DIRECT if len(inflows) == 1 else ReturnMethod.TIME_STAMP
    found: dict[str, list[Inflow]] = {}
    for inflow in inflows:
        found.setdefault(inflow.victim or "", []).append(inflow)
    return method, [
        Matched(
            victim,
            sum(inflow.amount for inflow in own),
            tuple(inflow.transfer_id for inflow in own),
        )
        for victim, own in found.items()
    ]
