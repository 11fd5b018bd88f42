"""What the use cases need from the rooms below, said by the one who needs it.

`app/wire.py` fills these with the real rooms, tests fill them with fakes that keep state.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from zhanlian.model.claim import Claim, SourcedClaim
from zhanlian.model.document import Body, Document
from zhanlian.model.evidence import EvidenceItem, Receipt, Reject
from zhanlian.model.figure import Check, Series
from zhanlian.model.ledger import Ledger
from zhanlian.model.reading import ReadResult
from zhanlian.model.record import CaseListing, Mention, Operation, PaymentMention

if TYPE_CHECKING:
    from zhanlian.app.money.ports import MoneyRooms, MoneyWorkspace
    from zhanlian.store.audit import Act, Entry
    from zhanlian.store.records import RecordDesk


class Digests(Protocol):
    """The two hashes and the size of a sequence of bytes."""

    @property
    def sha256(self) -> str: ...
    @property
    def sm3(self) -> str: ...
    @property
    def size(self) -> int: ...


class Vault(Protocol):
    """Original bytes under their hash; writing the same bytes again changes nothing."""

    def put_batch(self, batch: Iterable[bytes]) -> Sequence[Digests]: ...
    def put_file(self, source: Path) -> Digests: ...
    def load(self, sha256: str) -> bytes: ...


class Docket(Protocol):
    """Items, receipts and rejects, each batch in one transaction with its audit lines."""

    def receive(
        self,
        arrivals: Sequence[tuple[EvidenceItem, Receipt]],
        *,
        case: str,
        act: "Act",
        rejects: Sequence[tuple[str, Reject]] = ...,
        examined: Collection[tuple[str, str]] = ...,
    ) -> object: ...
    def list_cases(self) -> Sequence[str]: ...
    def list_items(self, case: str) -> Sequence[EvidenceItem]: ...
    def list_receipts(self, case: str) -> Sequence[Receipt]: ...
    def list_rejects(self, case: str) -> Sequence[tuple[str, Reject]]: ...
    # Before evidence is received or read, accounts and cases are asked.
    def read_records(self) -> "AbstractContextManager[RecordDesk]": ...
    def record(self, entries: "list[Entry]", act: "Act") -> None: ...


class Lake(Protocol):
    """Derived bytes by item and version: they may be thrown away at any time."""

    def find_reading(self, sha256: str, version: str) -> bytes | None: ...
    def save_reading(self, sha256: str, version: str, data: bytes) -> None: ...


class Workspace(Protocol):
    """The three stores of one directory."""

    @property
    def vault(self) -> Vault: ...
    @property
    def docket(self) -> Docket: ...
    @property
    def lake(self) -> Lake: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class ReadEvidence(Protocol):
    """Bytes and a name to show, to a result: never raises on hostile bytes."""

    def __call__(self, data: bytes, name: str) -> ReadResult: ...


class Progress(Protocol):
    """Where a use case tells how far it is; what is shown is the caller's business."""

    def begin(self, stage: str, total: int) -> None: ...
    def advance(self, count: int = 1, *, total: int | None = None) -> None: ...
    def end(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read from one document: its article and everything stated in it."""

    body: Body
    claims: tuple[Claim, ...]
    listing: CaseListing | None = None
    operations: tuple[Operation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    payments: tuple[PaymentMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The rooms that turn bytes into statements.

    Attributes:
        sniff: media type of bytes, told from the content.
        read: bytes to documents, members and rejects.
        extract: a document to everything stated in it.
        version: names code and data of both; another version reads again.
    """

    sniff: Callable[[bytes, str], str]
    read: ReadEvidence
    extract: Callable[[Document], Extraction]
    version: str


@dataclass(frozen=True, slots=True)
class Figuring:
    """The rooms that compare claims."""

    build_series: Callable[[Sequence[SourcedClaim]], tuple[Series, ...]]
    check_figures: Callable[[Sequence[Series], Sequence[SourcedClaim]], tuple[Check, ...]]


@dataclass(frozen=True, slots=True)
class Reporting:
    """The rooms that show a ledger; `version` names the code and data of these and of figuring."""

    render_html: Callable[[Ledger, Callable[[str], str], str], Iterator[str]]
    render_xlsx: Callable[[Ledger, str], bytes]
    render_jsonl: Callable[[Ledger], Iterator[str]]
    version: str


@dataclass(frozen=True, slots=True)
class Rooms:
    """All that `run` needs besides a workspace; the clock comes in, too."""

    reading: Reading
    figuring: Figuring
    reporting: Reporting
    money: "MoneyRooms"
    open_workspace: Callable[[Path], "MoneyWorkspace"]
    now: Callable[[], datetime]
    version: str
