"""Tracing as arrays: what the kernels take and give."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FlowArrays:
    """A ledger of n transfers between m purses, in the order in which they took place.

    Attributes:
        payer: (n,) purse that pays.
        payee: (n,) purse that receives; the same as the payer moves nothing.
        amount: (n,) whole units, above 0.
        victim: (n,) number of the victim whose payment it is, or -1.
        opening: (m,) untainted units before the first transfer; 0 where it is not known.
        absorbing: (m,) cash-out points and purses without records: what arrives there stays.
    """

    payer: Int32s
    payee: Int32s
    amount: Int64s
    victim: Int32s
    opening: Int64s
    absorbing: Flags


@dataclass(frozen=True, slots=True)
class Traced:
    """Where victims' money is, under one rule.

    For every rule: Σ victims' payments + widened = Σ held.

    Attributes:
        tainted: (n,) victims' part of each transfer.
        held: (m,) victims' money in each purse at the end, `returned` included.
        returned: (m,) of it: money that came back to a purse from which a victim then paid; it is
            counted there and as no part of that payment.
        ratio: (n,) tainted / victims' money in the payer's purse before, for the adjoint pass of
            rolling charge, LIBR and pari passu; empty for the others.
        lot_purse, lot_victim, lot_amount: (k,) what is held by victim under FIFO and LIFO,
            in order of purse and victim, one line a pair; empty for the others.
        widened: untainted money that poison took for tainted; 0 for the others.
        rule: the rule's word: `fifo`, `lifo`, `rolling`, `pari-passu`, `libr` or `poison`.
    """

    tainted: Int64s
    held: Int64s
    returned: Int64s
    ratio: Floats
    lot_purse: Int32s
    lot_victim: Int32s
    lot_amount: Int64s
    widened: int = 0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Shares:
    """Whose money the purses of interest hold: k lines in order of purse, then victim.

    Attributes:
        purse: (k,) purse.
        victim: (k,) number of the victim; -1 where the rule does not apportion (poison).
        amount: (k,) whole units above 0; the lines of a purse add up to what it holds.
    """

    purse: Int32s
    victim: Int32s
    amount: Int64s
