"""The truth beside a world, in the form that `zhanlian trace` takes, and what only we know."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from zhanlian.model.asset import find_exponent
from zhanlian.model.transfer import PurseKind
from zhanlian.simulate.fates import RowFate
from zhanlian.simulate.formats.cells import write_amounts, write_times
from zhanlian.simulate.formats.written import LineFates, SimulatedFile
from zhanlian.simulate.worlds.accounts import PROVIDER_NAMES, Role
from zhanlian.simulate.worlds.flows import ASSETS, CNY, Purpose
from zhanlian.simulate.worlds.world import World

FOLDER: Final = "truth"
_CHUNK: Final = 100_000
_ISO: Final = "%Y-%m-%dT%H:%M:%SZ"


def name_transfer(place: int) -> str:
    """Return the id of a transfer of the world's flows."""
    return f"T{place:09d}"


def write_truth(world: World, fates: Sequence[tuple[str, LineFates]]) -> Iterator[SimulatedFile]:
    """Yield the files of the truth, without ``world.json``.

    Args:
        world: everything that took place.
        fates: path and fates of each file that was written.
    """
    yield SimulatedFile(f"{FOLDER}/transfers.csv", _write_transfers(world))
    yield SimulatedFile(f"{FOLDER}/victims.csv", _write_victims(world))
    yield SimulatedFile(f"{FOLDER}/accounts.csv", _to_csv(_table_accounts(world)))
    yield SimulatedFile(f"{FOLDER}/identities.csv", _to_csv(_table_identities(world)))
    yield SimulatedFile(f"{FOLDER}/people.csv", _to_csv(_table_people(world)))
    yield SimulatedFile(f"{FOLDER}/levels.csv", _to_csv(_table_levels(world)))
    yield SimulatedFile(f"{FOLDER}/missing.csv", _to_csv(_table_missing(world)))
    yield SimulatedFile(f"{FOLDER}/row_fates.csv", _write_fates(fates))


def _to_csv(table: pa.Table, header: bool = True) -> Iterator[bytes]:
    sink = pa.BufferOutputStream()
    options = pc.WriteOptions(include_header=header, quoting_style="none")
    pc.write_csv(table, sink, options)
    yield sink.getvalue().to_pybytes()


def _write_transfers(world: World) -> Iterator[bytes]:
    numbers = np.array(world.accounts.number, dtype=object)
    for start in range(0, max(1, len(world.flows)), _CHUNK):
        part = slice(start, start + _CHUNK)
        flows = world.flows.take(np.arange(len(world.flows))[part])
        table = pa.table(
            {
                "transfer_id": [name_transfer(start + place) for place in range(len(flows))],
                "time": write_times(flows.time, _ISO, 0),
                "payer": pa.array(numbers[flows.payer], pa.string()),
                "payee": pa.array(numbers[flows.payee], pa.string()),
                "amount": _money(flows.amount, flows.asset),
                "asset": [ASSETS[one] for one in flows.asset.tolist()],
                "payer_balance_after": _money(world.payer_after[part], flows.asset),
                "payee_balance_after": _money(world.payee_after[part], flows.asset),
                "kind": [_PURPOSES[one] for one in flows.purpose.tolist()],
            }
        )
        yield from _to_csv(table, header=start == 0)


_PURPOSES: Final = tuple(purpose.name.lower().replace("_", "-") for purpose in Purpose)


def _money(units: np.ndarray, asset: np.ndarray) -> list[str]:
    fen = write_amounts(units, find_exponent(ASSETS[CNY]))
    for place in np.flatnonzero(asset != CNY).tolist():
        digits = find_exponent(ASSETS[int(asset[place])])
        fen[place] = write_amounts(units[place : place + 1], digits)[0]
    return fen


def name_victim(world: World, victim: int) -> str:
    """Return the name of a victim."""
    return world.accounts.holder[int(world.crowd.victims[victim])]


def _write_victims(world: World) -> Iterator[bytes]:
    paid = np.flatnonzero(world.flows.victim >= 0)
    names = [name_victim(world, int(one)) for one in world.flows.victim[paid]]
    table = pa.table({"victim": names, "transfer_id": [name_transfer(int(one)) for one in paid]})
    yield from _to_csv(table)


def _kind_names(world: World) -> list[str]:
    return [PurseKind(one).name.lower() for one in world.accounts.kind]


def _table_accounts(world: World) -> pa.Table:
    known = ["true" if one else "false" for one in world.columns.asked]
    return pa.table({"account": world.accounts.number, "known": known, "kind": _kind_names(world)})


def _table_identities(world: World) -> pa.Table:
    accounts = world.accounts
    providers = [PROVIDER_NAMES[one] if one >= 0 else "" for one in accounts.provider]
    return pa.table(
        {
            "account": accounts.number,
            "account_number": accounts.second,
            "holder": accounts.holder,
            "provider": providers,
            "returned": ["true" if one else "false" for one in world.present],
        }
    )


def _table_people(world: World) -> pa.Table:
    accounts = world.accounts
    roles = [Role(one).name.lower().replace("_", "-") for one in accounts.role]
    return pa.table(
        {
            "person": accounts.holder,
            "account": accounts.number,
            "role": roles,
            "level": accounts.level,
            "cell": accounts.cell,
            "synthetic": ["true"] * len(accounts),
        }
    )


def _table_levels(world: World) -> pa.Table:
    reached = np.flatnonzero(world.level > 0)
    return pa.table(
        {
            "account": [world.accounts.number[int(one)] for one in reached],
            "level": world.level[reached],
            "planned_level": world.columns.level[reached],
        }
    )


def _table_missing(world: World) -> pa.Table:
    """Return the withheld accounts with the money that came to them on the cells' ways."""
    flows = world.flows
    dirty = flows.purpose <= Purpose.PAYBACK
    came = np.zeros(len(world.accounts), dtype=np.int64)
    np.add.at(came, flows.payee[dirty], flows.amount[dirty])
    places = np.flatnonzero(world.missing)
    chain = (world.columns.provider[places] == _CHAIN).astype(np.int64)
    # Fen and micro-USDT do not compare: yuan first, each by what came in.
    order = np.lexsort((-came[places], chain))
    places, chain = places[order], chain[order]
    return pa.table(
        {
            "account": [world.accounts.number[int(one)] for one in places],
            "asset": [ASSETS[int(one)] for one in chain],
            "came_in": _money(came[places], chain),
            "level": world.level[places],
        }
    )


_CHAIN: Final = PROVIDER_NAMES.index("TRON")


def _write_fates(fates: Sequence[tuple[str, LineFates]]) -> Iterator[bytes]:
    yield b"file,line,fate,transfer_id,fee_transfer_id\n"
    names = [fate.name.lower() for fate in RowFate]
    for path, told in fates:
        for start in range(0, len(told), _CHUNK):
            part = slice(start, start + _CHUNK)
            rows = zip(
                told.line[part].tolist(), told.fate[part].tolist(), told.transfer[part].tolist(),
                told.fee_transfer[part].tolist(), strict=True,
            )  # fmt: skip
            lines = (
                f"{path},{line},{names[fate]},{'' if to < 0 else name_transfer(to)},"
                f"{'' if fee < 0 else name_transfer(fee)}\n"
                for line, fate, to, fee in rows
            )
            yield "".join(lines).encode("utf-8")
