"""ISO 20022 pacs.008, credit transfers from bank to bank: both sides are told in each.

A row is seen from the payer. The message is an instruction, so whether the money arrived is
untold. A side without an account is known by its name only; the payer's then stands for its
number, because a row must say whose it is.
"""

import re
from collections.abc import Iterator
from typing import Final

from zhanlian.errors import FormatError
from zhanlian.model.asset import show_amount
from zhanlian.model.message import Message
from zhanlian.model.message import Value as Field
from zhanlian.model.statement import ByteSource, Direction, RowKind, RowStatus, StatementPart
from zhanlian.readers.statements.rows import Value
from zhanlian.readers.statements.transfer_messages.elements import Element, read_elements
from zhanlian.readers.statements.transfer_messages.iso_fields import (
    find_account,
    find_bank,
    find_name,
    find_reference,
    is_local_time,
    is_message,
    read_amount,
    read_time,
)
from zhanlian.readers.statements.transfer_messages.told import Batch, Told, Untaken

KEY: Final = "pacs008"
_HEADER, _TRANSFER = "GrpHdr", "CdtTrfTxInf"
_WANTED: Final = frozenset({_HEADER, _TRANSFER})
_REFERENCES: Final = ("PmtId/UETR", "PmtId/TxId", "PmtId/EndToEndId", "PmtId/InstrId")
# When the money moved: the moment of settlement, else its day, else when the bank took the order.
_TIMES: Final = ("SttlmTmIndctn/DbtDtTm", "SttlmTmIndctn/CdtDtTm", "IntrBkSttlmDt", "AccptncDtTm")
_COUNT: Final = re.compile(r"[0-9]{1,15}")


def sniff(head: bytes) -> bool:
    """Return whether a file is a pacs.008, from its first 64 KiB."""
    return is_message(head, "pacs.008", "FIToFICstmrCdtTrf")


def parse(source: ByteSource) -> Iterator[StatementPart]:
    """Yield one row for each credit transfer of a file."""
    batch, message = Batch(source.name), _Message()
    try:
        for _, element in read_elements(source, _WANTED):
            if element.name == _HEADER:
                batch.add_wrong(message.find_wrong(), message.line)
                message = _Message(element)
            else:
                batch.add(message.take(element))
                if message.is_local(element):
                    batch.note_local_time()
            yield from batch.drain()
    except FormatError as error:
        batch.reject_file(error)
    else:
        batch.add_wrong(message.find_wrong(), message.line)
    yield from batch.finish()


class _Message:
    """The group header that transfers stand under, and the count and sum to hold it to."""

    def __init__(self, header: Element | None = None) -> None:
        self._header = header
        self.line = 0 if header is None else header.line
        self._count = self._units = 0
        self._currencies: set[str] = set()

    def take(self, element: Element) -> Told | Untaken:
        """Return one transfer as a row."""
        self._count += 1
        try:
            units, currency = read_amount(element.find("IntrBkSttlmAmt"))
            self._units += units
            self._currencies.add(currency)
            cells = {**_read_sides(element), **self._read_time(element)}
        except ValueError as error:
            self._currencies.add("")
            return Untaken(element.place, "message-field", str(error))
        if cells["own_account"] is None:
            return Untaken(element.place, "message-no-account", None)
        return Told(element.place, {**cells, "amount": units, "asset": currency})

    def _read_time(self, element: Element) -> dict[str, Value]:
        told = self._find_time(element)
        time, precision = read_time(told)
        return {"time": time, "precision": precision}

    def _find_time(self, element: Element) -> Element | None:
        told = next((found for path in _TIMES if (found := element.find(path))), None)
        if told is None and self._header is not None:
            told = self._header.find("IntrBkSttlmDt") or self._header.find("CreDtTm")
        return told

    def is_local(self, element: Element) -> bool:
        """Return whether a transfer's hour is told without a zone."""
        return is_local_time(self._find_time(element))

    def find_wrong(self) -> Message | None:
        """Return what does not agree with the header: the number of transfers, or their sum."""
        if self._header is None:
            return None
        number = self._header.find_text("NbOfTxs")
        if number and _COUNT.fullmatch(number) and int(number) != self._count:
            fields: dict[str, Field] = {"told": int(number), "found": self._count}
            return Message("remark.message-count", fields)
        total = self._header.find("TtlIntrBkSttlmAmt")
        if total is None or len(self._currencies) != 1:
            return None
        try:
            told, currency = read_amount(total)
        except ValueError:
            return None
        if currency not in self._currencies or told == self._units:
            return None
        shown = (show_amount(told, currency), show_amount(self._units, currency))
        return Message("remark.message-total", {"told": shown[0], "found": shown[1]})


def _read_sides(element: Element) -> dict[str, Value]:
    payer, payee = find_name(element.find("Dbtr")), find_name(element.find("Cdtr"))
    return {
        "own_account": find_account(element.find("DbtrAcct")) or payer,
        "own_name": payer,
        "own_bank": find_bank(element.find("DbtrAgt")),
        "other_account": find_account(element.find("CdtrAcct")),
        "other_name": payee,
        "other_bank": find_bank(element.find("CdtrAgt")),
        "direction": Direction.OUT,
        "status": RowStatus.UNTOLD,
        "kind": RowKind.TRANSFER,
        "summary": element.find_text("RmtInf/Ustrd", "RmtInf/Strd/CdtrRefInf/Ref"),
        "reference": find_reference(element, *_REFERENCES),
        "log_number": find_reference(element, "PmtId/ClrSysRef"),
    }
