"""ISO 20022 camt.053, the bank's statement to its customer, in every version from 2 on.

Elements are known by their names without namespace: the versions differ in where a few of them
stand (`iso_fields`), never in what they mean. Opening balance plus booked entries must give the
closing balance; where they do not, the file is named and its rows stay.
"""

from collections.abc import Iterator
from typing import Final

from zhanlian.errors import FormatError
from zhanlian.model.statement import ByteSource, RowStatus, StatementPart
from zhanlian.readers.statements.transfer_messages.balances import Balances
from zhanlian.readers.statements.transfer_messages.camt_entries import (
    Detail,
    Owner,
    read_detail,
    read_entry,
    tell_entry,
)
from zhanlian.readers.statements.transfer_messages.elements import Element, read_elements
from zhanlian.readers.statements.transfer_messages.iso_fields import (
    find_account,
    find_bank,
    find_name,
    is_local_time,
    is_message,
    read_amount,
)
from zhanlian.readers.statements.transfer_messages.told import (
    Batch,
    Untaken,
)

KEY: Final = "camt053"
_WANTED: Final = frozenset({"Acct", "Bal", "Ntry", "TxDtls"})
_OPENING: Final = ("OPBD", "PRCD")  # a later page may begin with ITBD, which is no opening
_CLOSING: Final = "CLBD"
_AVAILABLE: Final = "CLAV"
# Payroll batches have some thousands; each detail is held until its entry closes.
_DETAILS: Final = 200_000


def sniff(head: bytes) -> bool:
    """Return whether a file is a camt.053, from its first 64 KiB."""
    return is_message(head, "camt.053", "BkToCstmrStmt")


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield rows of all statements of a file, then the accounts that they are about."""
    reader = _Reader(source)
    try:
        for closed, element in read_elements(source, _WANTED, frozenset({"Stmt"})):
            reader.take(closed, element)
            yield from reader.batch.drain()
    except FormatError as error:
        reader.batch.reject_file(error)
    reader.end_statement()
    yield from reader.batch.finish()


class _Reader:
    """One pass over a file: the statement that is open, and what was told of it."""

    def __init__(self, source: ByteSource) -> None:
        self.batch = Batch(source.name)
        self._begin(None)

    def _begin(self, statement: Element | None) -> None:
        self._statement = statement
        self._account: Element | None = None
        self._owner = Owner()
        self._details: list[Detail | Untaken] = []
        self._balances = Balances()

    def take(self, closed: bool, element: Element) -> None:
        """Take the next element of the file."""
        if not closed:
            self.end_statement()
            self._begin(element)
        elif element.name == "Acct" and self._account is None:
            self._account = element
            self._owner = _read_owner(element)
        elif element.name == "Bal":
            self._take_balance(element)
        elif element.name == "TxDtls":
            self._take_detail(element)
        elif element.name == "Ntry":
            self._take_entry(element)

    def _take_balance(self, element: Element) -> None:
        code = element.find_text("Tp/CdOrPrtry/Cd", "Tp/Cd") or ""
        try:
            units, currency = read_amount(element.find("Amt"))
        except ValueError:
            self._balances.spoil()
            return
        if element.find_text("CdtDbtInd") == "DBIT":
            units = -units
        if code in _OPENING:
            self._balances.open_with(units, currency)
        elif code == _CLOSING:
            self._balances.close_with(units, currency)
        elif code == _AVAILABLE:
            self._balances.available = units

    def _take_detail(self, element: Element) -> None:
        place = element.place
        if len(self._details) >= _DETAILS:
            self.batch.add(Untaken(place, "message-details-many", str(_DETAILS)))
            return
        try:
            self._details.append(read_detail(element))
        except ValueError as error:
            self._details.append(Untaken(place, "message-field", str(error)))

    def _take_entry(self, element: Element) -> None:
        details, self._details = self._details, []
        place = element.place
        try:
            entry = read_entry(element)
        except ValueError as error:
            self._balances.spoil()
            self._leave_out(Untaken(place, "message-field", str(error)), details)
            return
        if is_local_time(element.find("BookgDt") or element.find("ValDt")):
            self.batch.note_local_time()
        if entry.status is RowStatus.DONE:
            self._balances.add(entry.signed, entry.currency)
        if self._owner.account is None:
            self._leave_out(Untaken(place, "message-no-account", None), details)
            return
        readable = [one for one in details if isinstance(one, Detail)]
        if len(readable) < len(details):
            # The unreadable one may be any part of the sum: only the entry itself is sure.
            self.batch.add(*tell_entry(entry, [], self._owner))
            self._leave_out(None, details)
            return
        self.batch.add(*tell_entry(entry, readable, self._owner))

    def _leave_out(self, entry: Untaken | None, details: list[Detail | Untaken]) -> None:
        if entry is not None:
            self.batch.add(entry)
        for one in details:
            if isinstance(one, Detail):
                one = Untaken(one.place, "message-details-differ", one.reference)
            self.batch.add(one)

    def end_statement(self) -> None:
        """Check the balances of the statement that is open, and tell its account."""
        statement, balances = self._statement, self._balances
        if statement is None:
            return
        if self._details:
            self._leave_out(None, self._details)
        wrong = balances.find_difference()
        if wrong is not None:
            self.batch.reject_file(wrong, place=self._owner.account or "")
        owner = self._owner
        if owner.account is not None:
            self.batch.add_account(statement.line, owner.account, owner.name, owner.bank, balances)
        self._statement = None


def _read_owner(element: Element) -> Owner:
    try:
        number = find_account(element)
    except ValueError:
        number = None
    name = find_name(element.find("Ownr")) or element.find_text("Nm")
    return Owner(number, name, find_bank(element.find("Svcr")))
