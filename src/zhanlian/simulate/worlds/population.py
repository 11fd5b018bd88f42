"""Who takes part: victims, mules by cell and level, dealers, merchants, employers, friends."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from zhanlian.kernels.flow import Int64s
from zhanlian.model.transfer import PurseKind
from zhanlian.simulate.parameters import Parameters, Scale
from zhanlian.simulate.worlds.accounts import (
    ABROAD,
    ALIPAY,
    BANKS,
    CHAIN,
    NOBODY,
    OWN_ALIPAY,
    OWN_WECHAT,
    PROVIDER_NAMES,
    TENPAY,
    Accounts,
    Cells,
    Role,
)

LEVELS: Final = 4


@dataclass(frozen=True, slots=True)
class Crowd:
    """Places of everybody who is no mule.

    Attributes:
        victims: bank accounts, one a victim.
        own_wallets: Alipay of the third victim and WeChat of the fourth, who pay by them.
        victim_addresses: address of a victim who pays in coin, else -1.
        dealers, dealer_wallets: coin dealers' bank accounts, and wallets (WeChat, then Alipay).
        dealer_addresses: from which they send coin.
        exchanges: addresses of exchanges.
        atms: cash machines, one a bank.
        terminals: POS merchants.
        shops: gold and goods.
        ecny: wallets of the digital yuan.
        abroad: accounts abroad; the first one's records were given.
        merchants, employers, friends: ordinary life.
        fees: one a provider, banks first.
        interest: one a bank.
        idle: accounts asked for that have no transfers.
    """

    victims: Int64s
    own_wallets: Int64s
    victim_addresses: Int64s
    dealers: Int64s
    dealer_wallets: Int64s
    dealer_addresses: Int64s
    exchanges: Int64s
    atms: Int64s
    terminals: Int64s
    shops: Int64s
    ecny: Int64s
    abroad: Int64s
    merchants: Int64s
    employers: Int64s
    friends: Int64s
    fees: Int64s
    interest: Int64s
    idle: Int64s


def build_cells(
    accounts: Accounts, scale: Scale, parameters: Parameters, rng: np.random.Generator
) -> Cells:
    """Return the laundering cells after their mules were added to the accounts."""
    low, high = int(parameters["cell.accounts_low"]), int(parameters["cell.accounts_high"])
    first = np.zeros((scale.cells, LEVELS + 1), dtype=np.int64)
    size = np.zeros((scale.cells, LEVELS + 1), dtype=np.int64)
    address = np.full((scale.cells, 2), -1, dtype=np.int64)
    shown = int(parameters["coin.cells"])
    for cell in range(scale.cells):
        count = scale.cell_accounts or int(rng.integers(low, high + 1))
        for level, members in enumerate(_share_levels(count, parameters), start=1):
            first[cell, level], size[cell, level] = len(accounts), members
            for provider in _draw_providers(level, members, parameters, rng):
                accounts.add(Role.MULE, int(provider), level=level, cell=cell, asked=True)
        if cell < shown:
            for step in range(2):
                address[cell, step] = accounts.add(
                    Role.MULE, CHAIN, level=step + 1, cell=cell, asked=True
                )
    return Cells(first, size, address)


def _share_levels(count: int, parameters: Parameters) -> tuple[int, ...]:
    shares = [parameters[f"cell.level_{level}"] for level in (1, 2, 3)]
    members = [max(2, round(count * share)) for share in shares]
    return (*members, max(2, count - sum(members)))


def _draw_providers(
    level: int, members: int, parameters: Parameters, rng: np.random.Generator
) -> Int64s:
    providers = rng.integers(0, BANKS, members)
    if level >= 3:
        wallets = rng.random(members) < parameters[f"cell.wallets_level_{level}"]
        wallets[0] = False  # a wallet cannot pay into another company's: one bank account a level
        providers[wallets] = rng.choice((TENPAY, ALIPAY), int(wallets.sum()))
    return providers


def build_crowd(
    accounts: Accounts, scale: Scale, parameters: Parameters, rng: np.random.Generator
) -> Crowd:
    """Return everybody else after they were added to the accounts."""
    asked = rng.random(scale.victims) < parameters["victim.account_asked"]
    pays_coin = rng.random(scale.victims) < parameters["victim.coin_share"]
    victims = [
        accounts.add(Role.VICTIM, int(bank), asked=bool(known))
        for bank, known in zip(rng.integers(0, BANKS, scale.victims), asked, strict=True)
    ]
    coin = [accounts.add(Role.VICTIM, CHAIN) if pays else -1 for pays in pays_coin]

    def add(count: int, kind: PurseKind, role: Role = Role.CASH_OUT, at: int = NOBODY) -> Int64s:
        return np.array([accounts.add(role, at, kind=kind) for _ in range(count)], dtype=np.int64)

    def label(names: list[str], kind: PurseKind, role: Role) -> Int64s:
        made = [accounts.add(role, NOBODY, kind=kind, label=name) for name in names]
        return np.array(made, dtype=np.int64)

    few, some, many = (max(low, scale.cells * by) for low, by in ((2, 1), (4, 2), (20, 4)))
    abroad = [accounts.add(Role.CASH_OUT, ABROAD, asked=not number) for number in range(few)]
    wallets = [accounts.add(Role.CASH_OUT, at, kind=PurseKind.EXCHANGE) for at in (TENPAY, ALIPAY)]
    idle = max(2, round(scale.cells * 24 * parameters["trouble.idle"]))
    banks = list(PROVIDER_NAMES[:BANKS])
    own = [accounts.add(Role.VICTIM, at, asked=True) for at in (OWN_ALIPAY, OWN_WECHAT)]
    return Crowd(
        victims=np.array(victims, dtype=np.int64),
        own_wallets=np.array(own, dtype=np.int64),
        victim_addresses=np.array(coin, dtype=np.int64),
        dealers=add(some, PurseKind.EXCHANGE),
        dealer_wallets=np.array(wallets, dtype=np.int64),
        dealer_addresses=add(few, PurseKind.ADDRESS, Role.ORDINARY, CHAIN),
        exchanges=add(few, PurseKind.EXCHANGE, Role.CASH_OUT, CHAIN),
        atms=label([f"SYN-ATM-{name}" for name in banks], PurseKind.ATM, Role.CASH_OUT),
        terminals=add(some, PurseKind.POS),
        shops=add(some, PurseKind.GOODS),
        ecny=label([f"SYN-ECNY-{n:05d}" for n in range(some)], PurseKind.WALLET, Role.CASH_OUT),
        abroad=np.array(abroad, dtype=np.int64),
        merchants=add(many, PurseKind.MERCHANT, Role.ORDINARY),
        employers=add(some, PurseKind.ACCOUNT, Role.ORDINARY),
        friends=add(many, PurseKind.ACCOUNT, Role.ORDINARY),
        fees=label([f"SYN-FEE-{n}" for n in PROVIDER_NAMES[:10]], PurseKind.FEE, Role.SERVICE),
        interest=label([f"SYN-INTEREST-{n}" for n in banks], PurseKind.INTEREST, Role.SERVICE),
        idle=np.array(
            [accounts.add(Role.ORDINARY, n % BANKS, asked=True) for n in range(idle)], np.int64
        ),
    )
