"""The tiny case that fills Numba's cache reaches the kernels that take longest to compile."""

from typing import Any

import pytest

from zhanlian.app.money.compile import compile_kernels
from zhanlian.kernels import (
    adjoint,
    cycles,
    depths,
    fifo,
    libr,
    lifo,
    order,
    pari_passu,
    poison,
    rolling,
    sources,
)
from zhanlian.money.ledger import columns

_KERNELS: tuple[tuple[Any, str], ...] = (
    (adjoint, "pass_forward_block"),
    (columns, "_digest"),
    (cycles, "_connect"),
    (depths, "split_by_depth"),
    (fifo, "_run"),
    (libr, "_run"),
    (lifo, "_run"),
    (order, "_repair"),
    (pari_passu, "_settle"),
    (poison, "_measure"),
    (rolling, "_run"),
    (sources, "_walk_back"),
)


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    compile_kernels()


@pytest.mark.parametrize(("module", "name"), _KERNELS)
def test_the_tiny_case_compiles(module: Any, name: str) -> None:
    assert getattr(module, name).signatures
