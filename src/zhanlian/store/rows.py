"""Nouns of the model as rows of the docket, and back."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import RowMapping

from zhanlian.model.evidence import EvidenceItem, Receipt, Reject
from zhanlian.model.message import Message
from zhanlian.store.audit import storable, write_canonical, write_time

Fields = dict[str, str | int | None]


def item_fields(item: EvidenceItem) -> Fields:
    """Return the columns of an item."""
    return {
        "sha256": item.sha256,
        "sm3": item.sm3,
        "size": item.size,
        "media_type": storable(item.media_type),
        "name": storable(item.name),
        "parent": item.parent,
        "member": None if item.member is None else storable(item.member),
    }


def read_item(row: RowMapping) -> EvidenceItem:
    """Return the item of a row."""
    return EvidenceItem(
        sha256=row["sha256"],
        sm3=row["sm3"],
        size=row["size"],
        media_type=row["media_type"],
        name=row["name"],
        parent=row["parent"],
        member=row["member"],
    )


def receipt_fields(receipt: Receipt) -> Fields:
    """Return the columns of a receipt."""
    return {
        "case": storable(receipt.case),
        "sha256": receipt.sha256,
        "source": storable(receipt.source),
        "name": storable(receipt.name),
        "received_at": write_time(receipt.received_at),
        "received_by": storable(receipt.received_by),
        "legal_basis": storable(receipt.legal_basis),
    }


def read_receipt(row: RowMapping) -> Receipt:
    """Return the receipt of a row."""
    return Receipt(
        sha256=row["sha256"],
        name=row["name"],
        source=row["source"],
        received_at=datetime.fromisoformat(row["received_at"]),
        received_by=row["received_by"],
        legal_basis=row["legal_basis"],
        case=row["case"],
    )


def reject_fields(case: str, sha256: str, reject: Reject) -> Fields:
    """Return the columns of a reject that stands (is not superseded)."""
    return {
        "case": storable(case),
        "sha256": sha256,
        "source": storable(reject.source),
        "place": storable(reject.place),
        "reason": reject.reason.key,
        "fields": _write_values(reject.reason.fields),
        "superseded_by": None,
    }


def read_reject(row: RowMapping) -> tuple[str, Reject]:
    """Return the item's hash (empty without bytes) and the reject of a row."""
    reason = Message(row["reason"], json.loads(row["fields"]))
    return row["sha256"], Reject(row["source"], row["place"], reason)


def _write_values(values: Mapping[str, str | int | float]) -> str:
    told = {
        name: storable(value) if isinstance(value, str) else value for name, value in values.items()
    }
    return write_canonical(told)
