"""A synthetic flow answer for the tests of the flow report: nothing in it belongs to anybody.

Sums are whole: what victims paid is held, cashed out or beyond the data, in both assets.
One holder, one account and one file are hostile: their texts try to leave the page.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from synthetic_flow_lists import (
    SHA,
    USDT,
    build_cleaning,
    build_comparison,
    build_freezes,
    build_gaps,
    build_inputs,
    build_queries,
    build_restitution,
    build_unmatched,
)

from zhanlian.model.answers import (
    AccountLine,
    AssetTotal,
    CashOutLine,
    CitedTransfer,
    FlowAnswer,
    LevelEdge,
    RowRef,
    VictimShare,
)
from zhanlian.model.flow import Rule
from zhanlian.model.message import Message
from zhanlian.model.statement import Precision
from zhanlian.model.transfer import FIRST_CASH_OUT, PurseKind, TransferKind

HOSTILE: Final = (
    '</script><script>document.title="OWNED"</script><img src=x onerror="document.title=1"> '
    '" onload="document.title=2" {{ 7*7 }} \u202egnp.exe\u202c]]>'
)
LONG: Final = "无限公司" * 120
START: Final = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
HOSTILE_ACCOUNT: Final = "=HYPERLINK(\u202e6222)<b>"
Place = tuple[str, str]
# Accounts that are none of a bank with records: (kind, known).
_SPECIAL: Final = {
    "合成交易所甲": (PurseKind.EXCHANGE, True),
    "ATM-0731": (PurseKind.ATM, True),
    "6230000000000999001": (PurseKind.ACCOUNT, False),
    "2088102175953034": (PurseKind.WALLET, True),
    "合成金店": (PurseKind.GOODS, True),
    "POS-88120": (PurseKind.POS, True),
    "6230000000000999002": (PurseKind.ACCOUNT, False),
    "TSyntheticUnknownAddress1111111111": (PurseKind.ADDRESS, False),
    "TSyntheticMuleAddress222222222222222": (PurseKind.ADDRESS, True),
}


class Builder:
    """Victims' money on its way: each payment becomes transfers, a band and parts of accounts."""

    def __init__(self) -> None:
        self.edges: list[LevelEdge] = []
        self.cited: list[CitedTransfer] = []
        self.received: dict[Place, int] = {}
        self.passed: dict[Place, int] = {}
        self.levels: dict[Place, int] = {}
        self.into: dict[Place, list[str]] = {}
        self.seen: dict[Place, list[datetime]] = {}

    def pay(
        self, level: int, ends: tuple[str, str], amount: int, asset: str = "CNY", back: bool = False
    ) -> None:
        """Note a payment from a level to the next, in one to three transfers."""
        payer, payee = ends
        count = 1 + len(self.edges) % 3
        parts = [amount // count] * (count - 1)
        parts.append(amount - sum(parts))
        ids = tuple(self._transfer(payer, payee, part, asset, back) for part in parts)
        self.edges.append(
            LevelEdge(level, payer, level + 1, payee, asset, amount, count, ids, back)
        )
        self.received[payee, asset] = self.received.get((payee, asset), 0) + amount
        if level:
            self.passed[payer, asset] = self.passed.get((payer, asset), 0) + amount
        self.levels.setdefault((payee, asset), level + 1)
        self.into.setdefault((payee, asset), []).extend(ids)

    def _transfer(self, payer: str, payee: str, amount: int, asset: str, back: bool) -> str:
        number = len(self.cited) + 1
        moment = START + timedelta(minutes=7 * number, seconds=number % 60)
        self.seen.setdefault((payee, asset), []).append(moment)
        line = 1000 + 3 * number
        rows = [RowRef(SHA[0], "合成银行返回.csv", line, None, 300 * line, 287)]
        if number % 4 == 0:
            rows.append(RowRef(SHA[1], "合成钱包.xlsx", line, "账户明细"))
        precision = Precision.DAY if number % 17 == 0 else Precision.SECOND
        kind = TransferKind.CASH if payee.startswith("ATM") else TransferKind.TRANSFER
        name = f"T{number:05}"
        self.cited.append(
            CitedTransfer(name, moment, payer, payee, amount + 1000, asset, amount, kind,
                          tuple(rows), back, precision)
        )  # fmt: skip
        return name


def build_answer() -> FlowAnswer:
    """Return an answer with every kind of line: 60 accounts and more, two assets, a round trip."""
    flow = Builder()
    _spread_renminbi(flow)
    _spread_tokens(flow)
    accounts = tuple(_account(flow, place) for place in flow.levels)
    ids = [one.transfer_id for one in flow.cited]
    as_of = START + timedelta(days=2)
    return FlowAnswer(
        case="合成案件：河湾镇资金流向",
        version="0.0-synthetic",
        rule=Rule.ROLLING,
        parameters=(("rule", "rolling"), ("opening", "as told"), ("matters", "1000.00")),
        command='zhanlian trace "合成案件" --rule rolling --compare --out flow',
        as_of=as_of,
        inputs=build_inputs(HOSTILE),
        cleaning=build_cleaning(),
        gaps=build_gaps(START),
        unmatched=build_unmatched(HOSTILE),
        totals=tuple(_total(flow, accounts, asset) for asset in ("CNY", USDT)),
        accounts=accounts,
        cash_outs=tuple(_cash_outs(accounts)),
        edges=tuple(flow.edges),
        queries=build_queries(accounts, as_of),
        freezes=build_freezes(accounts, as_of),
        restitution=build_restitution(accounts, ids),
        comparison=build_comparison(accounts),
        assumptions=(
            Message("restitution.notice", {"days": 30}),
            Message("restitution.over-claim", {"victim": HOSTILE}),
        ),
        cited=tuple(flow.cited),
    )


def _spread_renminbi(flow: Builder) -> None:
    firsts = [f"62300000000001{nth:05}" for nth in range(16)]
    seconds = [f"62300000000002{nth:05}" for nth in range(34)]
    thirds = [*(f"62300000000003{nth:05}" for nth in range(12)), HOSTILE_ACCOUNT]
    for nth in range(30):
        victim = HOSTILE if nth == 7 else LONG if nth == 8 else f"被害人{nth + 1:02}"
        sum_paid = 4_990_000 // (1 + nth % 9) + 3_037 * nth
        flow.pay(0, (victim, firsts[nth % 16]), sum_paid)
    for nth, account in enumerate(firsts):
        came = flow.received.get((account, "CNY"), 0)
        if came:
            flow.pay(1, (account, seconds[nth * 2]), came * 6 // 10)
            flow.pay(1, (account, seconds[(nth * 7 + 1) % 34]), came * 3 // 10)
    for nth, account in enumerate(seconds):
        came = flow.received.get((account, "CNY"), 0)
        if came:
            flow.pay(2, (account, thirds[nth % 13]), came // 2)
            exits = [
                "合成交易所甲",
                "ATM-0731",
                "6230000000000999001",
                "2088102175953034",
                "合成金店",
            ]
            flow.pay(2, (account, exits[nth % 5]), came * 3 // 10)
    for nth, account in enumerate(thirds):
        came = flow.received.get((account, "CNY"), 0)
        exits = ["合成交易所甲", "POS-88120", "6230000000000999002", "ATM-0731"]
        if nth == 2:
            flow.pay(3, (account, seconds[0]), came // 2, back=True)
            flow.pay(4, (seconds[0], "合成交易所甲"), came // 3)
        elif came and nth != 5:
            flow.pay(3, (account, exits[nth % 4]), came * 4 // 5)


def _spread_tokens(flow: Builder) -> None:
    mule = "TSyntheticMuleAddress222222222222222"
    flow.pay(0, ("被害人01", mule), 12_345_678_901, USDT)
    flow.pay(0, ("被害人31", mule), 2_000_000_001, USDT)
    flow.pay(1, (mule, "TSyntheticUnknownAddress1111111111"), 9_000_000_000, USDT)
    flow.pay(1, (mule, "合成交易所甲"), 5_000_000_000, USDT)


def _account(flow: Builder, place: Place) -> AccountLine:
    account, asset = place
    kind, known = _SPECIAL.get(account, (PurseKind.ACCOUNT, True))
    received, passed = flow.received[place], flow.passed.get(place, 0)
    held = received - passed
    bank = kind is PurseKind.ACCOUNT
    holder = HOSTILE if account == HOSTILE_ACCOUNT else f"合成户名{account[-3:]}" if bank else ""
    third = held // 3
    shares = (
        VictimShare("被害人02", held - third),
        VictimShare(HOSTILE if received % 7 == 0 else "被害人05", third),
    )
    return AccountLine(
        account=account,
        asset=asset,
        holder=holder,
        bank="合成银行河湾支行" if bank else "",
        kind=kind,
        known=known,
        level=flow.levels[place],
        received=received,
        passed_on=passed,
        held=held,
        last_balance=held + 12_345 if known and bank else None,
        dwell_seconds=240 + 3_700 * (len(account) + received) % 90_000 if passed else None,
        first_in=flow.seen[place][0],
        last_in=flow.seen[place][-1],
        shares=shares if third else (),
        transfers=tuple(flow.into[place][:6]),
    )


def _total(flow: Builder, accounts: Iterable[AccountLine], asset: str) -> AssetTotal:
    mine = [line for line in accounts if line.asset == asset]
    paid = sum(e.amount for e in flow.edges if e.asset == asset and not e.from_level)
    cashed = sum(line.held for line in mine if line.kind >= FIRST_CASH_OUT)
    beyond = sum(line.held for line in mine if not line.known)
    held = sum(line.held for line in mine if line.known and line.kind < FIRST_CASH_OUT)
    difference = paid - held - cashed - beyond
    return AssetTotal(asset, paid, held, 1_200 if asset == "CNY" else 0, cashed, beyond, difference)


def _cash_outs(accounts: Iterable[AccountLine]) -> Iterable[CashOutLine]:
    for line in accounts:
        if line.kind >= FIRST_CASH_OUT:
            yield CashOutLine(line.kind, line.asset, line.held, 1, len(line.transfers))
