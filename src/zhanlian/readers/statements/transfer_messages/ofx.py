"""OFX 1 (SGML) and OFX 2 (XML), what banks offer for personal finance programs.

A parser of our own: ofxparse and ofxtools build the whole file as a tree, give floats or lose the
place of a row. The sign of ``TRNAMT`` is the direction by the standard (section 11.4.4.1), so
rows carry amounts without a sign; a transaction whose type says the opposite has no direction.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from zhanlian.errors import FormatError
from zhanlian.model.message import Message
from zhanlian.model.message import Value as Field
from zhanlian.model.statement import (
    ByteSource,
    Direction,
    Precision,
    RowKind,
    RowStatus,
    StatementPart,
)
from zhanlian.readers.statements.cells import clean_account, parse_amount
from zhanlian.readers.statements.rows import Place, Value
from zhanlian.readers.statements.times import parse_time
from zhanlian.readers.statements.transfer_messages.balances import Balances
from zhanlian.readers.statements.transfer_messages.lines import decode_line, find_encoding
from zhanlian.readers.statements.transfer_messages.ofx_tags import Tag, read_tags, unescape
from zhanlian.readers.statements.transfer_messages.told import (
    Batch,
    Told,
    Untaken,
)

KEY: Final = "ofx"
_ROOT: Final = re.compile(rb"<OFX>\s*<", re.IGNORECASE)
_HEADER: Final = re.compile(rb"OFXHEADER", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"CHARSET:\s*([A-Za-z0-9_-]{1,20})|encoding=[\"']([\w-]{1,20})")
_HEAD: Final = 4_096
_STATEMENTS: Final = frozenset({"STMTRS", "CCSTMTRS", "INVSTMTRS"})
_ENTRIES: Final = MappingProxyType({"STMTTRN": RowStatus.DONE, "STMTTRNP": RowStatus.PENDING})
_PARTS: Final = frozenset(
    {"PAYEE", "BANKACCTTO", "CCACCTTO", "CURRENCY", "ORIGCURRENCY", "BANKACCTFROM"}
    | {"CCACCTFROM", "INVACCTFROM", "LEDGERBAL", "AVAILBAL", "FI"}
)
_TIME: Final = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?(\.\d{1,6})?)?\s*"
    r"(?:\[\s*([+-]?\d{1,2}(?:\.\d{1,4})?)\s*(?::[^\]]*)?\])?",
    re.ASCII,
)
_HOURS: Final = 14  # the farthest offset from UTC
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_KINDS: Final = MappingProxyType(
    {
        "INT": RowKind.INTEREST,
        **dict.fromkeys(("FEE", "SRVCHG"), RowKind.FEE),
        **dict.fromkeys(("ATM", "CASH"), RowKind.CASH),
        "POS": RowKind.POS,
        **dict.fromkeys(("XFER", "DIRECTDEP", "DIRECTDEBIT", "REPEATPMT"), RowKind.TRANSFER),
        **dict.fromkeys(("PAYMENT", "CHECK"), RowKind.TRANSFER),
    }
)
_AGAINST: Final = MappingProxyType({"CREDIT": Direction.OUT, "DEBIT": Direction.IN})


def sniff(head: bytes) -> bool:
    """Return whether a file has an OFX header, or begins with its root element."""
    known = _HEADER.search(head[:_HEAD]) or head.lstrip()[:5].upper() == b"<OFX>"
    return bool(known and _ROOT.search(head))


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield rows of all statements of a file, then the accounts that they are about."""
    reader = _Reader(source)
    try:
        for tag in read_tags(source):
            reader.take(tag)
            yield from reader.batch.drain()
    except FormatError as error:
        reader.batch.reject_file(error)
    reader.end(source.size)
    yield from reader.batch.finish()


@dataclass(slots=True)
class _Entry:
    """A transaction that is open: values by ``PART.NAME``, its place, and its status."""

    first: Tag
    status: RowStatus
    values: dict[str, str] = field(default_factory=dict)


class _Reader:
    """One pass over a file: the statement, the part and the transaction that are open."""

    def __init__(self, source: ByteSource) -> None:
        self.batch = Batch(source.name)
        found = _CHARSET.search(source.read_at(0, _HEAD))
        told = "" if found is None else (found[1] or found[2]).decode("ascii")
        self._encoding = find_encoding(source, f"cp{told}" if told.isdecimal() else told or None)
        if self._encoding is None:
            self.batch.reject_file(Message("remark.message-texts-escaped"))
        self._bank = ""
        self._begin(0)

    def _begin(self, line: int) -> None:
        self._line = line
        self._part = self._last = ""
        self._values: dict[str, str] = {}
        self._entry: _Entry | None = None

    def take(self, tag: Tag) -> None:
        """Take the next tag of the file."""
        name = tag.name
        if name in _STATEMENTS:
            self.end(tag.offset)
            self._begin(tag.line)
        elif name in _ENTRIES:
            self._end_entry(tag.offset)
            self._entry, self._part = _Entry(tag, _ENTRIES[name]), ""
        elif name in _PARTS:
            self._part = name
        elif name.startswith("/"):
            self._take_close(name[1:], tag)
        elif name or self._last:
            self._last = name or self._last
            self._take_value(self._last, unescape(decode_line(tag.value, self._encoding)))

    def _take_close(self, name: str, tag: Tag) -> None:
        self._last = ""
        if name in _ENTRIES:
            self._end_entry(tag.end)
        elif name in _PARTS:
            self._part = ""
        elif name in _STATEMENTS:
            self.end(tag.end)

    def _take_value(self, name: str, value: str) -> None:
        if not value:
            return
        if self._part == "FI" and name == "ORG":
            self._bank = value
            return
        values = self._values if self._entry is None else self._entry.values
        values.setdefault(f"{self._part}.{name}", value)

    def end(self, offset: int) -> None:
        """End the transaction and the statement that are open, before a byte of the file."""
        self._end_entry(offset)
        if not self._line:
            return
        account, bank = self._find_account()
        if account is not None:
            self.batch.add_account(self._line, account, None, bank, self._read_balances())
        self._begin(0)

    def _find_account(self) -> tuple[str | None, str | None]:
        for part in ("BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"):
            told = self._values.get(f"{part}.ACCTID")
            if told is not None:
                bank = self._values.get(f"{part}.BANKID") or self._values.get(f"{part}.BROKERID")
                try:
                    return clean_account(told), self._bank or bank
                except ValueError:
                    return None, None
        return None, None

    def _read_balances(self) -> Balances:
        balances, currency = Balances(), self._values.get(".CURDEF", "")
        try:
            if "LEDGERBAL.BALAMT" in self._values and _CURRENCY.fullmatch(currency):
                closing = _read_amount(self._values["LEDGERBAL.BALAMT"], currency)
                balances.close_with(closing, currency)
                available = self._values.get("AVAILBAL.BALAMT")
                if available is not None:
                    balances.available = _read_amount(available, currency)
        except ValueError as error:
            fields: dict[str, Field] = {"line": self._line, "detail": str(error)[:60]}
            self.batch.add_wrong(Message("remark.message-balance-unread", fields), self._line)
        return balances

    def _end_entry(self, end: int) -> None:
        entry, self._entry, self._part = self._entry, None, ""
        if entry is None:
            return
        place = Place(entry.first.line, entry.first.offset, end - entry.first.offset)
        account, bank = self._find_account()
        if account is None:
            self.batch.add(Untaken(place, "message-no-account", None))
            return
        if ".CORRECTFITID" in entry.values:
            told = entry.values[".CORRECTFITID"]
            self.batch.add(Untaken(place, "message-correction", told))
            return
        try:
            cells = _read_entry(entry, self._values.get(".CURDEF", ""))
        except ValueError as error:
            self.batch.add(Untaken(place, "message-field", str(error)))
            return
        self.batch.add(Told(place, {**cells, "own_account": account, "own_bank": bank}))


def _read_entry(entry: _Entry, currency: str) -> dict[str, Value]:
    told = entry.values
    currency = told.get("CURRENCY.CURSYM", currency)
    if not _CURRENCY.fullmatch(currency):
        raise ValueError(f"CURDEF {currency[:10]}")
    amount = _read_amount(told.get(".TRNAMT", ""), currency)
    direction = Direction.IN if amount > 0 else Direction.OUT
    kind = told.get(".TRNTYPE", "").upper()
    if not amount or _AGAINST.get(kind) is direction:
        direction = Direction.UNKNOWN
    time, precision = _read_time(told.get(".DTPOSTED", ""))
    other = told.get("BANKACCTTO.ACCTID") or told.get("CCACCTTO.ACCTID") or ""
    return {
        "other_account": clean_account(other),
        "other_name": told.get(".NAME") or told.get("PAYEE.NAME"),
        "other_bank": told.get("BANKACCTTO.BANKID"),
        "time": time,
        "precision": precision,
        "amount": abs(amount),
        "asset": currency,
        "direction": direction,
        "status": RowStatus.PENDING if kind == "HOLD" else entry.status,
        "kind": _KINDS.get(kind, RowKind.UNTOLD),
        "summary": told.get(".MEMO"),
        "reference": told.get(".FITID"),
        "log_number": told.get(".REFNUM") or told.get(".SRVRTID") or told.get(".CHECKNUM"),
    }


def _read_amount(text: str, currency: str) -> int:
    """Return an amount; a lone comma is its decimal sign (section 3.2.9.1)."""
    return parse_amount(text if "." in text else text.replace(",", "."), currency)


def _read_time(text: str) -> tuple[int, Precision]:
    """Return an OFX time; without an offset it is GMT (section 3.2.8.2).

    Raises:
        ValueError: no such form, or no such time.
    """
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"DTPOSTED {text[:40]}")
    year, month, day, hour, minute, second, part, offset = found.groups()
    hours = Fraction(offset or 0)
    if abs(hours) > _HOURS:
        raise ValueError(f"DTPOSTED {text[:40]}")
    clock = "" if hour is None else f" {hour}:{minute}"
    clock += "" if second is None else f":{second}{part or ''}"
    time, precision = parse_time(f"{year}-{month}-{day}{clock}", "UTC")
    return time - int(hours * 3_600_000_000), precision
