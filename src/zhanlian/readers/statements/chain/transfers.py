"""What all explorers' rows have: two addresses, a moment, an amount of an asset, a hash."""

from zhanlian.model.statement import Direction, RowKind, RowStatus
from zhanlian.readers.statements.chain.quantities import (
    find_address,
    find_chain,
    find_coin_chain,
    find_contract,
    join_names,
    read_instant,
    read_quantity,
)
from zhanlian.readers.statements.chain.table import Cells
from zhanlian.readers.statements.refusals import CellError
from zhanlian.readers.statements.rows import Value
from zhanlian.readers.statements.signs import trim_cell

_ETHEREUM = "ethereum"
NATIVE = "native"


def name_chain(cells: Cells) -> str:
    """Return the chain of a row.

    A column tells it, or the coin in the names of the columns. Where neither does it is Ethereum,
    whose explorer the form comes from: exports of chains that count in ETH too (Arbitrum, Base)
    look the same and need a mapping.

    Raises:
        CellError: a column names a chain that is not known.
    """
    number, name = cells.get("chainid"), cells.get("chain")
    if trim_cell(number or "") or trim_cell(name or ""):
        found = find_chain(number, name)
        if found is None:
            raise CellError("chain-chain", f"{number or ''} {name or ''}".strip())
        return found
    if not cells.header.coin:
        return _ETHEREUM
    found = find_coin_chain(cells.header.coin)
    if found is None:
        raise CellError("chain-chain", cells.header.coin)
    return found


def name_token(cells: Cells, chain: str) -> str:
    """Return the asset of a row by its contract; a symbol is free to copy and tells nothing.

    Raises:
        CellError: no contract is told.
    """
    contract = find_contract(cells.get("contract"))
    if contract is None:
        raise CellError("chain-asset", cells.get("contract") or cells.get("symbol") or "")
    return f"{chain}:{contract}"


def read_amount(text: str | None, asset: str) -> tuple[int, int]:
    """Return whole units and dust of an amount.

    Raises:
        CellError: it cannot be read or counted.
    """
    try:
        return read_quantity(text or "", asset)
    except ValueError:
        raise CellError("chain-amount", text or "") from None


def tell_transfer(
    cells: Cells, asset: str, units: int, *, payee: str | None = None
) -> dict[str, Value]:
    """Return the row of one transfer, seen from its sender.

    Args:
        cells: of the record.
        asset: ``chain:contract``.
        units: whole units of it.
        payee: of a transfer whose receiver stands elsewhere than in its column.

    Raises:
        CellError: an address or the time is missing.
    """
    sender, receiver = find_address(cells.get("from")), payee or find_address(cells.get("to"))
    if sender is None or receiver is None:
        raise CellError("chain-address", sender or receiver or "")
    written, zone = cells.get("utc"), "UTC"
    if not trim_cell(written or ""):
        written, zone = cells.get("local"), "Asia/Shanghai"
    try:
        time, precision = read_instant(cells.get("unix"), written, zone)
    except ValueError:
        raise CellError("chain-time", written or cells.get("unix") or "") from None
    return {
        "own_account": sender,
        "other_account": receiver,
        "time": time,
        "precision": precision,
        "amount": units,
        "asset": asset,
        "direction": Direction.OUT,
        "status": RowStatus.DONE,
        "kind": RowKind.TRANSFER,
        "summary": join_names(cells.get("symbol"), cells.get("name"), cells.get("method")),
        "reference": trim_cell(cells.get("hash") or "") or None,
        "log_number": trim_cell(cells.get("logindex") or "") or None,
    }
