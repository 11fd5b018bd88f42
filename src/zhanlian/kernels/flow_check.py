"""What every kernel asks of a ledger before it runs, and what it owes at the end."""

from typing import Final

import numpy as np
import numpy.typing as npt

from zhanlian.errors import LimitError, ZhanlianError
from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import FlowArrays, Int32s, Int64s, Traced

MOST_MONEY: Final = 2**62
"""Bound of all openings and amounts together, in units: sums and one addition fit into int64."""

_FAULTS: Final = (
    "",
    "payer: a purse that does not exist, at transfer {place}",
    "payee: a purse that does not exist, at transfer {place}",
    "amount: not above 0, at transfer {place}",
    "victim: below -1, at transfer {place}",
)


def check_array(name: str, values: npt.NDArray[np.generic], kind: type, count: int) -> None:
    """Return when the array is one of `count` values of its kind, side by side in memory.

    Raises:
        ValueError: it is not; the text names the array.
    """
    if values.dtype != np.dtype(kind) or values.shape != (count,):
        wanted = f"({count},) of {np.dtype(kind)}"
        raise ValueError(f"{name}: {wanted} wanted, {values.shape} of {values.dtype} given")
    if not values.flags.c_contiguous:
        raise ValueError(f"{name}: values that lie side by side in memory wanted")


def check_flow(flow: FlowArrays) -> None:
    """Return when the arrays are a ledger that every rule can trace without overflow.

    Raises:
        ValueError: shapes, kinds or values that cannot be; the text names the first place.
        LimitError: openings and amounts reach 2^62 units together.
    """
    transfers, purses = len(flow.payer), len(flow.opening)
    for name, values, kind, count in (
        ("payer", flow.payer, np.int32, transfers),
        ("payee", flow.payee, np.int32, transfers),
        ("amount", flow.amount, np.int64, transfers),
        ("victim", flow.victim, np.int32, transfers),
        ("opening", flow.opening, np.int64, purses),
        ("absorbing", flow.absorbing, np.bool_, purses),
    ):
        check_array(name, values, kind, count)
    if purses and int(flow.opening.min()) < 0:
        raise ValueError(f"opening: below 0, at purse {int(flow.opening.argmin())}")
    fault, place, total = _find_fault(flow.payer, flow.payee, flow.amount, flow.victim, purses)
    if fault:
        raise ValueError(_FAULTS[fault].format(place=place))
    total += float(flow.opening.sum(dtype=np.float64))
    if total >= MOST_MONEY * (1 - 1e-9):
        raise LimitError("error.trace-too-much", total=f"{total:.3g}", limit="2^62")


@compiled
def _find_fault(
    payer: Int32s, payee: Int32s, amount: Int64s, victim: Int32s, purses: int
) -> tuple[int, int, float]:
    total = 0.0
    for i in range(len(payer)):
        if payer[i] < 0 or payer[i] >= purses:
            return 1, i, total
        if payee[i] < 0 or payee[i] >= purses:
            return 2, i, total
        if amount[i] <= 0:
            return 3, i, total
        if victim[i] < -1:
            return 4, i, total
        total += amount[i]
    return 0, 0, total


def sum_paid_in(amount: Int64s, victim: Int32s) -> int:
    """Return the units that victims paid, all together."""
    return int(_sum_paid_in(amount, victim))


@compiled
def _sum_paid_in(amount: Int64s, victim: Int32s) -> int:
    total = 0
    for i in range(len(amount)):
        if victim[i] >= 0:
            total += amount[i]
    return total


def check_conserved(flow: FlowArrays, traced: Traced) -> Traced:
    """Return the same trace when no unit was lost or made: Σ paid in + widened = Σ held.

    Raises:
        ZhanlianError: the sums differ, or a purse holds less than nothing. It is a fault of the
            program and never of the data; no number of such a run may be used.
    """
    paid_in = sum_paid_in(flow.amount, flow.victim)
    held = int(traced.held.sum())
    difference = paid_in + traced.widened - held
    short = len(traced.held) and int(traced.held.min()) < 0
    if difference or short:
        raise ZhanlianError("error.trace-unbalanced", rule=traced.rule, difference=difference)
    return traced


def no_floats() -> npt.NDArray[np.float64]:
    """Return the empty `ratio` of a rule that has none."""
    return np.empty(0, np.float64)
