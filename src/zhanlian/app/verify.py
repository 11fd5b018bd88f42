"""Verify a workspace, take a checkpoint of its audit chain, or list what it holds."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zhanlian.app.docket.gate import (
    READ,
    TAKE_CHECKPOINT,
    VERIFY,
    Visitor,
    admit,
    admit_to_case,
    keep_own,
)
from zhanlian.app.mappings import FOLDER as MAPPINGS
from zhanlian.app.mappings import load_mappings
from zhanlian.app.money.kinds import add_mappings
from zhanlian.app.money.ports import StatementReading
from zhanlian.app.ports import Progress, Reading
from zhanlian.app.rejects import list_rejects
from zhanlian.app.reread import verify_readings
from zhanlian.errors import NotFoundError, StoreError
from zhanlian.model.evidence import EvidenceItem, Receipt, Reject
from zhanlian.store.audit import Checkpoint
from zhanlian.store.finding import Finding
from zhanlian.store.verify import verify_workspace
from zhanlian.store.whole_files import load_start, write_whole
from zhanlian.store.workspace import open_workspace

_CHECKPOINT_BYTES: Final = 10_000  # a checkpoint takes some two hundred


@dataclass(frozen=True, slots=True)
class CaseEvidence:
    """What one case received: items, receipts in their order, and what could not be read."""

    case: str
    items: tuple[EvidenceItem, ...]
    receipts: tuple[Receipt, ...]
    rejects: tuple[tuple[str, Reject], ...]


def verify(
    path: Path,
    checkpoint: Path | None,
    progress: Progress,
    visitor: Visitor,
    readings: tuple[Reading, StatementReading] | None = None,
) -> tuple[Finding, ...]:
    """Return everything that is wrong with a workspace; nothing when all is well.

    Args:
        path: folder of the workspace.
        checkpoint: file that `save_checkpoint` wrote earlier, or None.
        progress: told after every object and audit line.
        visitor: who asks.
        readings: to read all evidence anew and hold the lake against it, or None.

    Raises:
        NotFoundError: there is no workspace.
        DeniedError: the visitor may not verify it.
        StoreError: it is damaged so that it cannot be opened.
        InputError: the checkpoint cannot be read.
    """
    pinned = None if checkpoint is None else _load_checkpoint(checkpoint)
    seen = 0

    def tell(done: int, total: int) -> None:
        nonlocal seen
        progress.advance(done - seen, total=total)
        seen = done

    with open_workspace(path, create=False) as workspace:
        # Where not even accounts can be read, the damage is told to whoever asks.
        with suppress(StoreError):
            admit(workspace.docket, VERIFY, visitor)
        progress.begin("verify", 0)
        findings = verify_workspace(workspace, pinned, tell)
        progress.end()
        if readings is not None:
            reading, statements = readings
            mapped = add_mappings(statements, load_mappings(path / MAPPINGS))
            findings += tuple(verify_readings(workspace, reading, mapped, progress))
    return findings


def save_checkpoint(path: Path, out: Path, visitor: Visitor) -> Checkpoint:
    """Return the present end of the audit chain, written to a file.

    Args:
        path: folder of the workspace.
        out: file to write; best kept on another machine.
        visitor: who takes it, and when.

    Raises:
        NotFoundError: there is no workspace.
        DeniedError: the visitor may not take one.
        StoreError: the file cannot be written.
    """
    with open_workspace(path, create=False) as workspace:
        admit(workspace.docket, TAKE_CHECKPOINT, visitor)
        checkpoint = workspace.docket.take_checkpoint(visitor.at)
    write_whole(out, iter((checkpoint.to_json().encode(),)))
    return checkpoint


def list_evidence(path: Path, case: str | None, visitor: Visitor) -> tuple[CaseEvidence, ...]:
    """Return what each case of a visitor received, or one case where it is named.

    Raises:
        NotFoundError: there is no workspace, or it has no such case for the visitor.
        DeniedError: the visitor may not read evidence.
    """
    with open_workspace(path, create=False) as workspace:
        docket = workspace.docket
        if case is not None:
            admit_to_case(docket, READ, visitor, case)
        cases = keep_own(docket, READ, visitor, docket.list_cases())
        if case is not None and case not in cases:
            raise NotFoundError("error.case-unknown", case=case, known=", ".join(cases) or "-")
        return tuple(
            CaseEvidence(
                name,
                docket.list_items(name),
                docket.list_receipts(name),
                list_rejects(docket, name),
            )
            for name in (cases if case is None else (case,))
        )


def _load_checkpoint(path: Path) -> Checkpoint:
    data = load_start(path, _CHECKPOINT_BYTES)
    return Checkpoint.from_json(data.decode("utf-8", "replace"))
