"""Exports of addresses on TRON, as OKLink and Tronscan give them, with spoofs among the rows."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from zhanlian.model.asset import USDT_ON_TRON
from zhanlian.simulate.fates import RowFate
from zhanlian.simulate.formats.cells import write_amounts, write_times
from zhanlian.simulate.formats.written import LineFates, SimulatedFile
from zhanlian.simulate.parameters import Trap
from zhanlian.simulate.returns import Rows
from zhanlian.simulate.worlds.accounts import CHAIN, make_address
from zhanlian.simulate.worlds.flows import COIN
from zhanlian.simulate.worlds.world import World

_OKLINK: Final = (
    "交易哈希,区块高度,本地时间(UTC+8),UTC时间,发送方,发送方ENS,接收方,接收方ENS,数量,代币符号,"
    "代币地址"
)
_TRONSCAN: Final = "Txn Hash,Time(UTC),From,To,Amount/TokenID,Token,Status,Result"
_CONTRACT: Final = USDT_ON_TRON.partition(":")[2]
_DIGITS: Final = 6
_FIRST_BLOCK: Final = 78_000_000
_SECONDS_A_BLOCK: Final = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of an export; `transfer` is -1 for what never was one."""

    time: int
    payer: str
    payee: str
    amount: int
    contract: str
    fate: RowFate
    transfer: int
    key: str


def write_chain(world: World, _: Rows, traps: frozenset[Trap]) -> Iterator[SimulatedFile]:
    """Yield one file for each address that was asked for, in turns of the two explorers."""
    flows = world.flows
    coins = np.flatnonzero(flows.asset == COIN)
    told: set[int] = set()
    own = np.flatnonzero(world.present & (world.columns.provider == CHAIN)).tolist()
    for turn, address in enumerate(own):
        touched = coins[(flows.payer[coins] == address) | (flows.payee[coins] == address)]
        if Trap.MIRRORS not in traps:
            touched = touched[[int(place) not in told for place in touched]]
        lines = [_tell_transfer(world, int(place), told) for place in touched]
        lines += [
            line
            for line in _make_baits(world, address, touched)
            if (Trap.SPOOFS if line.fate == RowFate.SPOOF else Trap.POISONING) in traps
        ]
        lines.sort(key=lambda line: (-line.time, line.key))
        write = _write_oklink if turn % 2 == 0 else _write_tronscan
        source = "oklink" if turn % 2 == 0 else "tronscan"
        fates = LineFates(
            np.arange(len(lines)) + 2,
            np.array([line.fate for line in lines], dtype=np.int32),
            np.array([line.transfer for line in lines], dtype=np.int64),
            np.full(len(lines), -1, dtype=np.int64),
        )
        number = world.accounts.number[address]
        yield SimulatedFile(f"链上/{source}_{number}.csv", write(lines), fates)


def _tell_transfer(world: World, place: int, told: set[int]) -> _Line:
    flows, numbers = world.flows, world.accounts.number
    fate = RowFate.MIRROR if place in told else RowFate.GENUINE
    told.add(place)
    return _Line(
        int(flows.time[place]), numbers[flows.payer[place]], numbers[flows.payee[place]],
        int(flows.amount[place]), _CONTRACT, fate, place, f"{world.seed}-{place}",
    )  # fmt: skip


def _make_baits(world: World, address: int, touched: np.ndarray) -> list[_Line]:
    """Return worthless copies of what the address paid, and dust from addresses that look alike.

    A fake token's contract says whatever it likes: the copies show as paid by the address itself.
    """
    flows, own = world.flows, world.accounts.number[address]
    chance = np.random.Generator(np.random.PCG64(np.random.SeedSequence([world.seed, address])))
    made = []
    for place in touched.tolist():
        if flows.payer[place] != address:
            continue
        partner = world.accounts.number[flows.payee[place]]
        alike = make_address(10_000_000 + place, partner[-4:])
        time = int(flows.time[place]) + int(chance.integers(20, 3400)) // 3 * 3
        share = world.parameters["coin.spoofs"]
        for copy in range(int(chance.binomial(2, share))):
            fake = make_address(20_000_000 + place + copy)
            made.append(
                _Line(time + 3 * copy, own, alike, int(flows.amount[place]), fake, RowFate.SPOOF,
                      -1, f"{world.seed}-s{place}-{copy}")
            )  # fmt: skip
        if chance.random() < world.parameters["coin.dust"]:
            made.append(
                _Line(time + 9, alike, own, 1, _CONTRACT, RowFate.POISONING, -1,
                      f"{world.seed}-d{place}")
            )  # fmt: skip
    return made


def _hash(key: str) -> str:
    return hashlib.sha256(f"SYN-{key}".encode()).hexdigest()


def _block(time: int) -> int:
    return _FIRST_BLOCK + (time - 1_767_225_600) // _SECONDS_A_BLOCK


def _write_oklink(lines: list[_Line]) -> Iterator[bytes]:
    times = np.array([line.time for line in lines], dtype=np.int64)
    local, utc = write_times(times, _SLASHED), write_times(times, _SLASHED, 0)
    amounts = write_amounts(np.array([line.amount for line in lines], dtype=np.int64), _DIGITS)
    text = [_OKLINK]
    for line, here, there, amount in zip(lines, local, utc, amounts, strict=True):
        shown = amount.rstrip("0").rstrip(".")
        text.append(
            f"{_hash(line.key)},{_block(line.time)},{here},{there},{line.payer},,{line.payee},,"
            f"{shown},USDT,{line.contract},"
        )
    yield ("\n".join(text) + "\n").encode()


_SLASHED: Final = "%Y/%m/%d %H:%M:%S"


def _write_tronscan(lines: list[_Line]) -> Iterator[bytes]:
    times = np.array([line.time for line in lines], dtype=np.int64)
    utc = write_times(times, "%Y-%m-%d %H:%M:%S", 0)
    amounts = write_amounts(np.array([line.amount for line in lines], dtype=np.int64), _DIGITS)
    text = [_TRONSCAN]
    for line, there, amount in zip(lines, utc, amounts, strict=True):
        text.append(
            f"{_hash(line.key)},{there},{line.payer},{line.payee},{amount},"
            f"USDT({line.contract}),CONFIRMED,SUCCESS"
        )
    yield ("\n".join(text) + "\n").encode()
