"""Enter an operation from its notice in one step, every number citing its place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from zhanlian.app.docket.desk import Readable, Surroundings
from zhanlian.app.docket.gate import READ, Visitor, admit_to_case
from zhanlian.app.docket.perform import Asked, Docket, Done, perform
from zhanlian.app.documents import ReadTree
from zhanlian.app.texts import join_documents
from zhanlian.errors import LimitError, NotFoundError, SchemaError
from zhanlian.model.docket.operation import Verb
from zhanlian.model.document import Document
from zhanlian.model.evidence import EvidenceItem
from zhanlian.model.record import Operation, OperationCount
from zhanlian.store.hashing import hash_bytes
from zhanlian.store.whole_files import load_start
from zhanlian.words.paths import show_path

ENTER: Final = "operation.enter"
# What the reading room calls a count, as the verb it stands for: 移交 is the hand-over of people.
_VERBS: Final[Mapping[str, Verb]] = {"captured": Verb.CAUGHT, "transferred": Verb.HANDED_OVER}


class Received(Readable, Protocol):
    """The docket, with what was received for each case."""

    def list_items(self, case: str) -> Sequence[EvidenceItem]: ...


class Vault(Protocol):
    """Original bytes by their hash."""

    def load(self, sha256: str) -> bytes: ...


class Evidence(Protocol):
    """A workspace that holds evidence."""

    @property
    def docket(self) -> Received: ...
    @property
    def vault(self) -> Vault: ...


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that was read.

    Attributes:
        source: SHA-256 of its bytes.
        shown: how it is named to the reader.
        operations: found in it.
    """

    source: str
    shown: str
    operations: tuple[Operation, ...]


def load_file(path: Path, max_bytes: int) -> tuple[bytes, str]:
    """Return the bytes of a file and their SHA-256.

    Raises:
        InputError: it cannot be opened.
        LimitError: it is larger than allowed.
    """
    data = load_start(path, max_bytes + 1)
    if len(data) > max_bytes:
        raise LimitError("error.docket-notice-large", path=show_path(path), most=max_bytes)
    return data, hash_bytes(data).sha256


def load_evidence(workspace: Evidence, visitor: Visitor, sha256: str, case: str) -> bytes:
    """Return the bytes of an item of evidence of a case.

    Raises:
        NotFoundError: the visitor works on no such case, or it has no such item.
    """
    admit_to_case(workspace.docket, READ, visitor, case)
    if sha256 not in {item.sha256 for item in workspace.docket.list_items(case)}:
        raise NotFoundError("error.docket-notice-unread", source=sha256)
    return workspace.vault.load(sha256)


def read_notice(
    data: bytes,
    source: str,
    shown: str,
    read_tree: ReadTree,
    extract: Callable[[Document], Sequence[Operation]],
) -> Notice:
    """Return the operations of a notice.

    Args:
        data: its bytes.
        source: their SHA-256.
        shown: how the file is named to the reader.
        read_tree: bytes and a name to the file and everything inside it.
        extract: a document to its operations.

    Raises:
        NotFoundError: there is no text in it.
    """
    documents = [join_documents(one.result.documents) for one in read_tree(data, shown)]
    texts = [document for document in documents if document is not None]
    if not texts:
        raise NotFoundError("error.docket-notice-unread", source=shown)
    return Notice(source, shown, tuple(one for text in texts for one in extract(text)))


def enter_notice(
    docket: Docket,
    who: str,
    notice: Notice,
    surroundings: Surroundings,
    *,
    says: str = "",
    campaign: str = "",
) -> tuple[Done, ...]:
    """Return what came of entering each operation of a notice: it and its counts.

    Args:
        docket: of the workspace.
        who: name of the account.
        notice: as it was read.
        surroundings: time, ids and rules.
        says: party that publishes the numbers; the first agency of the notice where empty.
        campaign: id of the campaign it belongs to.

    Raises:
        NotFoundError: the notice tells of no operation.
        StateError: the party entered it before.
    """
    if not notice.operations:
        raise NotFoundError("error.docket-notice-none", source=notice.shown)
    return tuple(
        perform(
            docket,
            who,
            Asked(ENTER, _ask(operation, notice, says, campaign)),
            surroundings,
        )
        for operation in notice.operations
    )


def _ask(operation: Operation, notice: Notice, says: str, campaign: str) -> dict[str, Any]:
    publisher = says or next(iter(operation.agencies), "")
    if not publisher:
        raise SchemaError("error.field-missing", field="says")
    rows = [_count(one) for one in operation.counts]
    if operation.cumulative_transferred is not None:
        since = operation.cumulative_since
        told = {"since": str(since)} if since is not None else {}
        rows.append({**_count(operation.cumulative_transferred), "cumulative": True, **told})
    handover = operation.handover
    asked: dict[str, Any] = {
        "name": operation.name,
        "source": notice.source,
        "start": operation.span.start,
        "says": publisher,
        "campaign": campaign,
        "region": "、".join(operation.places),
        "when_told": operation.when or "",
        "seized": [_item(one.item, one.value) for one in operation.items_seized],
        "agencies": list(operation.agencies),
        "provinces": [*operation.provinces, *(["等"] if operation.provinces_open_ended else [])],
        "note": _note(operation),
        "counts": rows,
    }
    if handover is not None:
        asked["handed_over_at"] = handover.place or ""
        if handover.date is not None:
            asked["handed_over_on"] = str(handover.date)
    return asked


def _note(operation: Operation) -> str:
    """Return what a notice says beside its numbers, in its own words."""
    handover = operation.handover
    told = [operation.items_note, handover and handover.who, handover and handover.other_nationals]
    return "；".join(text for text in told if text)


def _count(count: OperationCount) -> dict[str, Any]:
    told: dict[str, Any] = {
        "verb": _VERBS[count.what].value,
        "value": count.value,
        "comparator": count.qualifier.value,
        "nationality": count.nationality or "",
        "quote": count.quote,
        "start": count.start,
        "note": count.note or "",
    }
    return {**told, "counted_role": count.role.value} if count.role is not None else told


def _item(item: str, value: int | None) -> str:
    return item if value is None else f"{item} {value}"
