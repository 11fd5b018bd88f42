"""What victims bring: their payments as a simple table, and what they told in words."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from zhanlian.model.asset import find_exponent
from zhanlian.simulate.formats.cells import write_amounts, write_times
from zhanlian.simulate.formats.written import SimulatedFile
from zhanlian.simulate.truth import name_victim
from zhanlian.simulate.worlds.flows import ASSETS, CNY, Purpose
from zhanlian.simulate.worlds.world import World

_TELLERS: Final = 2
_MARK_ZH: Final = "【合成示例，与任何真实案件无关】SYNTHETIC EXAMPLE"


def write_victim_files(world: World) -> Iterator[SimulatedFile]:
    """Yield ``victims.csv``, statements of the first victims, and a notice."""
    yield SimulatedFile("victims.csv", _write_payments(world))
    for victim in range(min(_TELLERS, world.scale.victims)):
        yield SimulatedFile(f"文书/被害人陈述_{victim + 1}.txt", _write_statement(world, victim))
    yield SimulatedFile("文书/警情通报.txt", _write_notice(world))


def _write_payments(world: World) -> Iterator[bytes]:
    paid = np.flatnonzero(world.flows.victim >= 0)
    flows = world.flows.take(paid)
    lost = measure_losses(world)
    yield b"victim,time,payer,payee,amount,asset,loss\n"
    numbers = world.accounts.number
    # Victims tell the minute; a third of them have the second from their own bank.
    exact = flows.victim % 3 == 0
    minutes = write_times(flows.time, "%Y-%m-%dT%H:%M+08:00")
    seconds = write_times(flows.time, "%Y-%m-%dT%H:%M:%S+08:00")
    lines = []
    for place, victim in enumerate(flows.victim.tolist()):
        asset = int(flows.asset[place])
        digits = find_exponent(ASSETS[asset])
        amount = write_amounts(flows.amount[place : place + 1], digits)[0]
        loss = write_amounts(lost[asset, victim : victim + 1], digits)[0]
        time = seconds[place] if exact[place] else minutes[place]
        payer, payee = numbers[flows.payer[place]], numbers[flows.payee[place]]
        name = name_victim(world, victim)
        lines.append(f"{name},{time},{payer},{payee},{amount},{ASSETS[asset]},{loss}\n")
    yield "".join(lines).encode("utf-8")


def measure_losses(world: World) -> np.ndarray:
    """Return (assets, victims) what each victim paid less what came back, in whole units."""
    flows = world.flows
    lost = np.zeros((len(ASSETS), world.scale.victims), dtype=np.int64)
    paid = flows.victim >= 0
    np.add.at(lost, (flows.asset[paid], flows.victim[paid]), flows.amount[paid])
    back = np.flatnonzero(flows.purpose == Purpose.PAYBACK)
    of = np.full(len(world.accounts), -1, dtype=np.int64)
    of[world.crowd.victims] = np.arange(world.scale.victims)
    of[world.crowd.own_wallets] = (2, 3)
    np.subtract.at(lost, (flows.asset[back], of[flows.payee[back]]), flows.amount[back])
    return lost


def _write_statement(world: World, victim: int) -> Iterator[bytes]:
    flows = world.flows.take(world.flows.victim == victim)
    scam = world.parameters.scams[int(world.losses.scam[victim])].name
    name = name_victim(world, victim)
    lines = [_MARK_ZH, "", "被害人陈述笔录", f"被害人：{name}", f"类型：{scam}", ""]
    times = write_times(flows.time, "%Y年%m月%d日%H时%M分")
    for place, time in enumerate(times):
        asset = ASSETS[int(flows.asset[place])]
        unit = "元" if asset == ASSETS[CNY] else "个USDT"
        amount = write_amounts(flows.amount[place : place + 1], find_exponent(asset))[0]
        payer = world.accounts.number[flows.payer[place]]
        payee = world.accounts.number[flows.payee[place]]
        lines.append(f"{time}，我从 {payer} 向对方提供的账户 {payee} 转账{amount}{unit}。")
    lines.append("以上内容均为合成数据。")
    yield ("\n".join(lines) + "\n").encode("utf-8")


def _write_notice(world: World) -> Iterator[bytes]:
    lost = int(measure_losses(world)[CNY].sum()) // 1_000_000
    day = write_times(np.array([world.end]), "%Y年%m月%d日")[0]
    yield (
        f"{_MARK_ZH}\n\n警情通报\n\n"
        f"{day}，合成市公安局通报：近期，合成市公安局侦破一起电信网络诈骗案，"
        f"查明被害人{world.scale.victims}名，涉案金额{lost}万余元，"
        f"冻结涉案账户{int(world.frozen.sum())}个。案件正在进一步侦办中。\n"
        "以上内容均为合成数据，不涉及任何真实人员、账户或案件。\n"
    ).encode()
