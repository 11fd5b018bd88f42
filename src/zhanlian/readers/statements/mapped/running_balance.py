"""What running balances prove of an unknown table: which column they are, what a minus means."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from zhanlian.readers.statements.cells import parse_amount

# Any asset: nine digits behind the point hold every currency.
_FINE: Final = "any:token"
_LEAST: Final = 3  # steps from row to row; two may be chance
_PART: Final = 0.8  # of the steps; a file may hold several accounts, and rows may be missing

Units = Sequence[int | None]


def read_units(cells: Sequence[str]) -> list[int | None]:
    """Return a column as whole numbers, None where a cell is none."""
    return [_read(cell) for cell in cells]


def _read(cell: str) -> int | None:
    try:
        return parse_amount(cell, _FINE)
    except ValueError:
        return None


def is_running(balances: Units, amounts: Units) -> bool:
    """Return whether a column changes from row to row by the amounts, in either order of rows.

    Args:
        balances: of each row.
        amounts: of each row; their signs do not count.
    """
    steps = list(_list_steps(balances, amounts))
    after = sum(abs(moved) == abs(later) for moved, _, later in steps)
    before = sum(abs(moved) == abs(former) for moved, former, _ in steps)
    return len(steps) >= _LEAST and max(after, before) >= _PART * len(steps)


def find_sign_rule(balances: Units, amounts: Units) -> str:
    """Return ``minus-is-out`` or ``minus-is-in`` if all balances agree on it, else nothing.

    Both signs must occur, and one reading alone must hold: the rows may stand in either order,
    so that a column of equal amounts proves nothing.
    """
    steps = list(_list_steps(balances, amounts))
    signs = {amount > 0 for _, *two in steps for amount in two}
    if len(steps) < _LEAST or len(signs) < 2:
        return ""
    holds = {
        ("minus-is-out", "down"): all(moved == later for moved, _, later in steps),
        ("minus-is-in", "down"): all(moved == -later for moved, _, later in steps),
        ("minus-is-out", "up"): all(-moved == former for moved, former, _ in steps),
        ("minus-is-in", "up"): all(moved == former for moved, former, _ in steps),
    }
    found = [rule for (rule, _), proven in holds.items() if proven]
    return found[0] if len(found) == 1 else ""


def _list_steps(balances: Units, amounts: Units) -> Iterator[tuple[int, int, int]]:
    """Yield how each balance differs from the one above, and the amounts above and beside it."""
    rows = [
        (balance, amount)
        for balance, amount in zip(balances, amounts, strict=True)
        if balance is not None and amount
    ]
    for (above, former), (balance, later) in pairwise(rows):
        yield balance - above, former, later
