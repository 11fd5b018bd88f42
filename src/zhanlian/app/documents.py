"""Read documents one after the other without a workspace: what `figures` and its kin show."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from zhanlian.app.sources import member_source
from zhanlian.app.texts import join_documents
from zhanlian.model.document import Document
from zhanlian.model.evidence import Reject
from zhanlian.model.reading import ReadResult
from zhanlian.store.folders import FoundFile, Intake, find_files, load_file

T = TypeVar("T")


class TreeEntry(Protocol):
    """One file of a tree of containers, a container before its members."""

    @property
    def number(self) -> int:
        """Position in the walk, from 0."""

    @property
    def parent(self) -> int | None:
        """Number of the container it lies in."""

    @property
    def member(self) -> str | None:
        """Its path inside that container."""

    @property
    def result(self) -> ReadResult:
        """What was read from it."""


ReadTree = Callable[[bytes, str], Iterable[TreeEntry]]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What one file, or one member of a container, gave.

    Attributes:
        document: path as given, for a member ``path!member``.
        found: what the reading room returned, or None where there is no text.
        rejects: what could not be read, and why.
    """

    document: str
    found: T | None
    rejects: tuple[Reject, ...]


def list_files(given: str) -> Intake:
    """Return the files at and below one path, and what was left out.

    Raises:
        InputError: there is no such path.
    """
    return find_files([given])


def read_document(
    file: FoundFile, read_tree: ReadTree, extract: Callable[[Document], T], max_bytes: int
) -> Iterator[Outcome[T]]:
    """Yield what a file gave, then what each member of it gave, in the container's order.

    Args:
        file: to open.
        read_tree: bytes and a name to the file and everything inside it.
        extract: a document to what is wanted of it.
        max_bytes: largest file that is opened.
    """
    data = load_file(file, max_bytes)
    if isinstance(data, Reject):
        yield Outcome(file.source, None, (data,))
        return
    names: list[str] = []
    for entry in read_tree(data, file.path.name):
        names.append(_name(names, entry, file.source))
        document = join_documents(entry.result.documents)
        yield Outcome(
            document=names[-1],
            found=None if document is None else extract(document),
            rejects=tuple(replace(one, source=names[-1]) for one in entry.result.rejects),
        )


def _name(names: list[str], entry: TreeEntry, given: str) -> str:
    if entry.parent is None or entry.member is None:
        return given
    return member_source(names[entry.parent], entry.member)
