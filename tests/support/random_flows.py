"""Random ledgers as arrays (synthetic), for the tests of the kernels."""

import numpy as np

from zhanlian.kernels.flow import FlowArrays


def make_flow(
    seed: int,
    transfers: int,
    purses: int,
    *,
    largest: int = 1_000,
    absorbing: float = 0.1,
    victims: int = 5,
) -> FlowArrays:
    """Return a ledger: a fifth of it victims' payments, half of the opening moneys unknown."""
    draw = np.random.default_rng(seed)
    pays = draw.random(transfers) < 0.2
    return FlowArrays(
        payer=draw.integers(0, purses, transfers).astype(np.int32),
        payee=draw.integers(0, purses, transfers).astype(np.int32),
        amount=draw.integers(1, largest + 1, transfers),
        victim=np.where(pays, draw.integers(0, victims, transfers), -1).astype(np.int32),
        opening=np.where(draw.random(purses) < 0.5, draw.integers(0, largest, purses), 0),
        absorbing=draw.random(purses) < absorbing,
    )


def list_flow(
    rows: list[tuple[int, int, int, int]],
    opening: list[int],
    absorbing: tuple[int, ...] = (),
) -> FlowArrays:
    """Return the ledger of rows (payer, payee, amount, victim or -1)."""
    columns = np.array(rows, np.int64).reshape(len(rows), 4)
    stops = np.zeros(len(opening), np.bool_)
    stops[list(absorbing)] = True
    return FlowArrays(
        payer=columns[:, 0].astype(np.int32),
        payee=columns[:, 1].astype(np.int32),
        amount=columns[:, 2].copy(),
        victim=columns[:, 3].astype(np.int32),
        opening=np.array(opening, np.int64),
        absorbing=stops,
    )
