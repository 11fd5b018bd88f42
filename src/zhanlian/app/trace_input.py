"""The tables that are handed to `trace`, read and made a ledger; errors tell file and line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zhanlian.errors import SchemaError
from zhanlian.money.told.accounts import parse_accounts
from zhanlian.money.told.transfers import NEEDED, OPTIONAL, REPEATED, ToldLedger, build_ledger
from zhanlian.money.told.victims import VictimList, parse_victims
from zhanlian.store.transfers import TableFile, find_line, load_table


def load_files(transfers: Path, victims: Path, accounts: Path | None) -> dict[str, TableFile]:
    """Return the tables by what they are: transfers, victims, and accounts where given.

    Raises:
        InputError: a file cannot be opened, is no table, or lacks a column.
    """
    files = {
        "transfers": load_table(transfers, NEEDED, OPTIONAL, REPEATED),
        "victims": load_table(victims, ("victim", "transfer_id")),
    }
    if accounts is not None:
        files["accounts"] = load_table(accounts, ("account", "known", "kind"))
    return files


def build_told(files: dict[str, TableFile]) -> tuple[ToldLedger, VictimList]:
    """Return the ledger and the victims that the tables tell.

    Raises:
        SchemaError: a cell cannot be taken; path, line and cell are told.
    """
    told = None
    if "accounts" in files:
        with _placed(files["accounts"]):
            told = parse_accounts(files["accounts"].table)
    with _placed(files["transfers"]):
        ledger = build_ledger(files["transfers"].table, told)
    with _placed(files["victims"]):
        ids = ledger.transfers.column("transfer_id").combine_chunks()
        victims = parse_victims(files["victims"].table, ids)
    return ledger, victims


@contextmanager
def _placed(file: TableFile) -> Iterator[None]:
    """Tell file and line of an error that knows only its row."""
    try:
        yield
    except SchemaError as error:
        fields = dict(error.fields)
        row, earlier = fields.pop("row", None), fields.get("earlier")
        if not isinstance(row, int):
            raise
        fields["line"] = find_line(file, row)
        if isinstance(earlier, int):
            fields["earlier"] = find_line(file, earlier)
        raise SchemaError(error.key, path=file.shown, **fields) from error
