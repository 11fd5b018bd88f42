"""Victims' money that arrived at cash-out points, by their kind."""

import numpy as np

from zhanlian.model.answers import CashOutLine
from zhanlian.model.transfer import PurseKind
from zhanlian.money.tracing.totals import number_assets
from zhanlian.money.tracing.trail import Trail


def build_cash_outs(trail: Trail) -> tuple[CashOutLine, ...]:
    """Return one line for each asset and kind of cash-out point, the largest sum first.

    Ties are broken by kind.
    """
    asset, names = number_assets(trail.purses)
    kinds = trail.purses.column("kind").to_numpy()
    reached = np.flatnonzero(trail.cash_out & (trail.traced.held > 0))
    arrived = np.bincount(trail.payee, minlength=trail.purses.num_rows)
    lines = []
    for number, kind in sorted({(int(asset[one]), int(kinds[one])) for one in reached}):
        mine = reached[(asset[reached] == number) & (kinds[reached] == kind)]
        lines.append(
            CashOutLine(
                kind=PurseKind(kind),
                asset=names[number],
                amount=int(trail.traced.held[mine].sum()),
                accounts=len(mine),
                transfers=int(arrived[mine].sum()),
            )
        )
    return tuple(sorted(lines, key=lambda one: (one.asset, -one.amount, one.kind)))
