"""A whole case as files: returns, what victims brought, the truth, and what it was made from."""

import json
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from zhanlian.simulate.fates import RowFate
from zhanlian.simulate.formats.bank_rows import write_bank, write_second_delivery
from zhanlian.simulate.formats.bank_tables import write_bank_tables
from zhanlian.simulate.formats.camt import write_camt
from zhanlian.simulate.formats.chain_exports import write_chain
from zhanlian.simulate.formats.consumer_exports import write_alipay_export, write_wechat_export
from zhanlian.simulate.formats.victim_files import write_victim_files
from zhanlian.simulate.formats.wallet_returns import write_alipay, write_tenpay
from zhanlian.simulate.formats.written import LineFates, SimulatedFile
from zhanlian.simulate.parameters import Trap
from zhanlian.simulate.returns import Rows, tell_rows
from zhanlian.simulate.truth import FOLDER, write_truth
from zhanlian.simulate.worlds.accounts import BANKS, Role
from zhanlian.simulate.worlds.world import World, spawn_chance

Writer = Callable[[World, Rows, frozenset[Trap]], Iterator[SimulatedFile]]

README: Final = """合成数据 SYNTHETIC DATA

本文件夹由 zhanlian simulate 生成：所有人员、账户、地址、交易和案件均为虚构，与任何真实人员、
账户或案件无关。卡号的校验位故意有误，链上地址不符合校验规则。真实情况见 truth 文件夹。

Everything in this folder was made by zhanlian simulate. People, accounts, addresses, payments and
cases are invented. Check digits of cards are wrong on purpose, and so are those of addresses.
What really took place stands in the folder truth.
"""


def write_banks(world: World, rows: Rows, traps: frozenset[Trap]) -> Iterator[SimulatedFile]:
    """Yield the returns of all banks, and the first one's second delivery."""
    for bank in range(BANKS):
        if not (world.present & (world.columns.provider == bank)).any():
            continue
        yield write_bank(world, rows, bank, traps)
        yield from write_bank_tables(world, rows, bank)
    first = world.columns.provider[rows.owner] == 0
    if Trap.REPEATS in traps and first.any():
        yield write_second_delivery(world, rows, 0, traps)


FORMATS: Final[dict[str, Writer]] = {
    "banks": write_banks,
    "tenpay": write_tenpay,
    "alipay": write_alipay,
    "alipay-export": write_alipay_export,
    "wechat-export": write_wechat_export,
    "camt053": write_camt,
    "chain": write_chain,
}


def write_case(
    world: World, traps: frozenset[Trap], formats: tuple[str, ...], version: str
) -> Iterator[SimulatedFile]:
    """Yield all files of a case; the truth comes last, since it tells of the others.

    Args:
        world: everything that took place.
        traps: what makes the returns hard to read.
        formats: which of `FORMATS` are written.
        version: of the program, for ``world.json``.
    """
    rows = tell_rows(world, traps, spawn_chance(world.seed)["returns"])
    written: list[tuple[str, LineFates]] = []
    for name in formats:
        for file in FORMATS[name](world, rows, traps):
            written += file.list_fates()
            yield file
    yield from write_victim_files(world)
    yield from write_truth(world, written)
    yield SimulatedFile(f"{FOLDER}/world.json", _describe(world, traps, formats, version, written))
    yield SimulatedFile("parameters.toml", iter((world.parameters.text,)))
    yield SimulatedFile("README_SYNTHETIC_合成数据.txt", iter((README.encode("utf-8"),)))


def _describe(
    world: World, traps: frozenset[Trap], formats: tuple[str, ...], version: str,
    written: list[tuple[str, LineFates]],
) -> Iterator[bytes]:  # fmt: skip
    fates = np.zeros(len(RowFate), dtype=np.int64)
    for _, told in written:
        fates += np.bincount(told.fate, minlength=len(RowFate))
    roles = np.bincount(world.columns.role, minlength=len(Role))
    described = {
        "synthetic": True,
        "seed": world.seed,
        "scale": world.scale.name,
        "version": version,
        "traps": sorted(traps),
        "formats": list(formats),
        "parameters": dict(world.parameters.values),
        "counts": {
            "transfers": len(world.flows),
            "victims": world.scale.victims,
            "cells": world.scale.cells,
            "accounts": len(world.accounts),
            "missing": int(world.missing.sum()),
            "frozen": int(world.frozen.sum()),
            "roles": {role.name.lower(): int(roles[role]) for role in Role},
            "rows": {fate.name.lower(): int(fates[fate]) for fate in RowFate},
        },
    }
    yield (json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
