"""Bring the docket of a workspace to the version that this program writes."""

from datetime import datetime
from pathlib import Path

from zhanlian.store.audit import Act
from zhanlian.store.migrations.workspace import Migrated, migrate_workspace


def migrate(path: Path, actor: str, at: datetime) -> Migrated:
    """Return from which version to which the docket of a workspace was brought.

    Args:
        path: folder of the workspace; nobody else may have it open.
        actor: who does it, for the audit chain.
        at: when.

    Raises:
        NotFoundError: there is no workspace.
        StoreError: somebody has it open, or the docket cannot be brought there; it is as before.
    """
    return migrate_workspace(path, Act(actor, at))
