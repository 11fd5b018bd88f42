"""Rooms in memory that keep state, and a reading whose rules a test can see through."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

from zhanlian.app.ports import Extraction, Reading
from zhanlian.model.claim import Claim, Metric, Qualifier, Unit
from zhanlian.model.document import Body, Document, Member, Span
from zhanlian.model.evidence import EvidenceItem, Receipt, Reject
from zhanlian.model.message import Message
from zhanlian.model.reading import ReadResult
from zhanlian.store.audit import Act, Entry
from zhanlian.store.records import RecordDesk, StoredVersion


@dataclass(frozen=True)
class FakeDigests:
    sha256: str
    sm3: str
    size: int


def _nothing() -> None:
    return None


class FakeVault:
    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def put_batch(self, batch: Iterable[bytes]) -> list[FakeDigests]:
        kept = []
        for data in batch:
            sha256 = hashlib.sha256(data).hexdigest()
            self.objects[sha256] = data
            kept.append(FakeDigests(sha256, hashlib.blake2s(data).hexdigest(), len(data)))
        return kept

    def put_file(self, source: Path) -> FakeDigests:
        return self.put_batch([source.read_bytes()])[0]

    def load(self, sha256: str) -> bytes:
        return self.objects[sha256]


class NoRecords(RecordDesk):
    """A docket that nobody has an account of."""

    def __init__(self) -> None:
        pass

    def list(self, *_: object, **__: object) -> tuple[StoredVersion, ...]:
        return ()


class FakeDocket:
    def __init__(self) -> None:
        self.items: dict[str, EvidenceItem] = {}
        self.receipts: list[Receipt] = []
        self.rejects: dict[tuple[str, str, str], list[Reject]] = {}
        self.batches: list[int] = []
        self.before_write: Callable[[], None] = _nothing

    def receive(
        self,
        arrivals: Sequence[tuple[EvidenceItem, Receipt]],
        *,
        case: str,
        act: Act,
        rejects: Sequence[tuple[str, Reject]] = (),
        examined: Collection[tuple[str, str]] = (),
    ) -> None:
        self.before_write()
        self.batches.append(len(arrivals))
        for item, receipt in arrivals:
            self.items.setdefault(item.sha256, item)
            known = {(one.sha256, one.source, one.case) for one in self.receipts}
            if (receipt.sha256, receipt.source, receipt.case) not in known:
                self.receipts.append(receipt)
        for source, sha256 in examined:
            self.rejects.pop((case, source, sha256), None)
        for sha256, reject in rejects:
            self.rejects.setdefault((case, reject.source, sha256), []).append(reject)

    def read_records(self) -> AbstractContextManager[RecordDesk]:
        return nullcontext(NoRecords())

    def record(self, entries: Sequence[Entry], act: Act) -> None:
        raise AssertionError("nobody is denied where nobody has an account")

    def list_cases(self) -> list[str]:
        return list(dict.fromkeys(one.case for one in self.receipts))

    def list_items(self, case: str) -> list[EvidenceItem]:
        received = {one.sha256 for one in self.receipts if one.case == case}
        found = [item for item in self.items.values() if item.sha256 in received]
        return sorted(found, key=lambda item: (item.name, item.sha256))

    def list_receipts(self, case: str) -> list[Receipt]:
        return [one for one in self.receipts if one.case == case]

    def list_rejects(self, case: str) -> list[tuple[str, Reject]]:
        return [
            (sha256, reject)
            for (name, _, sha256), standing in self.rejects.items()
            for reject in standing
            if name == case
        ]


class FakeLake:
    def __init__(self) -> None:
        self.readings: dict[tuple[str, str], bytes] = {}
        self.before_write: Callable[[], None] = _nothing

    def find_reading(self, sha256: str, version: str) -> bytes | None:
        return self.readings.get((sha256, version))

    def save_reading(self, sha256: str, version: str, data: bytes) -> None:
        self.before_write()
        self.readings[sha256, version] = data


@dataclass
class FakeWorkspace:
    vault: FakeVault = field(default_factory=FakeVault)
    docket: FakeDocket = field(default_factory=FakeDocket)
    lake: FakeLake = field(default_factory=FakeLake)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None


class FakeReader:
    """Reads three invented formats.

    ``BOX`` opens a container: each further line is ``path=content`` with ``|`` for line ends.
    ``BAD`` cannot be read. Everything else is text, and each number in it is a claim.
    """

    def __init__(self) -> None:
        self.names: list[str] = []

    def read(self, data: bytes, name: str) -> ReadResult:
        self.names.append(name)
        text = data.decode()
        if text.startswith("BAD"):
            reason = Message("reject.binary", {"name": name})
            return ReadResult("application/x-bad", rejects=(Reject(name, "", reason),))
        if text.startswith("BOX"):
            pairs = [line.split("=", 1) for line in text.splitlines()[1:]]
            members = tuple(
                Member(path, inner.replace("|", "\n").encode()) for path, inner in pairs
            )
            return ReadResult("application/x-box", members=members)
        return ReadResult("text/plain", documents=(Document(text, "utf-8"),))

    def sniff(self, data: bytes, name: str) -> str:
        return "application/x-box" if data.startswith(b"BOX") else "text/plain"

    def extract(self, document: Document) -> Extraction:
        claims = tuple(
            Claim(
                Metric.SUSPECTS_CAPTURED,
                Decimal(word),
                Unit.PERSON,
                Qualifier.EXACT,
                word,
                document.text.index(word),
            )
            for word in document.text.split()
            if word.isdigit()
        )
        return Extraction(Body(None, (Span(0, len(document.text)),)), claims)

    def reading(self, version: str = "one") -> Reading:
        return Reading(self.sniff, self.read, self.extract, version)


class SilentProgress:
    """Keeps what it was told."""

    def __init__(self) -> None:
        self.stages: list[str] = []
        self.done = self.total = 0

    def begin(self, stage: str, total: int) -> None:
        self.stages.append(stage)
        self.done, self.total = 0, total

    def advance(self, count: int = 1, *, total: int | None = None) -> None:
        self.done += count
        self.total = self.total if total is None else total

    def end(self) -> None:
        assert self.done == self.total, self.stages[-1]


def fixed_time() -> datetime:
    return datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
