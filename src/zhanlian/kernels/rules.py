"""The six tracing rules by their words, each with its slow twin."""

from collections.abc import Callable
from typing import Final

from zhanlian.kernels.fifo import trace_fifo, trace_fifo_reference
from zhanlian.kernels.flow import FlowArrays, Traced
from zhanlian.kernels.flow_check import check_conserved, check_flow
from zhanlian.kernels.libr import trace_libr, trace_libr_reference
from zhanlian.kernels.lifo import trace_lifo, trace_lifo_reference
from zhanlian.kernels.pari_passu import trace_pari_passu, trace_pari_passu_reference
from zhanlian.kernels.poison import trace_poison, trace_poison_reference
from zhanlian.kernels.rolling import trace_rolling, trace_rolling_reference

_TRACERS: Final[dict[str, Callable[[FlowArrays], Traced]]] = {
    "fifo": trace_fifo,
    "lifo": trace_lifo,
    "rolling": trace_rolling,
    "pari-passu": trace_pari_passu,
    "libr": trace_libr,
    "poison": trace_poison,
}
_REFERENCES: Final[dict[str, Callable[[FlowArrays], Traced]]] = {
    "fifo": trace_fifo_reference,
    "lifo": trace_lifo_reference,
    "rolling": trace_rolling_reference,
    "pari-passu": trace_pari_passu_reference,
    "libr": trace_libr_reference,
    "poison": trace_poison_reference,
}
RULES: Final = tuple(_TRACERS)
"""The words of the rules."""


def trace(rule: str, flow: FlowArrays) -> Traced:
    """Return where victims' money is under a rule, proved to be all there.

    For every rule: a victim's payment enters the payee's purse whole, as that victim's money, and
    the part of it that would by the rule be earlier victims' money stays with the payer
    (`returned`). What arrives in an `absorbing` purse stays there, and its own payments are
    untainted. A payment of a purse to itself moves nothing; if it is a victim's, the amount enters.

    Args:
        rule: `fifo`, `lifo`, `rolling`, `pari-passu`, `libr` or `poison`.
        flow: n transfers between m purses, in order. Each rule takes them once (pari passu until
            nothing changes); about 16 bytes a transfer beside the ledger, lots included.

    Raises:
        ValueError: no such rule, or arrays that are no ledger.
        LimitError: 2^62 units or more, more transfers than 31 bits count, or no end of sweeps.
        ZhanlianError: units were lost or made (a fault of the program; never ignore it).
    """
    if rule not in _TRACERS:
        raise ValueError(f"rule: one of {', '.join(RULES)} wanted, {rule!r} given")
    check_flow(flow)
    return check_conserved(flow, _TRACERS[rule](flow))


def trace_reference(rule: str, flow: FlowArrays) -> Traced:
    """Return the same as `trace`, slowly, with Python's own numbers and no compiled code."""
    return _REFERENCES[rule](flow)
