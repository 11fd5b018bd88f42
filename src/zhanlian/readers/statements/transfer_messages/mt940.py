"""SWIFT MT940, customer statement messages, in SWIFT blocks or plain.

A parser of our own: of the two kept ones at hand, mt-940 returns a reversed credit (``RC``) as
money in, and neither tells the place of a row in the file. Each message is held to its own
balances: opening plus entries is closing. Its days name no zone and are read as days in China.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from zhanlian.errors import FormatError
from zhanlian.model.message import Message
from zhanlian.model.message import Value as Field
from zhanlian.model.statement import ByteSource, Direction, Precision, RowStatus, StatementPart
from zhanlian.readers.statements.cells import clean_account
from zhanlian.readers.statements.rows import Place, Value
from zhanlian.readers.statements.times import parse_time
from zhanlian.readers.statements.transfer_messages.balances import Balances
from zhanlian.readers.statements.transfer_messages.lines import (
    Line,
    decode_line,
    find_encoding,
    read_lines,
)
from zhanlian.readers.statements.transfer_messages.mt940_fields import (
    read_balance,
    read_line,
    read_units,
)
from zhanlian.readers.statements.transfer_messages.mt940_remarks import read_remarks
from zhanlian.readers.statements.transfer_messages.told import (
    Batch,
    Told,
    Untaken,
)

KEY: Final = "mt940"
_FIELD: Final = re.compile(rb"(?:\{.*\{4:)?:(\d{2}[A-Z]?):(.*)", re.DOTALL)
_BEGIN: Final = re.compile(rb"(?:\A|[\r\n]|\{4:):20:[^\r\n]*\r*\n")
_ACCOUNT: Final = re.compile(rb"[\r\n]:25P?:")
_OPENING: Final = re.compile(rb"[\r\n]:60[FM]:[CD]\d{6}[A-Z]{3}\d")
_LINES: Final = 200  # of one field; the standard allows six
_BANK_CODE: Final = re.compile(r"[0-9]{8}|[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_SHORTEST: Final = 8  # digits of an account before its currency


def sniff(head: bytes) -> bool:
    """Return whether fields 20, 25 and 60 of a statement message stand in the first 64 KiB."""
    return bool(_BEGIN.search(head) and _ACCOUNT.search(head) and _OPENING.search(head))


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield rows of all messages of a file, then the accounts that they are about."""
    reader = _Reader(source)
    try:
        for line in read_lines(source):
            reader.take(line)
            yield from reader.batch.drain()
    except FormatError as error:
        reader.batch.reject_file(error)
    reader.end_message()
    yield from reader.batch.finish()


@dataclass(slots=True)
class _Field:
    """One field as it is read line by line."""

    tag: str
    first: Line
    end: int
    lines: list[str] = field(default_factory=list)
    count: int = 1

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class _Reader:
    """One pass over a file: the field and the message that are open."""

    def __init__(self, source: ByteSource) -> None:
        self.batch = Batch(source.name)
        self._encoding = find_encoding(source)
        if self._encoding is None:
            self.batch.reject_file(Message("remark.message-texts-escaped"))
        self._field: _Field | None = None
        self._entry: _Field | None = None
        self._begin()

    def _begin(self) -> None:
        self._begun = 0  # line of field 20
        self._told_account = ""
        self._final = False
        self._balances = Balances()

    def take(self, line: Line) -> None:
        """Take the next line of the file."""
        found = _FIELD.fullmatch(line.data)
        if found is not None:
            self._end_field()
            text = decode_line(found[2], self._encoding)
            self._field = _Field(found[1].decode(), line, line.end, [text])
        elif line.data.strip() == b"-" or line.data.startswith((b"-}", b"{")):
            self.end_message()
            self.batch.skip()
        elif self._field is not None:
            self._field.end = max(self._field.end, line.end)
            self._field.count += 1
            if len(self._field.lines) < _LINES:
                self._field.lines.append(decode_line(line.data, self._encoding))
        else:
            self.batch.skip()

    def _end_field(self) -> None:
        ended, self._field = self._field, None
        if ended is None:
            return
        if ended.tag == "61":
            self._end_entry(None)
            self._entry = ended
        elif ended.tag == "86" and self._entry is not None:
            self._end_entry(ended)
        else:
            self._end_entry(None)
            self.batch.skip(ended.count)
            self._take_head(ended)

    def _take_head(self, told: _Field) -> None:
        if told.tag == "20":
            self._close()
            self._begun = told.first.number
        elif told.tag in ("25", "25P"):
            self._told_account = told.lines[0].strip()
        elif told.tag in ("60F", "60M", "62F", "62M"):
            self._take_balance(told)
        elif told.tag == "64":
            try:
                self._balances.available = read_balance(told.lines[0])[0]
            except ValueError:
                self._balances.available = None

    def _take_balance(self, told: _Field) -> None:
        try:
            units, currency = read_balance(told.lines[0])
        except ValueError as error:
            self._balances.spoil()
            fields: dict[str, Field] = {"line": told.first.number, "detail": str(error)[:60]}
            place = str(told.first.number)
            self.batch.reject_file(Message("remark.message-balance-unread", fields), place)
            return
        if told.tag.startswith("60"):
            self._balances.open_with(units, currency)
        else:
            self._balances.close_with(units, currency)
            self._final = told.tag == "62F"

    def _end_entry(self, remarks: _Field | None) -> None:
        entry, self._entry = self._entry, None
        if entry is None:
            return
        end = entry.end if remarks is None else remarks.end
        place = Place(entry.first.number, entry.first.offset, end - entry.first.offset)
        try:
            cells = self._read_entry(entry, remarks)
        except ValueError as error:
            self._balances.spoil()
            self.batch.add(Untaken(place, "message-field", str(error)))
            return
        account, bank = self._find_account()
        if account is None:
            self.batch.add(Untaken(place, "message-no-account", None))
            return
        self.batch.add(Told(place, {**cells, "own_account": account, "own_bank": bank}))

    def _read_entry(self, entry: _Field, remarks: _Field | None) -> dict[str, Value]:
        if self._balances.opening is None:
            raise ValueError("field 60")
        currency = self._balances.opening[1]
        line = read_line(entry.text)
        units = read_units(line.amount, currency)
        other = read_remarks("" if remarks is None else remarks.text)
        time, _ = parse_time(line.day.isoformat())
        if line.status is RowStatus.DONE:
            self._balances.add(units if line.direction is Direction.IN else -units, currency)
        return {
            "other_account": other.account,
            "other_name": other.name,
            "other_bank": other.bank,
            "time": time,
            "precision": Precision.DAY,
            "amount": units,
            "asset": currency,
            "direction": line.direction,
            "status": line.status,
            "kind": line.kind,
            "summary": other.summary or line.extra,
            "reference": other.reference or line.reference,
            "log_number": line.bank_reference,
        }

    def _find_account(self) -> tuple[str | None, str | None]:
        """Return number and bank of field 25, which may carry the bank's code and the currency."""
        bank, sign, number = self._told_account.partition("/")
        if not sign or not _BANK_CODE.fullmatch(bank):
            bank, number = "", self._told_account
        currency = self._balances.opening[1] if self._balances.opening else ""
        if currency and number.endswith(currency) and len(number) >= _SHORTEST + len(currency):
            number = number.removesuffix(currency)
        try:
            return clean_account(number), bank or None
        except ValueError:
            return None, bank or None

    def end_message(self) -> None:
        """End the field, the entry and the message that are open."""
        self._end_field()
        self._end_entry(None)
        self._close()

    def _close(self) -> None:
        if not self._begun:
            return
        account, bank = self._find_account()
        wrong = self._balances.find_difference()
        if self._balances.closing is None:
            wrong = Message("remark.message-no-closing", {"line": self._begun})
        if wrong is not None:
            self.batch.reject_file(wrong, place=f"{self._begun} {account or ''}".strip())
        if account is not None and self._final:
            self.batch.add_account(self._begun, account, None, bank, self._balances)
        self._begin()
