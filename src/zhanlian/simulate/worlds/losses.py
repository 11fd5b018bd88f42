"""What victims lose: a kind of fraud, a loss, and the payments it was made in."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from zhanlian.kernels.flow import Flags, Int64s
from zhanlian.simulate.parameters import Parameters, Scale

_CENTS: Final = 100
_MOST_PAYMENTS: Final = 30
_LARGEST_LOSS: Final = 30_000_000.0  # yuan
HOUR: Final = 3600
DAY: Final = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Losses:
    """Payments of all victims, victim by victim, each victim's in the order of time.

    Attributes:
        scam: (v,) kind of fraud by victim.
        cell: (v,) cell that receives.
        victim: (k,) by payment.
        time: (k,) seconds since 1970, UTC.
        amount: (k,) fen.
        payback: (k,) fen that come back after this payment, mostly 0.
        in_coin: (k,) paid in coin by the victim.
    """

    scam: Int64s
    cell: Int64s
    victim: Int64s
    time: Int64s
    amount: Int64s
    payback: Int64s
    in_coin: Flags


def draw_losses(
    scale: Scale, has_address: Flags, parameters: Parameters, rng: np.random.Generator
) -> Losses:
    """Return the payments of all victims.

    Args:
        scale: how many victims and cells.
        has_address: (v,) victims who can pay in coin.
        parameters: of the world.
        rng: seeded.
    """
    count = scale.victims
    scams = parameters.scams
    scam = rng.choice(len(scams), count, p=[one.share for one in scams])
    # A cell takes in the victims of neighbouring days: most meet others on the same accounts.
    cell = np.sort(rng.integers(0, scale.cells, count))
    payments = _draw_payments(np.array([one.payments for one in scams])[scam], rng)
    median = np.array([one.median for one in scams])[scam]
    sigma = np.array([one.sigma for one in scams])[scam]
    loss = np.minimum(median * np.exp(sigma * rng.standard_normal(count)), _LARGEST_LOSS)
    victim = np.repeat(np.arange(count), payments)
    amount = _split_losses(loss, payments, victim, parameters, rng)
    payback = _draw_paybacks(victim, amount, payments, parameters, rng)
    investing = np.isin(scam, [1, 8]) & has_address
    in_coin = investing[victim] & (rng.random(len(victim)) < 0.5)
    # Coins are received in cells whose addresses exist, and nothing comes back from there.
    in_coin &= cell[victim] < int(parameters["coin.cells"])
    payback[in_coin] = 0
    time = _draw_times(payments, victim, parameters, rng)
    return Losses(scam, cell, victim, time, amount, payback, in_coin)


def _draw_payments(mean: np.ndarray, rng: np.random.Generator) -> Int64s:
    return np.minimum(rng.geometric(1 / mean), _MOST_PAYMENTS).astype(np.int64)


def _split_losses(
    loss: np.ndarray, payments: Int64s, victim: Int64s, parameters: Parameters,
    rng: np.random.Generator,
) -> Int64s:  # fmt: skip
    """Return amounts that grow on the whole, most of them round: what victims are told to pay."""
    start = np.cumsum(payments) - payments
    step = np.arange(len(victim)) - start[victim]
    weight = (1 + step) * np.exp(0.4 * rng.standard_normal(len(victim)))
    part = weight / np.add.reduceat(weight, start)[victim] * loss[victim]
    unit = np.where(part >= 20_000, 1000, np.where(part >= 2_000, 100, 1))
    exact = rng.random(len(victim)) < 0.25
    yuan = np.maximum(np.round(part / unit) * unit, parameters["victim.smallest_payment"])
    amount = np.where(exact, np.round(part * _CENTS), yuan * _CENTS)
    least = parameters["victim.smallest_payment"] * _CENTS
    paid: Int64s = np.maximum(amount, least).astype(np.int64)
    return paid


def _draw_paybacks(
    victim: Int64s, amount: Int64s, payments: Int64s, parameters: Parameters,
    rng: np.random.Generator,
) -> Int64s:  # fmt: skip
    start = np.cumsum(payments) - payments
    lured = (rng.random(len(payments)) < parameters["victim.payback_share"]) & (payments > 1)
    part = parameters["victim.payback_part"] * rng.uniform(0.5, 1.5, len(payments))
    payback = np.zeros(len(victim), dtype=np.int64)
    payback[start[lured]] = (amount[start[lured]] * part[lured]).astype(np.int64) // 100 * 100
    return payback


def _draw_times(
    payments: Int64s, victim: Int64s, parameters: Parameters, rng: np.random.Generator
) -> Int64s:
    """Return times between 8 and 23 o'clock in Shanghai, a victim's own in rising order."""
    start = int(parameters["time.start"])
    days = max(1.0, parameters["time.days"] - 6)
    first = rng.uniform(0, days, len(payments)) * DAY
    gap = rng.exponential(parameters["time.payment_gap_hours"] * HOUR, len(victim)) + 120
    heads = np.cumsum(payments) - payments
    gap[heads] = 0
    passed = np.cumsum(gap)
    clock = (first[victim] + passed - passed[heads][victim]).astype(np.int64)
    day, second = clock // DAY, clock % DAY
    # The day's 24 hours are pressed into the 15 in which people are reached: order is kept.
    time: Int64s = start + day * DAY + 8 * HOUR + second * 15 // 24
    return time
