"""Police returns of the two wallet companies: Tenpay in fen, Alipay in two views."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from zhanlian.kernels.flow import Flags
from zhanlian.model.transfer import PurseKind, TransferKind
from zhanlian.simulate.fates import RowFate
from zhanlian.simulate.formats.bank_rows import COMPANIES, id_number
from zhanlian.simulate.formats.cells import MARK, write_amounts, write_times
from zhanlian.simulate.formats.written import LineFates, SimulatedFile
from zhanlian.simulate.parameters import Trap
from zhanlian.simulate.returns import Rows
from zhanlian.simulate.worlds.accounts import ALIPAY, BANK_NAMES, BANKS, TENPAY
from zhanlian.simulate.worlds.world import World

# The header has two columns twice, as Tenpay writes them.
_TENPAY: Final = (
    "用户ID", "交易单号", "大单号", "用户侧账号名称", "借贷类型", "交易业务类型", "交易用途类型",
    "交易时间", "交易金额(分)", "账户余额(分)", "用户银行卡号", "用户侧银行名称",
    "用户侧网银联单号", "网联/银联", "第三方账户名称", "对手方ID", "对手侧账户名称",
    "对手方银行卡号", "对手侧银行名称", "对手侧网银联单号", "网联/银联", "第三方账户名称",
    "对手方接收时间", "对手方接收金额(分)", "备注1", "备注2",
)  # fmt: skip
_TENPAY_ACCOUNTS: Final = (
    "账户状态", "账号", "注册姓名", "注册时间", "注册身份证号", "绑定手机", "绑定状态",
    "开户行信息", "银行账号",
)  # fmt: skip
_BALANCE: Final = (
    "交易订单号/外部流水号", "账户", "对方帐户", "交易发生日期", "银行处理日期",
    "收入金额(+)（元）", "支出金额(-)（元）", "余额（元）", "业务类型", "交易发生地", "银行名称",
    "备注", "对应的协查数据",
)  # fmt: skip
_PAYMENTS: Final = (
    "交易号", "商户订单号", "交易创建时间", "付款时间", "最近修改时间", "交易来源地", "类型",
    "用户信息", "交易对方信息", "消费名称", "金额（元）", "收/支", "交易状态", "支付方式",
    "充值流水号", "备注", "对应的协查数据",
)  # fmt: skip
_REGISTERED: Final = (
    "用户ID", "登录邮箱", "登录手机", "账户名称", "证件类型", "证件号", "可用余额", "绑定手机",
    "注册时间", "注册时IP", "绑定银行卡", "关联账户", "备注", "对应的协查数据",
)  # fmt: skip
_TIME: Final = "%Y-%m-%d %H:%M:%S"
_SINCE: Final = "2024-01-01 00:00:00"
_KINDS: Final = {
    TransferKind.TOPUP: "充值",
    TransferKind.WITHDRAWAL: "提现",
    TransferKind.POS: "商户消费",
    TransferKind.MERCHANT: "商户消费",
    TransferKind.FEE: "服务费",
}


def write_tenpay(world: World, rows: Rows, _: frozenset[Trap]) -> Iterator[SimulatedFile]:
    """Yield Tenpay's transactions and accounts: UTF-8, amounts in fen, a tab behind numbers."""
    own = rows.take(world.columns.provider[rows.owner] == TENPAY)
    present = _list_own(world, TENPAY)
    if not present:
        return
    lines = _encode(_TENPAY, _tell_tenpay(world, own), "utf-8-sig")
    yield SimulatedFile("调单/财付通/交易明细信息.csv", lines, _tell_fates(own))
    registered = (
        ("正常", world.accounts.number[one], world.accounts.holder[one], _SINCE, id_number(one),
         f"SYN{one:08d}", "已绑定", "合成银行", "")
        for one in present
    )  # fmt: skip
    yield SimulatedFile(
        "调单/财付通/账户信息.csv", _encode(_TENPAY_ACCOUNTS, registered, "utf-8-sig")
    )


def write_alipay(world: World, rows: Rows, traps: frozenset[Trap]) -> Iterator[SimulatedFile]:
    """Yield Alipay's balance view, the payment view of the same money, and registrations."""
    own = rows.take(world.columns.provider[rows.owner] == ALIPAY)
    present = _list_own(world, ALIPAY)
    if not present:
        return
    balance = _encode(_BALANCE, _tell_balance(world, own), "gb18030")
    yield SimulatedFile("调单/支付宝/余额明细.csv", balance, _tell_fates(own))
    if Trap.TWO_VIEWS in traps:
        yield _write_second_view(world, own)
    registered = (
        (world.accounts.number[one] + "\t", f"syn{one}@example.invalid", f"SYN{one:08d}",
         world.accounts.holder[one], "身份证", id_number(one),
         write_amounts(world.closing[one : one + 1])[0], f"SYN{one:08d}", _SINCE, "192.0.2.1",
         "", "", MARK, "SYN")
        for one in present
    )  # fmt: skip
    yield SimulatedFile("调单/支付宝/注册信息.csv", _encode(_REGISTERED, registered, "gb18030"))


def _write_second_view(world: World, own: Rows) -> SimulatedFile:
    payments = _encode(_PAYMENTS, _tell_payments(world, own), "gb18030")
    again = LineFates(
        np.arange(len(own)) + 2,
        np.full(len(own), RowFate.SECOND_VIEW, dtype=np.int32),
        own.transfer,
        own.fee_transfer,
    )
    return SimulatedFile("调单/支付宝/账户明细.csv", payments, again)


def _list_own(world: World, provider: int) -> list[int]:
    own: Flags = world.present & (world.columns.provider == provider)
    return [int(one) for one in np.flatnonzero(own)]


def _tell_fates(own: Rows) -> LineFates:
    return LineFates(np.arange(len(own)) + 2, own.fate, own.transfer, own.fee_transfer)


def _encode(
    header: Sequence[str], lines: Iterator[Sequence[str]], encoding: str
) -> Iterator[bytes]:
    yield (",".join(header) + "\r\n").encode(encoding)
    # The mark of order stands at the beginning only.
    encoding = encoding.removesuffix("-sig")
    batch: list[str] = []
    for line in lines:
        batch.append(",".join(line) + "\r\n")
        if len(batch) == 20_000:
            yield "".join(batch).encode(encoding)
            batch.clear()
    yield "".join(batch).encode(encoding)


def _tell_others(world: World, rows: Rows, company: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield wallet, name, card and bank of each row's other party; one of the two numbers."""
    accounts = world.accounts
    kinds, providers = accounts.kind, accounts.provider
    for other in rows.other.tolist():
        kind, provider = kinds[other], providers[other]
        if kind in (PurseKind.FEE, PurseKind.INTEREST, PurseKind.ATM):
            yield "", COMPANIES[company], "", ""
        elif provider == company:
            yield accounts.number[other], accounts.holder[other], "", ""
        else:
            bank = BANK_NAMES[provider] if 0 <= provider < BANKS else ""
            yield "", accounts.holder[other], accounts.number[other], bank


def _tell_tenpay(world: World, rows: Rows) -> Iterator[Sequence[str]]:
    accounts = world.accounts
    times, later = write_times(rows.time, _TIME), write_times(rows.time + 1, _TIME)
    columns = zip(
        rows.owner.tolist(), times, later, rows.out.tolist(), rows.amount.tolist(),
        rows.fee.tolist(), rows.balance.tolist(), rows.kind.tolist(), rows.serial.tolist(),
        _tell_others(world, rows, TENPAY), strict=True,
    )  # fmt: skip
    for owner, time, after, out, amount, fee, balance, kind, serial, other in columns:
        wallet, name, card, bank = other
        shown = f"{wallet}({name})" if wallet else name
        remark = f"服务费¥{fee / 100:.2f}" if fee else ""
        yield (
            accounts.number[owner], f"1000050001SYN{serial:015d}\t", "",
            f"{accounts.number[owner]}({accounts.holder[owner]})", "出" if out else "入",
            _KINDS.get(TransferKind(kind), "转账"), "", time, str(amount), str(balance), "", "",
            "", "", "", wallet, shown, f"{card}\t" if card else "", bank, "", "", "", after,
            str(amount - fee), remark, MARK,
        )  # fmt: skip


def _tell_balance(world: World, rows: Rows) -> Iterator[Sequence[str]]:
    accounts = world.accounts
    times, amounts = write_times(rows.time, _TIME), write_amounts(rows.amount)
    balances = write_amounts(rows.balance)
    columns = zip(
        rows.owner.tolist(), times, rows.out.tolist(), amounts, balances, rows.kind.tolist(),
        rows.serial.tolist(), _tell_others(world, rows, ALIPAY), strict=True,
    )  # fmt: skip
    for owner, time, out, amount, balance, kind, serial, other in columns:
        wallet, name, card, bank = other
        number = wallet or card
        yield (
            f"2026SYN{serial:021d}\t", f"{accounts.number[owner]}({accounts.holder[owner]})",
            f"{number}({name})" if number else name, time, time, "" if out else amount,
            amount if out else "", balance, _KINDS.get(TransferKind(kind), "转账"), "", bank, MARK,
            "SYN",
        )  # fmt: skip


def _tell_payments(world: World, rows: Rows) -> Iterator[Sequence[str]]:
    accounts = world.accounts
    times, amounts = write_times(rows.time, _TIME), write_amounts(rows.amount)
    columns = zip(
        rows.owner.tolist(), times, rows.out.tolist(), amounts, rows.kind.tolist(),
        rows.serial.tolist(), _tell_others(world, rows, ALIPAY), strict=True,
    )  # fmt: skip
    for owner, time, out, amount, kind, serial, other in columns:
        wallet, name, card, _ = other
        number = wallet or card
        why = _KINDS.get(TransferKind(kind), "转账")
        yield (
            f"2026SYN{serial:021d}\t", "", time, time, time, "", why,
            f"{accounts.number[owner]}({accounts.holder[owner]})",
            f"{number}({name})" if number else name, why, amount, "支出" if out else "收入",
            "交易成功", "余额", "", MARK, "SYN",
        )  # fmt: skip
