"""One way to compile a kernel."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba
import numpy as np

Whole = int | np.int64
"""A whole number in a kernel, as the interpreter would see it."""

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Return the function compiled by Numba at its first call, without the interpreter's lock.

    The machine code is kept beside the source where that can be written. Numba looks only at the
    file of the outer function when it decides whether the kept code is still good: whoever changes
    a kernel that others call (`exact`, `lots`) touches their files too, or removes `__pycache__`.
    """
    try:
        made = numba.njit(nogil=True, cache=True, error_model="numpy")(function)
    except RuntimeError:  # no place to keep the code: compile anew in every process
        made = numba.njit(nogil=True, error_model="numpy")(function)
    return cast(Callable[P, R], made)
