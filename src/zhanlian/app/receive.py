"""Receive files: bytes into the vault, then item and receipt into the docket, batch by batch.

The vault comes first: a receipt in the docket always has its bytes. Killed in between, bytes
without a receipt lie in the vault, where the next run finds them already written.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhanlian.app.money.kinds import HEAD_BYTES, is_statement, needs_all
from zhanlian.app.ports import Digests, Progress, Reading, Workspace
from zhanlian.app.sources import member_source
from zhanlian.model.document import Member
from zhanlian.model.evidence import EvidenceItem, Receipt, Reject
from zhanlian.store.audit import Act
from zhanlian.store.folders import FoundFile, load_file, load_head
from zhanlian.words.shown import storable_text

Arrival = tuple[EvidenceItem, Receipt]


@dataclass(frozen=True, slots=True)
class Reception:
    """By whom, for which case and on what ground evidence is received.

    Attributes:
        case: name of the case.
        received_by: never empty.
        legal_basis: empty when none was given.
        now: the clock; aware, UTC.
    """

    case: str
    received_by: str
    legal_basis: str
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class ReceiveLimits:
    """Files in one transaction, and bytes of the largest file.

    Attributes:
        batch: files in one transaction.
        max_file_bytes: of a file that is read in memory.
        max_statement_bytes: of a statement in text form, which is read in pieces.
    """

    batch: int
    max_file_bytes: int
    max_statement_bytes: int = 0


class Receiver:
    """Brings bytes into one workspace, for one case.

    Args:
        workspace: where they go.
        reading: tells media types.
        reception: what every receipt says.
    """

    def __init__(self, workspace: Workspace, reading: Reading, reception: Reception) -> None:
        self._vault = workspace.vault
        self._docket = workspace.docket
        self._reading = reading
        self._reception = reception

    @property
    def case(self) -> str:
        """Name of the case that is received for."""
        return self._reception.case

    def receive_files(
        self, files: Sequence[FoundFile], limits: ReceiveLimits, progress: Progress
    ) -> int:
        """Return how many files now have a receipt; the others stand as rejects.

        Raises:
            StoreError: the workspace cannot be written.
        """
        progress.begin("receive", len(files))
        count = 0
        for batch in _each_batch(files, limits.batch):
            intake = _BatchIntake(self._reading, limits, progress)
            # The vault draws file after file from the generator: one in memory at a time.
            digests = list(self._vault.put_batch(intake.load_each(batch)))
            for file, _ in intake.large:
                digests.append(self._vault.put_file(file.path))
                progress.advance()
            arrivals = []
            for known, (file, media_type) in zip(
                digests, (*intake.taken, *intake.large), strict=True
            ):
                item = _item(known, file.path.name, media_type)
                arrivals.append((item, self._receipt(item, file.path.name, file.source)))
            self.record(arrivals, intake.refused, [(file.source, "") for file in batch])
            count += len(arrivals)
        progress.end()
        return count

    def take_members(
        self, parent: EvidenceItem, source: str, members: Sequence[Member]
    ) -> list[Arrival]:
        """Return the members of a container, their bytes in the vault, ready for the docket.

        Args:
            parent: the container.
            source: where it came from; receipts of members say ``source!member``.
            members: taken out of the container, in its order.
        """
        if not members:
            return []
        digests = self._vault.put_batch(member.data for member in members)
        arrivals = []
        for known, member in zip(digests, members, strict=True):
            name = member.path.rsplit("/", 1)[-1] or member.path
            media_type = self._reading.sniff(member.data, name)
            item = _item(known, name, media_type, (parent.sha256, member.path))
            receipt = self._receipt(item, name, member_source(source, member.path))
            arrivals.append((item, receipt))
        return arrivals

    def record(
        self,
        arrivals: Sequence[Arrival],
        rejects: Sequence[tuple[str, Reject]],
        examined: Sequence[tuple[str, str]],
    ) -> None:
        """Write arrivals, rejects and what no longer stands against the examined at once."""
        act = Act(self._reception.received_by, self._reception.now())
        self._docket.receive(arrivals, case=self.case, act=act, rejects=rejects, examined=examined)

    def _receipt(self, item: EvidenceItem, name: str, source: str) -> Receipt:
        return Receipt(
            sha256=item.sha256,
            name=storable_text(name),
            source=storable_text(source),
            received_at=self._reception.now(),
            received_by=self._reception.received_by,
            legal_basis=self._reception.legal_basis,
            case=self._reception.case,
        )


class _BatchIntake:
    """Loads the files of one batch and remembers what became of each."""

    def __init__(self, reading: Reading, limits: ReceiveLimits, progress: Progress) -> None:
        self.taken: list[tuple[FoundFile, str]] = []
        self.large: list[tuple[FoundFile, str]] = []
        self.refused: list[tuple[str, Reject]] = []
        self._reading = reading
        self._limits = limits
        self._progress = progress

    def load_each(self, batch: Sequence[FoundFile]) -> Iterator[bytes]:
        for file in batch:
            if self._set_apart(file):
                continue
            data = load_file(file, self._limits.max_file_bytes)
            if isinstance(data, Reject):
                self.refused.append(("", data))
            else:
                self.taken.append((file, self._reading.sniff(data, file.path.name)))
                yield data
            self._progress.advance()

    def _set_apart(self, file: FoundFile) -> bool:
        """Return whether a file is a large statement, which never lies in memory as a whole."""
        if not self._limits.max_file_bytes < file.size <= self._limits.max_statement_bytes:
            return False
        head = load_head(file, HEAD_BYTES)
        if isinstance(head, Reject) or needs_all(head):
            return False
        media_type = self._reading.sniff(head, file.path.name)
        if not is_statement(media_type):
            return False
        self.large.append((file, media_type))
        return True


def _item(
    known: Digests, name: str, media_type: str, inside: tuple[str, str] | None = None
) -> EvidenceItem:
    parent, member = inside or (None, None)
    return EvidenceItem(
        sha256=known.sha256,
        sm3=known.sm3,
        size=known.size,
        media_type=media_type,
        name=storable_text(name),
        parent=parent,
        member=None if member is None else storable_text(member),
    )


def _each_batch(files: Sequence[FoundFile], size: int) -> Iterator[Sequence[FoundFile]]:
    """Yield the files in runs of at most `size`, in order."""
    for start in range(0, len(files), size):
        yield files[start : start + size]
