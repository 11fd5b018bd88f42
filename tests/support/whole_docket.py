"""Whether a docket is whole: what `verify` asks of it, without the evidence around it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Engine, event

from zhanlian.store.audit import AuditLine
from zhanlian.store.docket import Docket
from zhanlian.store.record_tables import record_version
from zhanlian.store.verify import verify_workspace


class EmptyVault:
    """A vault that was given nothing."""

    def list_hashes(self) -> tuple[str, ...]:
        return ()

    def list_strays(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True)
class BareWorkspace:
    """A docket without evidence, as `verify_workspace` takes it."""

    docket: Docket
    vault: EmptyVault


def find_damage(engine: Engine) -> list[str]:
    """Return everything that is wrong: chain, versions against their lines, what is derived."""
    workspace = cast(Any, BareWorkspace(Docket(engine), EmptyVault()))
    return [str(finding) for finding in verify_workspace(workspace)]


def make_quick(engine: Engine) -> None:
    """Let a SQLite docket not wait for the disk: where thousands of denials are tried."""

    @event.listens_for(engine, "checkout")
    def _quick(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")


def find_half(lines: Sequence[AuditLine]) -> list[str]:
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
