"""Whether a docket is whole: what `verify` asks of it, without the evidence around it."""

import json

from sqlalchemy import Engine, select

from zhanlian.store.audit import AuditLine, list_lines
from zhanlian.store.chain import ChainReader
from zhanlian.store.engine import read_transaction
from zhanlian.store.record_check import check_derived
from zhanlian.store.record_tables import record_version


def find_damage(engine: Engine) -> list[str]:
    """Return everything that is wrong: chain, versions against their lines, what is derived."""
    with read_transaction(engine) as connection:
        reader = ChainReader()
        found = [str(one) for one in reader.read(list_lines(connection))]
        for row in connection.execute(select(record_version)).mappings():
            fields = dict(row)
            seq = fields.pop("seq")
            if reader.rows.pop((record_version.name, seq), None) != fields:
                found.append(f"version {seq} is not as its line tells")
        found += [f"{name} {seq} has no row" for name, seq in reader.rows]
        return found + [str(one) for one in check_derived(connection)]


def find_half(lines: list[AuditLine]) -> list[str]:
    """Return drafts that were approved without their effect, or the reverse."""
    approved, effective = set(), set()
    for line in lines:
        told = json.loads(line.after or "{}")
        version = told.get(record_version.name, {})
        if version.get("kind") == "draft" and version["state"] == "approved":
            approved.add(version["id"])
        if "draft" in told.get("told", {}):
            effective.add(told["told"]["draft"])
    return sorted(approved ^ effective)
