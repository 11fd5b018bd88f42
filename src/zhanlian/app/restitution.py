"""The return of one frozen sum, from a list of claims: first round or a further one."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from zhanlian.errors import InputError, SchemaError
from zhanlian.model.answers import (
    RestitutionLine,
    RestitutionSchedule,
    ReturnMethod,
    ReturnReading,
)
from zhanlian.model.loss import LossClaim
from zhanlian.money.restitution.matching import Inflow
from zhanlian.money.restitution.schedule import (
    FrozenSum,
    schedule_next_round,
    schedule_return,
)
from zhanlian.readers.statements.cells import find_asset, parse_amount
from zhanlian.report.flow.jsonl import restitution_row
from zhanlian.store.transfers import TableFile, find_line, load_table
from zhanlian.store.whole_files import load_start, write_whole
from zhanlian.words.paths import show_path

T = TypeVar("T")
_YES: Final = frozenset({"1", "true", "yes", "是"})
_NO: Final = frozenset({"", "0", "false", "no", "否"})
_MOST: Final = 50_000_000  # bytes of a former schedule: some 200,000 victims


@dataclass(frozen=True, slots=True)
class ReturnRequest:
    """What is to be returned.

    Attributes:
        claims: CSV with victim and loss, perhaps recovered, proved, objection, accused; in the
            order of filing.
        frozen: the sum as written; not asked for a further round, which shares the residue.
        asset, account: of the sum.
        inflows: CSV transfer_id, amount, victim of what came in since the account was last empty;
            None where that is not known, so that nothing can be matched.
        reading: of the words on proportion.
        objection: a third party claims the money.
        former: the file that the round before was written to, or None.
        out: file to write, or None.
    """

    claims: Path
    frozen: str | None
    asset: str = "CNY"
    account: str = ""
    inflows: Path | None = None
    reading: ReturnReading = ReturnReading.USUAL
    objection: bool = False
    former: Path | None = None
    out: Path | None = None


def schedule_claims(request: ReturnRequest) -> RestitutionSchedule:
    """Return the schedule; with `out` it is also written there, to be the former one later.

    Raises:
        InputError: a file cannot be opened, or the sum is missing or no amount.
        SchemaError: a column or cell is missing or cannot be read; names file, line and cell.
        StoreError: the file cannot be written.
    """
    if request.former is not None:
        former = _load_former(request.former)
        claims = _load_claims(request.claims, former.asset)
        schedule = schedule_next_round(former, claims)
    else:
        asset = _read_asset(request.asset)
        claims = _load_claims(request.claims, asset)
        inflows = () if request.inflows is None else _load_inflows(request.inflows, asset)
        amount = _read_sum(request.frozen, asset)
        frozen = FrozenSum(request.account, asset, amount, inflows, request.objection)
        schedule = schedule_return(frozen, claims, request.reading)
    if request.out is not None:
        text = json.dumps(restitution_row(schedule), ensure_ascii=False, indent=1)
        write_whole(request.out, iter((text.encode("utf-8", "backslashreplace"),)))
    return schedule


def _read_asset(text: str) -> str:
    try:
        return text if ":" in text else find_asset(text)
    except ValueError:
        raise InputError("error.return-asset", asset=text) from None


def _read_sum(text: str | None, asset: str) -> int:
    if text is None:
        raise InputError("error.return-sum-missing")
    try:
        amount = parse_amount(text, asset)
    except ValueError:
        amount = -1
    if amount < 0:
        raise InputError("error.return-sum", text=text, asset=asset)
    return amount


def _load_claims(path: Path, asset: str) -> list[LossClaim]:
    optional = ("recovered", "proved", "objection", "accused")
    file = load_table(path, ("victim", "loss"), optional)
    claims: list[LossClaim] = []
    seen: set[str] = set()
    for row, cells in enumerate(_list_cells(file)):
        victim = cells["victim"]
        if not victim or victim in seen:
            raise _bad_cell(file, row, "victim", victim)
        seen.add(victim)
        sums = {
            name: _read_cell(file, row, name, cells, lambda text: _not_below(text, asset))
            for name in ("loss", "recovered", "proved")
        }
        if sums["loss"] is None:
            raise _bad_cell(file, row, "loss", cells["loss"])
        flags = {
            name: bool(_read_cell(file, row, name, cells, _read_flag))
            for name in ("objection", "accused")
        }
        claims.append(
            LossClaim(victim, sums["loss"], sums["recovered"] or 0, sums["proved"], **flags)
        )
    return claims


def _load_inflows(path: Path, asset: str) -> tuple[Inflow, ...]:
    file = load_table(path, ("transfer_id", "amount", "victim"))
    inflows = []
    for row, cells in enumerate(_list_cells(file)):
        amount = _read_cell(file, row, "amount", cells, lambda text: _not_below(text, asset))
        if amount is None:
            raise _bad_cell(file, row, "amount", cells["amount"])
        inflows.append(Inflow(cells["transfer_id"], amount, cells["victim"] or None))
    return tuple(inflows)


def _list_cells(file: TableFile) -> Sequence[dict[str, str]]:
    return [
        {name: "" if cell is None else str(cell).strip() for name, cell in row.items()}
        for row in file.table.to_pylist()
    ]


def _read_cell(
    file: TableFile, row: int, name: str, cells: dict[str, str], parse: Callable[[str], T]
) -> T | None:
    text = cells.get(name, "")
    if not text:
        return None
    try:
        return parse(text)
    except ValueError:
        raise _bad_cell(file, row, name, text) from None


def _bad_cell(file: TableFile, row: int, column: str, cell: str) -> SchemaError:
    line = find_line(file, row)
    return SchemaError("error.return-cell", path=file.shown, line=line, column=column, cell=cell)


def _not_below(text: str, asset: str) -> int:
    amount = parse_amount(text, asset)
    if amount < 0:
        raise ValueError(text)
    return amount


def _read_flag(text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError(text)


def _load_former(path: Path) -> RestitutionSchedule:
    """Return the schedule that `schedule_claims` wrote."""
    try:
        told: dict[str, Any] = json.loads(load_start(path, _MOST))
        asset = str(told["asset"])
        return RestitutionSchedule(
            account=str(told["account"]),
            asset=asset,
            frozen=_not_below(told["frozen"], asset),
            round=int(told["round"]),
            reading=ReturnReading(told["reading"]),
            notice_days=int(told["notice_days"]),
            lines=tuple(_load_line(line, asset) for line in told["lines"]),
            residue=_not_below(told["residue"], asset),
            disclosed=(),
        )
    except (ValueError, TypeError, KeyError, RecursionError, AttributeError) as error:
        raise SchemaError("error.return-former", path=show_path(path)) from error


def _load_line(told: dict[str, Any], asset: str) -> RestitutionLine:
    return RestitutionLine(
        victim=str(told["victim"]),
        method=ReturnMethod(told["method"]),
        loss=_not_below(told["loss"], asset),
        recovered=_not_below(told["recovered"], asset),
        payment=_not_below(told["payment"], asset),
        capped=bool(told["capped"]),
        paused=bool(told["paused"]),
        transfers=tuple(map(str, told["transfers"])),
    )
