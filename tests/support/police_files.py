"""Synthetic returns to the police as bytes, and what a reader makes of them."""

from dataclasses import dataclass, field
from typing import Any

from zhanlian.model.evidence import Reject
from zhanlian.model.statement import StatementPart
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.face import read_statement
from zhanlian.readers.statements.registry import find_statement

BANK_HEADER = (
    "交易卡号,交易账号,交易方户名,交易方证件号码\t,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,"
    "现金标志,对手户名\t,对手身份证号,对手开户银行,摘要说明,交易币种,交易网点名称,交易发生地,"
    "交易是否成功\t,传票号,IP地址,MAC地址,对手交易余额,交易流水号,日志号,凭证种类\t,凭证号,"
    "交易柜员号,备注,商户名称,交易类型,查询反馈结果原因"
)
BANK_COLUMNS = tuple(BANK_HEADER.split(","))
USUAL = {
    "交易卡号": "6222020000000000017",
    "交易方户名": "合成甲",
    "交易时间": "20260301100102",
    "交易金额": "100.00",
    "交易余额": "500.00",
    "收付标志": "出",
    "交易对手账卡号": "6217000000000000025",
    "交易币种": "CNY",
}


@dataclass
class Told:
    """What a file told: rows as dicts without nulls, rejects, other lines."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    row_rejects: list[dict[str, Any]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    others: int = 0
    parts: list[StatementPart] = field(default_factory=list)

    @property
    def reasons(self) -> list[str]:
        return [one["reason"] for one in self.row_rejects]

    @property
    def said(self) -> list[str]:
        return [one.reason.key for one in self.rejects]


def bank_row(**cells: str) -> str:
    """Return one line of a bank's return; cells not given are those of `USUAL`."""
    told = {**USUAL, **cells}
    return ",".join(told.pop(name.strip(), "") for name in BANK_COLUMNS)


def bank_file(*rows: str, encoding: str = "gb18030", end: str = "\r\n") -> bytes:
    """Return a bank's return."""
    return (end.join((BANK_HEADER, *rows)) + end).encode(encoding)


def read_bytes(data: bytes, head: bytes | None = None) -> Told:
    """Return what the format that knows a file makes of it."""
    form = find_statement(data[:65536] if head is None else head)
    assert form is not None
    return gather(read_statement(MemorySource(data, "a.csv"), form))


def gather(parts: Any) -> Told:
    """Return parts as one."""
    told = Told()
    for part in parts:
        told.parts.append(part)
        for row in part.table.to_pylist():
            told.rows.append({name: value for name, value in row.items() if value is not None})
        told.row_rejects += part.row_rejects.to_pylist()
        told.rejects += part.rejects
        told.others += part.others
    return told


def read_one(**cells: str) -> dict[str, Any]:
    """Return the only row of a bank's return with one row."""
    told = read_bytes(bank_file(bank_row(**cells)))
    assert not told.row_rejects, told.row_rejects
    (row,) = told.rows
    return row


def reject_one(**cells: str) -> tuple[str, str]:
    """Return reason and detail of the only row reject of a bank's return with one row."""
    told = read_bytes(bank_file(bank_row(**cells)))
    assert not told.rows, told.rows
    (one,) = told.row_rejects
    return one["reason"], one["detail"]
