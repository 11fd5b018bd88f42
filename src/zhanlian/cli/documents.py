"""What `figures`, `cases` and `operations` share: document after document, records or a table."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import typer

from zhanlian.app.documents import Outcome, list_files, read_document
from zhanlian.app.wire import wire_tree
from zhanlian.cli.session import Session
from zhanlian.errors import InputError
from zhanlian.model.document import Document
from zhanlian.model.evidence import Reject
from zhanlian.model.message import Message, Value

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of record that a command shows.

    Attributes:
        extract: a document to its records.
        row: a record and its document's name to plain JSON values.
        show: a document's name and records to a table on a console.
    """

    extract: Callable[[Document], Sequence[T]]
    row: Callable[[T, str], dict[str, object]]
    show: "Callable[[Console, str, Sequence[T], str], None]"


def show_documents(
    documents: Sequence[str], kind: Kind[T], session: Session, *, as_json: bool
) -> None:
    """Write the records of documents to standard output, and everything else beside it.

    Raises:
        typer.Exit: a document could not be read; the others are written all the same.
    """
    console = None if as_json else session.console(sys.stdout)
    unread = 0
    for outcome in _read_each(documents, kind, session):
        for reject in outcome.rejects:
            _note_reject(reject, session)
        unread += len(outcome.rejects)
        if outcome.found is None:
            continue
        if console is None:
            for record in outcome.found:
                row = kind.row(record, outcome.document)
                sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            kind.show(console, outcome.document, outcome.found, session.language)
        sys.stdout.flush()
    if unread:
        session.note(session.say("cli.unread", count=unread))
        raise typer.Exit(InputError.exit_code)


def _read_each(
    documents: Sequence[str], kind: Kind[T], session: Session
) -> Iterator[Outcome[Sequence[T]]]:
    read_tree, most = wire_tree(), session.settings.max_file_bytes
    for given in documents:
        try:
            intake = list_files(given)
        except InputError as error:
            # The others are still to be read, so that a missing one is a reject among them.
            told: dict[str, Value] = {name: str(value) for name, value in error.fields.items()}
            yield Outcome(given, None, (Reject(given, "", Message(error.key, told)),))
            continue
        for omission in intake.omissions:
            why = session.tell(omission.reason)
            session.note(session.say("cli.run.omitted", source=omission.source, why=why))
        yield Outcome(given, None, intake.rejects)
        for file in intake.files:
            yield from read_document(file, read_tree, kind.extract, most)


def _note_reject(reject: Reject, session: Session) -> None:
    source = f"{reject.source} ({reject.place})" if reject.place else reject.source
    session.note(session.say("cli.reject", source=source, why=session.tell(reject.reason)))
