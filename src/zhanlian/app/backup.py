"""Back a workspace up into one file, or make a new workspace of such a file."""

from datetime import datetime
from pathlib import Path

import zhanlian
from zhanlian.app.docket.gate import BACK_UP, Visitor, admit
from zhanlian.app.ports import Progress
from zhanlian.store.audit import Act
from zhanlian.store.backup.dump import write_backup
from zhanlian.store.backup.manifest import Manifest
from zhanlian.store.backup.restoration import restore_backup
from zhanlian.store.workspace import open_workspace


def back_up(path: Path, out: Path, actor: str, at: datetime, progress: Progress) -> Manifest:
    """Return what the backup of a workspace holds that was written to a file.

    Args:
        path: folder of the workspace; others may go on working in it.
        out: file to write; there must be none yet.
        actor: who makes it, for the audit chain.
        at: when.
        progress: told after every piece of evidence.

    Raises:
        NotFoundError: there is no workspace.
        DeniedError: the workspace has accounts, and this one does not administer it.
        InputError: there is something at the place already.
        StoreError: the workspace is damaged, or the file cannot be written.
    """
    with open_workspace(path, create=False) as workspace:
        admit(workspace.docket, BACK_UP, Visitor(actor, at))
        progress.begin("backup", 0)
        made = write_backup(
            workspace, out, Act(actor, at), zhanlian.__version__, _Steps(progress).tell
        )
        progress.end()
    return made


def restore(backup: Path, path: Path, actor: str, at: datetime, progress: Progress) -> Manifest:
    """Return what the backup held that is a workspace now.

    Args:
        backup: file that `back_up` wrote.
        path: folder of the new workspace; missing or empty.
        actor: who restores it, for the audit chain.
        at: when.
        progress: told after every piece of evidence.

    Raises:
        InputError: the folder is not empty, or the backup cannot be opened.
        FormatError: the backup is broken; nothing was put in place.
        StoreError: the disk or the database refuses.
    """
    progress.begin("restore", 0)
    made = restore_backup(backup, path, Act(actor, at), _Steps(progress).tell)
    progress.end()
    return made


class _Steps:
    """Turns how much is done into steps."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._seen = 0

    def tell(self, done: int, total: int) -> None:
        """Tell how many of all are done."""
        self._progress.advance(done - self._seen, total=total)
        self._seen = done
