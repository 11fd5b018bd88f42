"""Table 交易明细信息 of a bank's return: 31 columns in GB18030, in the manner of each bank."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from zhanlian.model.transfer import PurseKind, TransferKind
from zhanlian.simulate.fates import RowFate
from zhanlian.simulate.formats.cells import (
    MARK,
    pick,
    round_half_up,
    write_amounts,
    write_times,
)
from zhanlian.simulate.formats.manners import Manner, load_manners
from zhanlian.simulate.formats.written import LineFates, SimulatedFile
from zhanlian.simulate.parameters import Trap
from zhanlian.simulate.returns import Rows
from zhanlian.simulate.worlds.accounts import (
    ALIPAY,
    BANK_NAMES,
    BANKS,
    OWN_ALIPAY,
    OWN_WECHAT,
    TENPAY,
)
from zhanlian.simulate.worlds.flows import Purpose
from zhanlian.simulate.worlds.world import World

ENCODING: Final = "gb18030"
FILE: Final = "交易明细信息.csv"
HEADER: Final = (
    "交易卡号", "交易账号", "交易方户名", "交易方证件号码", "交易时间", "交易金额", "交易余额",
    "收付标志", "交易对手账卡号", "现金标志", "对手户名", "对手身份证号", "对手开户银行",
    "摘要说明", "交易币种", "交易网点名称", "交易发生地", "交易是否成功", "传票号", "IP地址",
    "MAC地址", "对手交易余额", "交易流水号", "日志号", "凭证种类", "凭证号", "交易柜员号", "备注",
    "商户名称", "交易类型", "查询反馈结果原因",
)  # fmt: skip
NOTHING_FOUND: Final = "查询成功,无交易明细"
COMPANIES: Final = {
    TENPAY: "财付通支付科技有限公司",
    ALIPAY: "支付宝（中国）网络技术有限公司",
    OWN_ALIPAY: "支付宝（中国）网络技术有限公司",
    OWN_WECHAT: "财付通支付科技有限公司",
}
_CHUNK: Final = 50_000
_BY_ACCOUNT: Final = 15  # of a hundred counterparties are named by account number, not by card
_UNNAMED: Final = 30  # of a hundred wallets are named by their company only
_SUMMARIES: Final = {
    Purpose.SALARY: "工资",
    Purpose.SHOPPING: "网上消费",
    Purpose.FEE: "手续费",
    Purpose.INTEREST: "结息",
    Purpose.FRIENDS: "转账",
    Purpose.PAYMENT: "手机银行转账",
}
_KIND_SUMMARIES: Final = {
    TransferKind.CASH: "ATM取款",
    TransferKind.POS: "POS消费",
    TransferKind.MERCHANT: "网上消费",
    TransferKind.TOPUP: "快捷支付",
    TransferKind.WITHDRAWAL: "提现",
}


def write_bank(world: World, rows: Rows, bank: int, traps: frozenset[Trap]) -> SimulatedFile:
    """Return a bank's table of transactions.

    Args:
        world: everything that took place.
        rows: of the whole world, as told.
        bank: 0 to 7.
        traps: what makes the returns hard to read.
    """
    manner = load_manners(traps)[bank]
    own = rows.take(world.columns.provider[rows.owner] == bank)
    if manner.newest_first:
        own = own.take(np.lexsort((-np.arange(len(own)), own.owner)))
    idle = list_silent(world, rows, bank) if Trap.IDLE in traps else []
    n, silent = len(own), len(idle)
    fates = LineFates(
        np.arange(n + silent) + 2,
        np.concatenate((own.fate, np.full(silent, RowFate.QUERY, dtype=np.int32))),
        np.concatenate((own.transfer, np.full(silent, -1))),
        np.concatenate((own.fee_transfer, np.full(silent, -1))),
    )
    names = _Names(world, manner, traps, world.present)
    return SimulatedFile(f"调单/{BANK_NAMES[bank]}/{FILE}", _write(own, idle, names, manner), fates)


def write_second_delivery(
    world: World, rows: Rows, bank: int, traps: frozenset[Trap]
) -> SimulatedFile:
    """Return the same rows once more, of some of the bank's accounts: a return delivered twice."""
    manner = load_manners(traps)[bank]
    own = rows.take(world.columns.provider[rows.owner] == bank)
    accounts = np.unique(own.owner)
    some = accounts[: max(1, round(len(accounts) * world.parameters["trouble.second_delivery"]))]
    again = own.take(np.isin(own.owner, some))
    fates = LineFates(
        np.arange(len(again)) + 2,
        np.full(len(again), RowFate.REPEAT, dtype=np.int32),
        again.transfer,
        again.fee_transfer,
    )
    names = _Names(world, manner, traps, world.present)
    path = f"调单/{BANK_NAMES[bank]}/第二次反馈_{FILE}"
    return SimulatedFile(path, _write(again, [], names, manner), fates)


def list_silent(world: World, rows: Rows, bank: int) -> list[int]:
    """Return accounts of a bank that were asked for, answered, and have no rows."""
    has_rows = np.zeros(len(world.accounts), dtype=np.bool_)
    has_rows[rows.owner] = True
    silent = world.present & (world.columns.provider == bank) & ~has_rows
    return [int(one) for one in np.flatnonzero(silent)]


def id_number(account: int) -> str:
    """Return a holder's number: the mark SYN stands where a region's code would."""
    return f"SYN{account:015d}"


@dataclass(frozen=True, slots=True)
class _Names:
    """How a bank names accounts: its own, and those of others."""

    world: World
    manner: Manner
    traps: frozenset[Trap]
    present: np.ndarray

    def tell_own(self, account: int) -> str:
        """Return the first four cells of a row: card, account number, holder, id number."""
        accounts, manner = self.world.accounts, self.manner
        tab = "\t" if manner.blanks else ""
        card = "" if manner.numbers == "account" else accounts.number[account] + tab
        number = "" if manner.numbers == "card" else accounts.second[account] + manner.suffix
        return f"{card},{number},{accounts.holder[account]},{id_number(account)}{tab}"

    def tell_others(self, rows: Rows) -> Iterator[tuple[str, str, str, str, str]]:
        """Yield number, name, id number, bank and merchant of each row's other party."""
        accounts, columns = self.world.accounts, self.world.columns
        by_account = pick(_BY_ACCOUNT, rows.serial, 1).tolist()
        unnamed = pick(_UNNAMED if Trap.UNNAMED_WALLETS in self.traps else 0, rows.serial, 2)
        hidden = unnamed.tolist()
        kinds, providers = columns.kind.tolist(), columns.provider.tolist()
        for place, other in enumerate(rows.other.tolist()):
            kind, provider = kinds[other], providers[other]
            if kind in (PurseKind.ATM, PurseKind.FEE, PurseKind.INTEREST):
                yield "", "", "", "", ""
            elif provider in COMPANIES:
                if hidden[place] or provider == OWN_WECHAT:
                    yield "", COMPANIES[provider], "", "", ""
                else:
                    yield accounts.number[other], COMPANIES[provider], "", "", ""
            else:
                yield self._tell(other, kind, provider, by_account[place])

    def _tell(
        self, other: int, kind: int, provider: int, by_account: bool
    ) -> tuple[str, str, str, str, str]:
        accounts = self.world.accounts
        number, name = accounts.number[other], accounts.holder[other]
        # Only of an account whose own return joins both numbers can one stand for the other.
        if by_account and self.present[other] and accounts.second[other]:
            number = accounts.second[other]
        bank = BANK_NAMES[provider] if 0 <= provider < BANKS else ""
        sold = kind in (PurseKind.POS, PurseKind.MERCHANT, PurseKind.GOODS)
        return number, name, "", bank, name if sold else ""


def _write(rows: Rows, idle: Sequence[int], names: _Names, manner: Manner) -> Iterator[bytes]:
    alias = dict(manner.alias)
    heads = [alias.get(name, name) for name in HEADER]
    if manner.blanks:
        heads = [f"{name}\t" if place % 7 == 3 else name for place, name in enumerate(heads)]
    yield (",".join(heads) + "\r\n").encode(ENCODING)
    own = {int(one): names.tell_own(int(one)) for one in np.unique(rows.owner)}
    for start in range(0, len(rows), _CHUNK):
        part = rows.take(np.arange(start, min(start + _CHUNK, len(rows))))
        yield "".join(_write_lines(part, own, names, manner)).encode(ENCODING)
    tail = "," * (len(HEADER) - 4)
    for account in idle:
        yield f'{names.tell_own(account)}{tail}"{NOTHING_FOUND}"\r\n'.encode(ENCODING)


def _write_lines(rows: Rows, own: dict[int, str], names: _Names, manner: Manner) -> Iterator[str]:
    times = write_times(rows.time, manner.time)
    amounts, balances = _write_money(rows, manner)
    flags, summaries = _write_flags(rows, manner), _write_summaries(rows)
    currency = manner.currency
    others = write_amounts(rows.other_balance) if manner.other_balance else [""] * len(rows)
    present = names.present[rows.other] if manner.other_balance else np.zeros(len(rows), bool)
    failed = (rows.fate == RowFate.FAILED).tolist()
    kinds, shown = rows.kind.tolist(), present.tolist()
    columns = zip(
        rows.owner.tolist(), times, amounts, balances, flags, names.tell_others(rows), summaries,
        rows.serial.tolist(), strict=True,
    )  # fmt: skip
    for place, (owner, time, amount, balance, flag, other, summary, serial) in enumerate(columns):
        number, name, id_told, bank, merchant = other
        cash = "现金" if kinds[place] == TransferKind.CASH else "转账"
        done = manner.failed if failed[place] else manner.done
        balance_told = others[place] if shown[place] and not failed[place] else ""
        # Addresses of the documentation ranges: RFC 5737 and RFC 7042.
        yield (
            f"{own[owner]},{time},{amount},{balance},{flag},{number},{cash},{name},{id_told},{bank},"
            f"{summary},{currency[serial % len(currency)]},,合成网点,{done},,"
            f"192.0.2.{serial % 254 + 1},00-00-5E-00-53-{serial % 256:02X},{balance_told},"
            f"S{serial:010d},,,,,{MARK},{merchant},{summary},\r\n"
        )


def _write_money(rows: Rows, manner: Manner) -> tuple[list[str], list[str]]:
    signed = np.where(rows.out & manner.signed, -rows.amount, rows.amount)
    amounts = write_amounts(signed)
    if manner.blanks:
        amounts = [f" {text}\t" if place % 5 == 2 else text for place, text in enumerate(amounts)]
    if manner.rounded:
        return amounts, write_amounts(round_half_up(rows.balance, 10) // 10, 1)
    return amounts, write_amounts(rows.balance)


def _write_flags(rows: Rows, manner: Manner) -> list[str]:
    flags = np.where(rows.out, manner.out, manner.into)
    if manner.odd_flags:
        flags = np.where(pick(6, rows.serial, 3), "", flags)
    flags = np.where(rows.fate == RowFate.QUERY, "", flags)
    texts: list[str] = flags.tolist()
    return texts


def _write_summaries(rows: Rows) -> list[str]:
    def tell(purpose: int, kind: int, fate: int) -> str:
        if fate == RowFate.QUERY:
            return "余额查询"
        plain = _SUMMARIES.get(Purpose(purpose)) or _KIND_SUMMARIES.get(TransferKind(kind), "转账")
        return f"{plain}冲正" if fate == RowFate.REVERSAL else plain

    told: dict[tuple[int, int, int], str] = {}
    texts = []
    keys = zip(rows.purpose.tolist(), rows.kind.tolist(), rows.fate.tolist(), strict=True)
    for key in keys:
        if key not in told:
            told[key] = tell(*key)
        texts.append(told[key])
    return texts
