"""A world holds together: nobody spends what is not there, and the same seed gives it again."""

import numpy as np
import pytest
from simulated import make_world

from zhanlian.errors import InputError
from zhanlian.model.transfer import PurseKind
from zhanlian.simulate.parameters import load_parameters, load_scale, parse_parameters
from zhanlian.simulate.worlds.accounts import CHAIN, Role
from zhanlian.simulate.worlds.flows import CNY, Purpose
from zhanlian.simulate.worlds.world import World, build_world, settle

_SCALES = ("demo", "small", "medium")


def test_the_same_seed_gives_the_same_world_and_another_seed_another() -> None:
    one, two, other = (build_world(seed, load_scale("small")) for seed in (3, 3, 4))
    assert np.array_equal(one.flows.amount, two.flows.amount)
    assert np.array_equal(one.flows.time, two.flows.time)
    assert one.accounts.number == two.accounts.number
    assert not np.array_equal(one.flows.amount[:500], other.flows.amount[:500])


@pytest.mark.parametrize("scale", _SCALES)
def test_no_balance_falls_below_nought_and_balances_follow_from_transfers(scale: str) -> None:
    world = make_world(scale)
    balance = world.opening.copy()
    flows = world.flows
    parts = (flows.payer, flows.payee, flows.amount, world.payer_after, world.payee_after)
    for payer, payee, amount, after_payer, after_payee in zip(
        *(part.tolist() for part in parts), strict=True
    ):
        assert payer != payee
        assert amount > 0
        balance[payer] -= amount
        balance[payee] += amount
        assert balance[payer] == after_payer >= 0
        assert balance[payee] == after_payee
    assert np.array_equal(balance, world.closing)


@pytest.mark.parametrize("scale", _SCALES)
def test_a_mule_passes_on_no_more_of_the_victims_money_than_came(scale: str) -> None:
    world = make_world(scale)
    dirty = world.flows.take((world.flows.purpose <= Purpose.PAYBACK) & (world.flows.asset == CNY))
    opening, payer_after, _, _ = settle(dirty, np.zeros(len(world.accounts), dtype=np.int64))
    mules = world.columns.role == Role.MULE
    assert opening[mules].sum() == 0
    assert (payer_after >= 0).all()


def test_transfers_are_in_the_order_of_time() -> None:
    assert (np.diff(make_world("medium").flows.time) >= 0).all()


@pytest.mark.parametrize(("scale", "transfers"), [("demo", 330), ("small", 2000), ("5000", 5000)])
def test_a_scale_gives_about_the_transfers_it_says(scale: str, transfers: int) -> None:
    assert transfers * 0.9 <= len(make_world(scale).flows) <= transfers * 1.35


def test_an_unknown_scale_is_refused_with_the_known_ones() -> None:
    for told in ("huge", "12", "-5", "1e6", "", "99999999999999"):
        with pytest.raises(InputError, match="scale-unknown"):
            load_scale(told)


def test_every_parameter_lies_in_its_range_and_has_a_source() -> None:
    parameters = load_parameters()
    assert len(parameters.values) > 40
    for name, value in parameters.values.items():
        low, high = parameters.ranges[name]
        assert low <= value <= high, name
    text = parameters.text.replace(b"first_delay_median_minutes = { value = 4,",
                                   b"first_delay_median_minutes = { value = 400,")  # fmt: skip
    with pytest.raises(ValueError, match="first_delay_median_minutes"):
        parse_parameters(text)


def test_losses_and_delays_lie_near_their_medians_at_medium_scale() -> None:
    world = make_world("medium")
    parameters, losses = world.parameters, world.losses
    total = np.bincount(losses.victim, weights=losses.amount)
    for place, scam in enumerate(parameters.scams):
        own = total[losses.scam == place] / 100
        if len(own) > 100:
            assert scam.median * 0.75 < np.median(own) < scam.median * 1.35, scam.name
    shares = np.bincount(losses.scam, minlength=len(parameters.scams)) / len(losses.scam)
    for place, scam in enumerate(parameters.scams):
        assert abs(shares[place] - scam.share) < 0.05
    counts = np.bincount(losses.victim)
    mean = sum(scam.share * scam.payments for scam in parameters.scams)
    assert abs(counts.mean() - mean) < 0.4


def test_the_first_hop_takes_minutes_with_a_heavy_tail() -> None:
    world = make_world("medium")
    flows = world.flows
    banked = flows.asset == CNY
    last = np.full(len(world.accounts), -1, dtype=np.int64)
    delays = []
    first = world.columns.level == 1
    rows = zip(flows.time.tolist(), flows.payer.tolist(), flows.payee.tolist(),
               flows.purpose.tolist(), banked.tolist(), strict=True)  # fmt: skip
    for time, payer, payee, purpose, in_yuan in rows:
        if not in_yuan:
            continue
        if purpose == Purpose.PAYMENT:
            last[payee] = time
        elif purpose in (Purpose.PASS_ON, Purpose.CASH_OUT) and first[payer] and last[payer] >= 0:
            delays.append(time - last[payer])
            last[payer] = -1
    minutes = np.array(delays) / 60
    assert 2 < np.median(minutes) < 7
    assert np.quantile(minutes, 0.95) > 4 * np.median(minutes)
    assert np.quantile(minutes, 0.9) < 180


def test_cash_out_goes_by_the_ways_of_the_parameters() -> None:
    world = make_world("medium")
    out = world.flows.take((world.flows.purpose == Purpose.CASH_OUT) & (world.flows.asset == CNY))
    kind = world.columns.kind[out.payee]
    share = {one: out.amount[kind == one].sum() / out.amount.sum() for one in PurseKind}
    assert 0.38 < share[PurseKind.EXCHANGE] < 0.65
    assert 0.15 < share[PurseKind.POS] + share[PurseKind.ATM] < 0.35
    assert 0.05 < share[PurseKind.GOODS] < 0.17
    assert 0.02 < share[PurseKind.WALLET] < 0.12


def test_a_fan_out_of_the_first_level_reaches_three_to_twelve_accounts() -> None:
    world = make_world("medium")
    flows = world.flows.take(world.flows.purpose == Purpose.PASS_ON)
    for mule in np.flatnonzero((world.columns.level == 1) & (world.columns.provider != CHAIN)):
        partners = np.unique(flows.payee[flows.payer == mule])
        assert len(partners) <= 13  # twelve, and the bank account that a wallet's payee falls to


@pytest.mark.parametrize("missing", [0.2, 0.9])
def test_withheld_returns_are_the_share_asked_for_and_never_the_whole_first_level(
    missing: float,
) -> None:
    world: World = make_world("small", missing=missing)
    mules = (world.columns.role == Role.MULE) & world.columns.asked
    assert abs(world.missing.sum() / mules.sum() - missing) < 0.05
    assert not world.missing[~mules].any()
    assert (world.present & (world.columns.level == 1)).any()
    whole = make_world("small")
    assert np.array_equal(world.flows.amount, whole.flows.amount)
