"""Read every item of a case that this version has not read yet; containers give more items.

What was read lies in the lake under (hash, version), so a second run finds it there. A container
counts as read only after its members are received: killed in between, it is opened again.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from zhanlian.app.ports import Progress, Reading, Workspace
from zhanlian.app.receive import Receiver
from zhanlian.app.record import (
    MemberRef,
    ReadRecord,
    find_record,
    save_record,
    tell_source,
)
from zhanlian.app.texts import join_documents
from zhanlian.model.document import Document, Member
from zhanlian.model.evidence import EvidenceItem, Reject
from zhanlian.model.message import Message
from zhanlian.model.reading import ReadResult

# A zip in a mail in a zip is real; deeper nesting is a trap. Readers bound one container, these
# bound the whole tree under one received file.
MAX_DEPTH: Final = 5
MAX_TREE_MEMBERS: Final = 20_000
MAX_TREE_BYTES: Final = 2 * 1024**3
# What may have been the machine's fault and not the file's: the next run tries again.
PASSING: Final = frozenset(("reject.no-process", "reject.crashed"))


@dataclass(frozen=True, slots=True)
class ReadTally:
    """How many items were read now, and how many were known from an earlier run."""

    read: int
    known: int


def read_items(
    workspace: Workspace,
    reading: Reading,
    receiver: Receiver,
    progress: Progress,
    passes: Callable[[EvidenceItem], bool] = lambda _: False,
) -> ReadTally:
    """Return how much was read; afterwards the lake holds a record for every item of the case.

    Args:
        workspace: that holds the items.
        reading: the rooms that read.
        receiver: takes what containers hold.
        progress: told after each item.
        passes: whether an item is left to others: a statement is no text.

    Raises:
        StoreError: the workspace cannot be read or written.
    """
    reader = _ItemReader(workspace, reading, receiver)
    queue = deque(reader.order())
    progress.begin("read", len(queue))
    read = known = 0
    done: set[str] = set()
    while queue:
        sha256 = queue.popleft()
        # A container can hold itself; an item is read once however often it turns up.
        if sha256 in done:
            continue
        done.add(sha256)
        if passes(reader.items[sha256]):
            progress.advance(total=len(reader.items))
            continue
        members = reader.find_members(sha256)
        if members is None:
            members = reader.read(sha256)
            read += 1
        else:
            known += 1
        # Members before what follows, in a run that goes on as in one that was never killed:
        # the first container that gives an item is its parent for good.
        queue.extendleft(reversed(members))
        progress.advance(total=len(reader.items))
    progress.end()
    return ReadTally(read, known)


class _ItemReader:
    def __init__(self, workspace: Workspace, reading: Reading, receiver: Receiver) -> None:
        docket = workspace.docket
        self.items = {item.sha256: item for item in docket.list_items(receiver.case)}
        self._sources: dict[str, str] = {}
        for receipt in docket.list_receipts(receiver.case):
            self._sources.setdefault(receipt.sha256, receipt.source)
        self._rejected = {
            (sha256, reject.place, reject.reason.key)
            for sha256, reject in docket.list_rejects(receiver.case)
        }
        self._standing = {sha256 for sha256, _, _ in self._rejected}
        self._trees: dict[str, tuple[int, int]] = {}
        self._workspace = workspace
        self._reading = reading
        self._receiver = receiver

    def order(self) -> list[str]:
        """Return the hashes of all items, those that are no members first, by name."""
        inner = [one for one in self.items.values() if one.parent in self.items]
        outer = [one for one in self.items.values() if one.parent not in self.items]
        return [one.sha256 for one in (*outer, *inner)]

    def find_members(self, sha256: str) -> tuple[str, ...] | None:
        """Return the members of an item that needs no reading, or None when it needs it.

        Read for another case, its members and rejects are not in this one yet.
        """
        record = find_record(self._workspace.lake, sha256, self._reading.version)
        if record is None or any(one.reason.key in PASSING for one in record.rejects):
            return None
        members = tuple(member.sha256 for member in record.members)
        whole = all(member in self.items for member in members) and all(
            (sha256, reject.place, reject.reason.key) in self._rejected for reject in record.rejects
        )
        return members if whole else None

    def read(self, sha256: str) -> tuple[str, ...]:
        """Read one item and return the hashes of its members, which are received by then."""
        item, source = self.items[sha256], self._sources[sha256]
        result = self._reading.read(self._workspace.vault.load(sha256), item.name)
        members, refused = self._admit(item, result)
        document = join_documents(result.documents)
        record = self._record(sha256, document, result.rejects + refused)
        arrivals = self._receiver.take_members(item, source, members)
        rejects = [(sha256, replace(reject, source=source)) for reject in record.rejects]
        # Most items give neither: no transaction for them, only where something stood before.
        if arrivals or rejects or sha256 in self._standing:
            self._receiver.record(arrivals, rejects, [(source, sha256)])
        for one, receipt in arrivals:
            self.items.setdefault(one.sha256, one)
            self._sources.setdefault(one.sha256, receipt.source)
        refs = tuple(MemberRef(one.member or one.name, one.sha256) for one, _ in arrivals)
        # Last of all: only now a killed run would not have to open this item again.
        save_record(
            self._workspace.lake,
            sha256,
            self._reading.version,
            replace(record, members=refs),
            None if document is None else document.text,
        )
        return tuple(ref.sha256 for ref in refs)

    def _record(
        self, sha256: str, document: Document | None, rejects: tuple[Reject, ...]
    ) -> ReadRecord:
        if document is None:
            return ReadRecord((), rejects, None, None)
        extraction = self._reading.extract(document)
        source = tell_source(sha256, "", document, extraction)
        return ReadRecord((), rejects, source, extraction)

    def _admit(
        self, item: EvidenceItem, result: ReadResult
    ) -> tuple[tuple[Member, ...], tuple[Reject, ...]]:
        if not result.members:
            return (), ()
        root, depth = self._place(item)
        if depth >= MAX_DEPTH:
            reason = Message("reject.tree-too-deep", {"most": MAX_DEPTH})
            return (), (Reject("", "", reason),)
        count, size = self._trees.get(root, (0, 0))
        admitted: list[Member] = []
        for member in result.members:
            if count + 1 > MAX_TREE_MEMBERS or size + len(member.data) > MAX_TREE_BYTES:
                left = len(result.members) - len(admitted)
                reason = Message("reject.tree-too-large", {"left": left})
                return tuple(admitted), (Reject("", member.path, reason),)
            count, size = count + 1, size + len(member.data)
            self._trees[root] = (count, size)
            admitted.append(member)
        return tuple(admitted), ()

    def _place(self, item: EvidenceItem) -> tuple[str, int]:
        depth = 0
        while item.parent is not None and item.parent in self.items and depth <= MAX_DEPTH:
            item, depth = self.items[item.parent], depth + 1
        return item.sha256, depth
