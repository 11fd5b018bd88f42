"""Single fields of ISO 20022 messages; their names differ a little from version to version."""

import re
from types import MappingProxyType
from typing import Final

from zhanlian.model.statement import Precision, RowKind
from zhanlian.readers.statements.cells import clean_account, parse_amount
from zhanlian.readers.statements.times import parse_time
from zhanlian.readers.statements.transfer_messages.elements import Element

# xs:decimal as the standard narrows it: amounts are never negative, the indicator tells the side.
_DECIMAL: Final = re.compile(r"\+?(?:[0-9]{1,18}(?:\.[0-9]{0,17})?|\.[0-9]{1,17})")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
# xs:date may carry an offset; -05:00 would look like five o'clock.
_DAY_WITH_OFFSET: Final = re.compile(r"(\d{4}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)", re.ASCII)
_LOCAL_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+", re.ASCII)
_NOT_TOLD: Final = frozenset({"NOTPROVIDED", "NOT PROVIDED", "NONREF", "UNKNOWN"})

# Sub-family, else family, of the bank transaction code (ISO 20022 external code set).
_KINDS: Final = MappingProxyType(
    {
        **dict.fromkeys(("FEES", "CHRG", "COMM", "COME", "COMI", "COMT"), RowKind.FEE),
        **dict.fromkeys(("INTR",), RowKind.INTEREST),
        **dict.fromkeys(("CWDL", "CDPT", "CNTR", "XBCW", "BCDP", "BCWD"), RowKind.CASH),
        **dict.fromkeys(("POSD", "POSC", "POSP", "XBCP", "SMRT"), RowKind.POS),
        **dict.fromkeys(("MCRD",), RowKind.MERCHANT),
        **dict.fromkeys(("RCDT", "ICDT", "RRCT", "IRCT", "RDDT", "IDDT"), RowKind.TRANSFER),
    }
)


def is_message(head: bytes, kind: str, root: str) -> bool:
    """Return whether first bytes are of an ISO 20022 message of any version of a kind.

    A schema names the same namespace and is no message: the element itself must be there.

    Args:
        head: the first 64 KiB of a file, in UTF-8, UTF-16 or an encoding with ASCII in it.
        kind: ``camt.053``.
        root: name of the element below ``Document``.
    """
    bare = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    namespace = rb"urn:iso:std:iso:20022:tech:xsd:" + re.escape(kind).encode() + rb"\.001\.\d\d"
    element = rb"<(?:[A-Za-z_][\w.-]{0,20}:)?" + root.encode() + rb"[\s/>]"
    return bool(bare.startswith(b"<") and re.search(namespace, bare) and re.search(element, bare))


def read_amount(element: Element | None) -> tuple[int, str]:
    """Return an amount in whole units and its currency, from ``<Amt Ccy="EUR">1.00</Amt>``.

    Raises:
        ValueError: missing, negative, finer than the currency's units, or without a currency.
    """
    if element is None:
        raise ValueError("")
    currency = element.attributes.get("Ccy", "")
    if not _CURRENCY.fullmatch(currency) or not _DECIMAL.fullmatch(element.text):
        raise ValueError(f"{element.text[:60]} {currency[:10]}".strip())
    return parse_amount(element.text, currency), currency


def find_amount(element: Element | None) -> tuple[int, str] | None:
    """Return an amount as `read_amount` does, None where the field is missing.

    Raises:
        ValueError: it is there and cannot be read.
    """
    return None if element is None else read_amount(element)


def read_time(element: Element | None) -> tuple[int, Precision]:
    """Return microseconds UTC and precision of a choice of ``Dt`` and ``DtTm``.

    A local time without an offset is read as Chinese time: the standard says only "local", and
    the message does not say whose (`is_local_time` tells them). A day is one of Chinese time too.

    Raises:
        ValueError: missing, or no ISO date.
    """
    told = _tell_time(element)
    day = _DAY_WITH_OFFSET.fullmatch(told)
    if day is not None:
        return parse_time(f"{day[1]}T00:00:00{day[2]}")[0], Precision.DAY
    return parse_time(told)


def is_local_time(element: Element | None) -> bool:
    """Return whether a field tells an hour without saying in which zone."""
    return bool(_LOCAL_TIME.fullmatch(_tell_time(element)))


def _tell_time(element: Element | None) -> str:
    return "" if element is None else element.find_text("DtTm", "Dt") or element.text


def find_account(element: Element | None) -> str | None:
    """Return the number of an account element, None where there is none."""
    if element is None:
        return None
    told = element.find_text("Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id", "Prxy/Id")
    return None if told is None else clean_account(told)


def find_name(element: Element | None) -> str | None:
    """Return the name of a party; from version 8 on it stands one level deeper."""
    if element is None:
        return None
    return element.find_text("Nm", "Pty/Nm", "Agt/FinInstnId/Nm")


def find_bank(element: Element | None) -> str | None:
    """Return how an agent is told: BIC, else name, else its number in a clearing system."""
    if element is None:
        return None
    return element.find_text(
        "FinInstnId/BICFI",
        "FinInstnId/BIC",
        "FinInstnId/Nm",
        "FinInstnId/ClrSysMmbId/MmbId",
        "FinInstnId/Othr/Id",
    )


def find_reference(element: Element | None, *paths: str) -> str | None:
    """Return the first reference that says something: ``NOTPROVIDED`` does not."""
    for path in paths:
        told = None if element is None else element.find_text(path)
        if told is not None and told.upper() not in _NOT_TOLD:
            return told
    return None


def find_kind(code: Element | None) -> RowKind:
    """Return what a bank transaction code (``BkTxCd``) says; UNTOLD where the table has none."""
    if code is None:
        return RowKind.UNTOLD
    told = (code.find_text("Domn/Fmly/SubFmlyCd"), code.find_text("Domn/Fmly/Cd"))
    return next((_KINDS[one] for one in told if one and one in _KINDS), RowKind.UNTOLD)
