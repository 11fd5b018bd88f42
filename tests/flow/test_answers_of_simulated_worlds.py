"""What a run answers over a simulated case is what the same rule says of all that took place.

The difficulties are all there; the truth is traced in the names of the ledger (`trace_truth`).
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from followed import follow_case, trace_truth
from imported import Imported, import_case
from simulated import read_dicts

from zhanlian.model.answers import AccountLine
from zhanlian.model.asset import find_exponent
from zhanlian.model.flow import Rule
from zhanlian.model.transfer import Fate, PurseKind
from zhanlian.simulate.parameters import ALL_TRAPS, Trap

# With and without a fifth of the mules' returns.
_CASES = [(1, 0.0), (2, 0.0), (1, 0.2), (2, 0.2)]
_QUERIED = (Rule.ROLLING, Rule.FIFO)
_ROUNDED = 5  # fen: half of what the coarsest of the simulated banks rounds to


@pytest.fixture(params=_CASES, ids=str)
def case(request: pytest.FixtureRequest) -> Imported:
    seed, missing = request.param
    return import_case("small", seed, missing)


@pytest.mark.parametrize("rule", Rule)
def test_holdings_levels_and_sums_equal_the_truth_to_the_cent(case: Imported, rule: Rule) -> None:
    answer, true = follow_case(case, rule), trace_truth(case, rule)
    assert answer.unmatched == ()
    assert answer.totals == true.totals
    told, wanted = _index(answer.accounts), _index(true.accounts)
    assert told == wanted
    assert len(told) > 100
    assert {line.level for line in answer.accounts} >= {1, 2, 3, 4}
    if rule is not Rule.POISON:  # which tells no victims
        named = sum(len(line.shares) for line in answer.accounts)
        assert named > 400


def test_cleaning_accounts_for_every_row(case: Imported) -> None:
    cleaning = follow_case(case, Rule.FIFO).cleaning
    assert cleaning.rows == len(case.rows) > 3_000
    assert sum(count for _, count in cleaning.fates) == cleaning.rows
    assert sum(count for _, count in cleaning.orderings) == cleaning.transfers
    assert {one for one, count in cleaning.fates if count} >= {
        *(Fate.USED, Fate.MERGED, Fate.FAILED, Fate.NO_MONEY, Fate.REVERSED, Fate.REVERSAL),
        *(Fate.REPEATED, Fate.SPOOF_TOKEN, Fate.POISONING),
    }


def _index(lines: Iterable[AccountLine]) -> dict[tuple[str, str], Any]:
    return {
        (line.account, line.asset): (
            *(line.level, line.received, line.passed_on, line.held),
            {share.victim: share.amount for share in line.shares},
        )
        for line in lines
    }


@pytest.mark.parametrize(
    ("traps", "most"), [(ALL_TRAPS, _ROUNDED), (ALL_TRAPS - {Trap.ROUNDED}, 0)]
)
def test_money_that_lay_there_before_is_known_but_for_rounding(
    traps: frozenset[Trap], most: int
) -> None:
    case = import_case("small", 1, traps=traps)
    true = trace_truth(case, Rule.FIFO, told_openings=False).trail.purses.to_pylist()
    opening = {(one["account"], one["asset"]): one["opening"] for one in true if one["known"]}
    told = {
        (one["account"], one["asset"]): one["opening"]
        for one in case.ledger.purses.to_pylist()
        if one["known"] and one["opening"] is not None
    }
    off = [abs(told[key] - opening[key]) for key in told.keys() & opening.keys()]
    assert len(off) > 50
    assert max(off) <= most


@pytest.mark.parametrize("rule", _QUERIED)
@pytest.mark.parametrize("seed", [1, 2, 3, 9])  # the last two with coins among what is lost
def test_the_query_list_names_the_missing_accounts_that_matter_first(seed: int, rule: Rule) -> None:
    case = import_case("small", seed, 0.2)
    answer = follow_case(case, rule)
    true = _rank_truth(case, rule)
    listed = [(line.account, line.asset, line.amount) for line in answer.queries]
    assert listed[:5] == true[:5]
    # Of the money that vanished at the k accounts that matter most, how much the first k lines
    # name; k is the number of returns that are missing.
    missing = [one["account"] for one in read_dicts(case.files["truth/missing.csv"])]
    lost = {line[:2]: _weigh(line) for line in true}
    named = sum(lost.get(line[:2], 0.0) for line in listed[: len(missing)])
    assert named >= 0.95 * sum(_weigh(line) for line in true[: len(missing)])
    assert len(missing) >= 8
    # Every missing account that victims' money reached is on the list.
    reached = {case.numbers.get(account, account) for account, _, _ in true}
    assert {case.numbers.get(line[0], line[0]) for line in listed} >= reached & set(missing)
    assert len(reached & set(missing)) >= 6


def _rank_truth(case: Imported, rule: Rule) -> list[tuple[str, str, int]]:
    """Return the accounts without records by the victims' money that truly went there.

    Coin dealers, phones and unnamed wallets are among them: to whoever reads returns they are
    accounts without records. What came back to accounts that victims paid from is not lost, and
    fees are the banks' own.
    """
    trail = trace_truth(case, rule).trail
    kind = trail.purses["kind"].to_numpy()
    paid_from = np.zeros(len(kind), dtype=np.bool_)
    paid_from[trail.flow.payer[trail.flow.victim >= 0]] = True
    gone = trail.flow.absorbing & (kind < PurseKind.FEE) & ~paid_from & (trail.traced.held > 0)
    lost = [
        (trail.account(purse), trail.asset(purse), int(trail.traced.held[purse]))
        for purse in np.flatnonzero(gone).tolist()
    ]
    return sorted(lost, key=lambda line: (-_weigh(line), line[0]))


def _weigh(line: tuple[str, str, int]) -> float:
    """Return an amount in nominal units: yuan and USDT stand in one list, with no rate told."""
    return line[2] / 10.0 ** find_exponent(line[1])
