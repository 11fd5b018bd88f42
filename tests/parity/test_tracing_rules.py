"""Every rule's kernel says what its slow twin says."""

import numpy as np
import pytest
from random_flows import make_flow

from zhanlian.kernels.exact import multiply_divide, multiply_divide_reference
from zhanlian.kernels.flow import Traced
from zhanlian.kernels.poison import find_poisoned
from zhanlian.kernels.rules import RULES, trace, trace_reference

_FIELDS = ("tainted", "held", "returned", "ratio", "lot_purse", "lot_victim", "lot_amount")


def _check_same(kernel: Traced, twin: Traced) -> None:
    for name in _FIELDS:
        found, wanted = getattr(kernel, name), getattr(twin, name)
        assert found.dtype == wanted.dtype, name
        np.testing.assert_array_equal(found, wanted, err_msg=name)
    assert (kernel.widened, kernel.rule) == (twin.widened, twin.rule)


@pytest.mark.parametrize("size", [0, 1, 2, 9, 60, 400])
@pytest.mark.parametrize("rule", RULES)
def test_the_kernel_agrees_with_its_twin_on_fifty_ledgers(rule: str, size: int) -> None:
    for seed in range(50):
        # Few purses make long chains and circles; huge amounts need 128-bit products.
        largest = (3, 1_000, 2**50)[seed % 3]
        flow = make_flow(seed, size, 1 + size // 5, largest=largest)
        _check_same(trace(rule, flow), trace_reference(rule, flow))


def test_the_flags_of_poison_are_its_tainted_transfers() -> None:
    for seed in range(50):
        flow = make_flow(seed, 200, 20 + seed)
        np.testing.assert_array_equal(find_poisoned(flow), trace("poison", flow).tainted > 0)


def test_mul_div_is_exact_up_to_62_bits() -> None:
    draw = np.random.default_rng(7)
    for _ in range(20_000):
        bits = draw.integers(1, 63, 2)
        whole = int(draw.integers(1, 2 ** int(bits[0]), endpoint=False))
        part = int(draw.integers(0, whole, endpoint=True))
        paid = int(draw.integers(0, 2 ** int(bits[1]), endpoint=False))
        assert multiply_divide(part, paid, whole) == multiply_divide_reference(part, paid, whole)


@pytest.mark.parametrize("whole", [1, 2, 3, 2**31, 2**53 - 1, 2**53 + 1, 2**61 + 1, 2**62 - 1])
def test_mul_div_is_exact_at_the_edges(whole: int) -> None:
    edges = {0, 1, whole // 2, whole - 1, whole}
    for part in edges:
        for paid in (0, 1, 2**31 - 1, 2**49 + 1, 2**55 + 3, 2**61 + 7, 2**62 - 1):
            wanted = multiply_divide_reference(part, paid, whole)
            assert multiply_divide(part, paid, whole) == wanted
