"""Entries of a camt.053 statement as rows: each booking once, whole or by its details."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from zhanlian.model.statement import Direction, Precision, RowKind, RowStatus
from zhanlian.readers.statements.rows import Place
from zhanlian.readers.statements.transfer_messages.elements import Element
from zhanlian.readers.statements.transfer_messages.iso_fields import (
    find_account,
    find_amount,
    find_bank,
    find_kind,
    find_name,
    find_reference,
    read_amount,
    read_time,
)
from zhanlian.readers.statements.transfer_messages.told import Told, Untaken

_STATUS: Final = MappingProxyType(
    {"BOOK": RowStatus.DONE, "PDNG": RowStatus.PENDING, "FUTR": RowStatus.PENDING}
)
_ONLY_TOLD: Final = "INFO"  # nothing was booked
_SIDES: Final = MappingProxyType({"CRDT": Direction.IN, "DBIT": Direction.OUT})
_REFERENCES: Final = ("Refs/UETR", "Refs/TxId", "Refs/EndToEndId", "Refs/InstrId")
_AMOUNTS: Final = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")
_REMARKS: Final = 1_000  # characters


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a payment, as far as it is told."""

    account: str | None = None
    name: str | None = None
    bank: str | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """The account of a statement."""

    account: str | None = None
    name: str | None = None
    bank: str | None = None

    def is_side(self, party: Party) -> bool:
        """Return whether a party of a payment is this account itself."""
        if party.account is not None:
            return party.account == self.account
        return party.name == self.name


@dataclass(frozen=True, slots=True)
class Detail:
    """One transaction of an entry; amounts in the currencies that it tells them in."""

    place: Place
    amounts: tuple[tuple[int, str], ...]
    direction: Direction
    debtor: Party
    creditor: Party
    kind: RowKind
    reference: str | None
    log_number: str | None
    summary: str | None

    def find_units(self, currency: str) -> int | None:
        """Return its amount in a currency, None where it tells none in it."""
        return next((units for units, told in self.amounts if told == currency), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says of itself, before its details."""

    place: Place
    units: int
    currency: str
    direction: Direction
    kind: RowKind
    status: RowStatus
    time: int | None
    precision: Precision
    log_number: str | None
    summary: str | None
    reverses: bool

    @property
    def signed(self) -> int:
        """What it adds to the account's balance, if it is booked."""
        return self.units if self.direction is Direction.IN else -self.units


def read_detail(element: Element) -> Detail:
    """Return what one ``TxDtls`` says.

    Raises:
        ValueError: an amount or an account in it cannot be read.
    """
    amounts = (find_amount(element.find(path)) for path in _AMOUNTS)
    return Detail(
        place=element.place,
        amounts=tuple(one for one in amounts if one is not None),
        direction=_SIDES.get(element.find_text("CdtDbtInd") or "", Direction.UNKNOWN),
        debtor=_read_party(element, "Dbtr"),
        creditor=_read_party(element, "Cdtr"),
        kind=RowKind.REFUND if element.find("RtrInf") else find_kind(element.find("BkTxCd")),
        reference=find_reference(element, *_REFERENCES),
        log_number=find_reference(element, "Refs/AcctSvcrRef"),
        summary=_join_remarks(element),
    )


def read_entry(element: Element) -> Entry:
    """Return what an ``Ntry`` says.

    ``CdtDbtInd`` is the way this very booking went, for a reversal too: by the standard's
    definition of ``RvslInd`` a DBIT entry with it takes back an original credit, so money leaves
    the account. The indicator gives the kind and turns no sign.

    Raises:
        ValueError: the amount, the side or the date cannot be read.
    """
    units, currency = read_amount(element.find("Amt"))
    side = element.find_text("CdtDbtInd") or ""
    if side not in _SIDES:
        raise ValueError(f"CdtDbtInd {side[:20]}")
    status = element.find_text("Sts/Cd", "Sts") or ""
    reverses = element.find_text("RvslInd") in ("true", "1")
    told = element.find("BookgDt") or element.find("ValDt")
    time, precision = (None, Precision.DAY) if told is None else read_time(told)
    kind = RowKind.REVERSAL if reverses else find_kind(element.find("BkTxCd"))
    return Entry(
        place=element.place,
        units=units,
        currency=currency,
        direction=_SIDES[side],
        kind=RowKind.QUERY if status == _ONLY_TOLD else kind,
        status=_STATUS.get(status, RowStatus.UNTOLD),
        time=time,
        precision=precision,
        log_number=find_reference(element, "AcctSvcrRef", "NtryRef"),
        summary=element.find_text("AddtlNtryInf"),
        reverses=reverses,
    )


def tell_entry(entry: Entry, details: list[Detail], owner: Owner) -> Iterator[Told | Untaken]:
    """Yield the rows of an entry.

    One detail lends its parties to the entry. Several stand for the entry where their amounts
    add up to it exactly, and the entry is told as their summary; where they do not, the entry
    stands and they are left out with the reason. Nothing is counted twice.
    """
    if len(details) == 1:
        yield _tell(entry, details[0], entry.place, entry.units, owner)
        return
    shares = _find_shares(entry, details)
    if shares is None:
        yield _tell(entry, None, entry.place, entry.units, owner)
        for detail in details:
            yield Untaken(detail.place, "message-details-differ", detail.reference)
        return
    summary = _tell(entry, None, entry.place, entry.units, owner)
    if shares:
        summary.cells["kind"] = RowKind.SUMMARY
    yield summary
    for detail, units in zip(details, shares, strict=True):
        yield _tell(entry, detail, detail.place, units, owner)


def _find_shares(entry: Entry, details: list[Detail]) -> list[int] | None:
    """Return the details' amounts where they add up to the entry, signs and all; else None."""
    if not details:
        return []
    told = [detail.find_units(entry.currency) for detail in details]
    units = [one for one in told if one is not None]
    if len(units) < len(details):
        return None
    against = (Direction.UNKNOWN, entry.direction)
    total = sum(
        share if detail.direction in against else -share
        for detail, share in zip(details, units, strict=True)
    )
    return units if total == entry.units else None


def _tell(
    entry: Entry,
    detail: Detail | None,
    place: Place,
    units: int,
    owner: Owner,
) -> Told:
    direction = entry.direction
    # The side of a lone detail may be that of the original payment; the entry's is the booking's.
    if detail is not None and place == detail.place and detail.direction:
        direction = detail.direction
    other = Party() if detail is None else _find_other(detail, direction, entry.reverses, owner)
    kind = entry.kind
    if detail is not None and kind not in (RowKind.REVERSAL, RowKind.QUERY):
        kind = detail.kind or kind
    return Told(
        place,
        {
            "own_account": owner.account,
            "own_name": owner.name,
            "own_bank": owner.bank,
            "other_account": other.account,
            "other_name": other.name,
            "other_bank": other.bank,
            "time": entry.time,
            "precision": entry.precision,
            "amount": units,
            "asset": entry.currency,
            "direction": direction,
            "status": entry.status,
            "kind": kind,
            "summary": (detail and detail.summary) or entry.summary,
            "reference": None if detail is None else detail.reference,
            "log_number": (detail and detail.log_number) or entry.log_number,
        },
    )


def _find_other(detail: Detail, direction: Direction, reverses: bool, owner: Owner) -> Party:
    """Return the side of a payment that is not the account's owner.

    A reversal names the parties of what it takes back (debtor and creditor do not change places),
    but not every bank keeps to it, so the other one is taken where the first is missing or own.
    """
    parties = (detail.debtor, detail.creditor)
    if (direction is Direction.IN) == reverses:
        parties = (detail.creditor, detail.debtor)
    for party in parties:
        if (party.account or party.name) and not owner.is_side(party):
            return party
    return Party()


def _read_party(element: Element, role: str) -> Party:
    return Party(
        find_account(element.find(f"RltdPties/{role}Acct")),
        find_name(element.find(f"RltdPties/{role}")),
        find_bank(element.find(f"RltdAgts/{role}Agt")),
    )


def _join_remarks(element: Element) -> str | None:
    remittance = element.find("RmtInf")
    parts = [] if remittance is None else [one.text for one in remittance.list_all("Ustrd")]
    told = element.find_text("RmtInf/Strd/CdtrRefInf/Ref")
    parts += [one for one in (told, element.find_text("AddtlTxInf")) if one]
    return " ".join(part for part in parts if part)[:_REMARKS] or None
