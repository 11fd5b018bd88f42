"""The other tables of a bank's return: accounts, sub-accounts, persons, tasks, freezes."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from zhanlian.simulate.formats.bank_rows import ENCODING, NOTHING_FOUND, id_number
from zhanlian.simulate.formats.cells import MARK, write_amounts, write_times
from zhanlian.simulate.formats.written import SimulatedFile
from zhanlian.simulate.returns import Rows
from zhanlian.simulate.worlds.accounts import BANK_NAMES
from zhanlian.simulate.worlds.losses import DAY
from zhanlian.simulate.worlds.world import World

_ACCOUNTS: Final = (
    "账户开户名称", "开户人证件号码", "交易卡号", "交易账号", "账号开户时间", "账户余额",
    "可用余额", "币种", "开户网点代码", "开户网点", "账户状态", "钞汇标志名称", "开户人证件类型",
    "销户日期", "账户类型", "开户联系方式", "通信地址", "联系电话", "备注", "账号开户银行",
    "最后交易时间", "任务流水号",
)  # fmt: skip
_SUB_ACCOUNTS: Final = (
    "银行名称", "开户账号", "子账户账号", "余额", "可用余额", "子账户类别", "子账户序号", "币种",
    "钞汇标识", "账户状态", "账户人姓名", "账户序号", "备注",
)  # fmt: skip
_PERSONS: Final = (
    "客户名称", "证照类型", "证照号码", "单位地址", "联系电话", "联系手机", "单位电话", "住宅电话",
    "工作单位", "邮箱地址", "出生日期", "户籍地址",
)  # fmt: skip
_TASKS: Final = (
    "任务流水号", "银行名称", "主体类别", "证账号码", "账卡号", "发送时间", "反馈时间", "反馈结果",
    "反馈非明细结果", "反馈明细结果", "入库时间", "入库状态", "请求单号", "查询结果",
)  # fmt: skip
_FREEZES: Final = (
    "银行名称", "账号", "冻结措施类型", "冻结措施类型名称", "冻结金额", "冻结机关", "冻结开始日期",
    "冻结截止日期", "措施序号", "备注", "任务流水号", "查控主体类别",
)  # fmt: skip
_STAMP: Final = "%Y%m%d%H%M%S"
_OPENED_BEFORE: Final = (30, 900)  # days before the case in which accounts were opened
_FROZEN_DAYS: Final = 180  # half a year, as orders to freeze deposits run
_SUB_EVERY: Final = 6  # one account of so many has a sub-account


def write_bank_tables(world: World, rows: Rows, bank: int) -> Iterator[SimulatedFile]:
    """Yield the tables of one bank beside its transactions.

    Args:
        world: everything that took place.
        rows: of the whole world, as told: they say who was active last and when.
        bank: 0 to 7.
    """
    own = np.flatnonzero(world.present & (world.columns.provider == bank)).tolist()
    asked = np.flatnonzero(world.columns.asked & (world.columns.provider == bank)).tolist()
    last = _find_last(world, rows)
    tables: tuple[tuple[str, Sequence[str], Iterator[Sequence[str]]], ...] = (
        ("账户信息", _ACCOUNTS, _tell_accounts(world, own, last)),
        ("子账户信息", _SUB_ACCOUNTS, _tell_sub_accounts(world, own)),
        ("人员信息", _PERSONS, _tell_persons(world, own)),
        ("任务信息", _TASKS, _tell_tasks(world, asked, last)),
        ("强制措施", _FREEZES, _tell_freezes(world, own, last)),
    )
    for name, header, lines in tables:
        yield SimulatedFile(f"调单/{BANK_NAMES[bank]}/{name}.csv", _encode(header, lines))


def _encode(header: Sequence[str], lines: Iterator[Sequence[str]]) -> Iterator[bytes]:
    text = [",".join(header)]
    text.extend(",".join(f'"{c}"' if "," in c else c for c in line) for line in lines)
    yield ("\r\n".join(text) + "\r\n").encode(ENCODING)


def _find_last(world: World, rows: Rows) -> np.ndarray:
    last = np.zeros(len(world.accounts), dtype=np.int64)
    np.maximum.at(last, rows.owner, rows.time)
    return last


def _stamp(time: int) -> str:
    return write_times(np.array([time]), _STAMP)[0]


def _opened(world: World, account: int) -> str:
    low, high = _OPENED_BEFORE
    days = low + account * 37 % (high - low)
    return _stamp(int(world.parameters["time.start"]) - days * DAY)


def _tell_accounts(world: World, own: Sequence[int], last: np.ndarray) -> Iterator[Sequence[str]]:
    for account in own:
        accounts, frozen = world.accounts, bool(world.frozen[account])
        balance = write_amounts(world.closing[account : account + 1])[0]
        yield (
            accounts.holder[account], id_number(account), accounts.number[account] + "\t",
            accounts.second[account], _opened(world, account), balance,
            "0.00" if frozen else balance, "人民币", "SYN0001", "合成网点",
            "冻结" if frozen else "正常", "", "居民身份证", "", "个人银行结算账户",
            f"SYN{account:08d}", "合成地址", f"SYN{account:08d}", MARK,
            BANK_NAMES[world.columns.provider[account]],
            _stamp(int(last[account])) if last[account] else "", f"SYNRW{account:010d}",
        )  # fmt: skip


def _tell_sub_accounts(world: World, own: Sequence[int]) -> Iterator[Sequence[str]]:
    for account in own[::_SUB_EVERY]:
        number = world.accounts.second[account]
        balance = write_amounts(world.closing[account : account + 1])[0]
        yield (
            BANK_NAMES[world.columns.provider[account]], number, f"{number}_156_1", balance,
            balance, "活期", "1", "CNY", "", "正常", world.accounts.holder[account], "1", MARK,
        )  # fmt: skip


def _tell_persons(world: World, own: Sequence[int]) -> Iterator[Sequence[str]]:
    for account in own:
        phone = f"SYN{account:08d}"
        yield (
            world.accounts.holder[account], "居民身份证", id_number(account), "", phone, phone, "",
            "", "合成单位", f"syn{account}@example.invalid", "", "合成地址",
        )  # fmt: skip


def _tell_tasks(world: World, asked: Sequence[int], last: np.ndarray) -> Iterator[Sequence[str]]:
    sent = _stamp(world.end)
    for account in asked:
        answered = not world.missing[account]
        found = "" if not answered else "成功" if last[account] else NOTHING_FOUND
        yield (
            f"SYNRW{account:010d}", BANK_NAMES[world.columns.provider[account]], "个人",
            id_number(account), world.accounts.number[account], sent,
            _stamp(world.end + 7200) if answered else "", "反馈成功" if answered else "未反馈",
            "", found, "", "", f"SYNQQ{account:010d}", found,
        )  # fmt: skip


def _tell_freezes(world: World, own: Sequence[int], last: np.ndarray) -> Iterator[Sequence[str]]:
    for number, account in enumerate(one for one in own if world.frozen[one]):
        start = int(last[account]) + 3600
        yield (
            BANK_NAMES[world.columns.provider[account]], world.accounts.number[account], "01",
            "冻结", write_amounts(world.closing[account : account + 1])[0], "合成市公安局",
            _stamp(start), _stamp(start + _FROZEN_DAYS * DAY), f"SYN{number + 1:04d}", MARK,
            f"SYNRW{account:010d}", "个人",
        )  # fmt: skip
