"""ISO 20022 camt.053.001.08: the statement of the one account abroad that answered."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from zhanlian.simulate.formats.cells import MARK, write_amounts, write_times
from zhanlian.simulate.formats.written import LineFates, SimulatedFile
from zhanlian.simulate.parameters import Trap
from zhanlian.simulate.returns import Rows
from zhanlian.simulate.worlds.accounts import ABROAD, BANKS
from zhanlian.simulate.worlds.world import World

_SPACE: Final = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
_UTC: Final = "%Y-%m-%dT%H:%M:%SZ"


def write_camt(world: World, rows: Rows, _: frozenset[Trap]) -> Iterator[SimulatedFile]:
    """Yield the statement; one entry a line, so that its line is its place."""
    for account in np.flatnonzero(world.present & (world.columns.provider == ABROAD)).tolist():
        own = rows.take(rows.owner == account)
        # A statement runs in the order in which the balances follow, not in a scrambled one.
        own = own.take(np.argsort(own.serial, kind="stable"))
        head = _write_head(world, account, own)
        entries = list(_write_entries(world, own))
        text = "\n".join([*head, *entries, "</Stmt></BkToCstmrStmt></Document>"]) + "\n"
        fates = LineFates(
            np.arange(len(own)) + len(head) + 1, own.fate, own.transfer, own.fee_transfer
        )
        yield SimulatedFile(
            f"境外/camt053_{world.accounts.number[account]}.xml", iter((text.encode(),)), fates
        )


def _write_head(world: World, account: int, own: Rows) -> list[str]:
    made = write_times(np.array([world.end]), _UTC, 0)[0]
    number, holder = world.accounts.number[account], world.accounts.holder[account]
    opening, closing = (write_amounts(one[account : account + 1])[0]
                        for one in (world.opening, world.closing))  # fmt: skip
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<!-- {MARK} -->",
        f'<Document xmlns="{_SPACE}"><BkToCstmrStmt>',
        f"<GrpHdr><MsgId>SYN{account}</MsgId><CreDtTm>{made}</CreDtTm></GrpHdr>",
        f"<Stmt><Id>SYN{account}</Id><CreDtTm>{made}</CreDtTm>",
        f"<Acct><Id><Othr><Id>{number}</Id></Othr></Id><Ccy>CNY</Ccy>"
        f"<Ownr><Nm>{holder}</Nm></Ownr></Acct>",
        _write_balance("OPBD", opening, made),
        _write_balance("CLBD", closing, made),
        f"<TxsSummry><TtlNtries><NbOfNtries>{len(own)}</NbOfNtries></TtlNtries></TxsSummry>",
    ]


def _write_balance(code: str, amount: str, made: str) -> str:
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">{amount}</Amt>'
        f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><DtTm>{made}</DtTm></Dt></Bal>"
    )


def _write_entries(world: World, own: Rows) -> Iterator[str]:
    times, amounts = write_times(own.time, _UTC, 0), write_amounts(own.amount)
    columns = zip(
        times, amounts, own.out.tolist(), own.other.tolist(), own.serial.tolist(), strict=True
    )
    for time, amount, out, other, serial in columns:
        mark, party = ("DBIT", "Cdtr") if out else ("CRDT", "Dbtr")
        number, holder = world.accounts.number[other], world.accounts.holder[other]
        bank = world.columns.provider[other]
        name = f"SYNCNB{bank}X" if 0 <= bank < BANKS else "SYNCNXXX"
        yield (
            f'<Ntry><NtryRef>S{serial}</NtryRef><Amt Ccy="CNY">{amount}</Amt>'
            f"<CdtDbtInd>{mark}</CdtDbtInd><RvslInd>false</RvslInd><Sts><Cd>BOOK</Cd></Sts>"
            f"<BookgDt><DtTm>{time}</DtTm></BookgDt><ValDt><DtTm>{time}</DtTm></ValDt>"
            f"<AcctSvcrRef>SYN{serial}</AcctSvcrRef><NtryDtls><TxDtls>"
            f"<Refs><EndToEndId>SYN{serial}</EndToEndId></Refs>"
            f'<Amt Ccy="CNY">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd>'
            f"<RltdPties><{party}><Pty><Nm>{holder}</Nm></Pty></{party}>"
            f"<{party}Acct><Id><Othr><Id>{number}</Id></Othr></Id></{party}Acct></RltdPties>"
            f"<RltdAgts><{party}Agt><FinInstnId><BICFI>{name}</BICFI></FinInstnId></{party}Agt>"
            f"</RltdAgts><RmtInf><Ustrd>{MARK}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        )
