"""The way in never raises for what the bytes are."""

from collections.abc import Iterator
from dataclasses import dataclass

from police_files import bank_file, bank_row, gather

from zhanlian.errors import FormatError
from zhanlian.model.statement import ROWS, ByteSource, StatementPart
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.face import find_format, read_statement, refuse_unknown
from zhanlian.readers.statements.registry import find_statement
from zhanlian.words import has_key


@dataclass
class _Failing:
    """A format that gives one part and fails."""

    error: Exception
    KEY: str = "failing"

    def sniff(self, head: bytes) -> bool:
        return True

    def parse(self, source: ByteSource) -> Iterator[StatementPart]:
        yield StatementPart("rows", ROWS.empty_table(), others=1)
        raise self.error


def test_a_format_is_found_from_a_source() -> None:
    form = find_format(MemorySource(bank_file(bank_row())))
    assert form is not None and form.KEY == "cn-bank"
    assert find_format(MemorySource("一段文字。".encode())) is None


def test_an_error_of_our_tree_ends_as_a_reject_behind_what_was_read() -> None:
    told = gather(read_statement(MemorySource(b""), _Failing(FormatError("reject.encrypted"))))
    assert told.others == 1 and told.said == ["reject.encrypted"]


def test_a_slip_of_a_reader_ends_as_a_reject_that_names_it() -> None:
    told = gather(read_statement(MemorySource(b"", "a.csv"), _Failing(IndexError("x"))))
    (reject,) = told.rejects
    assert reject.source == "a.csv" and reject.reason.fields == {"detail": "IndexError: x"}


def test_a_file_in_which_nothing_is_found_is_said() -> None:
    form = find_statement(bank_file(bank_row()))
    assert form is not None
    told = gather(read_statement(MemorySource(b"nothing"), form))
    assert told.said == ["reject.statement-not-read"]


def test_an_unknown_table_is_told_to_be_mapped() -> None:
    (reject,) = refuse_unknown(MemorySource(b"", "a.csv")).rejects
    assert reject.reason.key == "reject.table-unknown" and has_key(reject.reason.key)
