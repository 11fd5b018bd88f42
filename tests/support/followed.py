"""Simulated cases followed from files to answers, beside the same rules over what took place."""

from collections import defaultdict

import pyarrow as pa
from imported import Imported
from simulated import read_dicts

from zhanlian.app.money.follow import follow_money
from zhanlian.app.money.gather import ITEM, Gathered
from zhanlian.app.money.payments import ToldPayments, collect_payments
from zhanlian.app.money.ports import FollowRequest
from zhanlian.app.money.statements import Imported as ImportedFile
from zhanlian.model.answers import FlowAnswer
from zhanlian.model.evidence import EvidenceItem
from zhanlian.model.flow import Rule
from zhanlian.model.statement import PAYMENTS_TOLD
from zhanlian.model.transfer import FIRST_CASH_OUT, PurseKind
from zhanlian.money.told.accounts import ToldAccount
from zhanlian.money.told.transfers import build_ledger
from zhanlian.money.told.victims import parse_victims
from zhanlian.money.tracing.answer import FlowParts, build_parts, follow
from zhanlian.readers.statements.bytes_source import MemorySource
from zhanlian.readers.statements.face import find_format, read_statement

_CHARGES = (PurseKind.FEE, PurseKind.INTEREST)


def gather_case(case: Imported) -> tuple[Gathered, ToldPayments]:
    """Return the tables of a case with the list of victims' payments, as a run gathers them."""
    source = MemorySource(case.files["victims.csv"], "victims.csv")
    form = find_format(source)
    assert form is not None
    parts = list(read_statement(source, form))
    listed = pa.concat_tables([part.table for part in parts if part.told == "payments"])
    assert listed.schema.equals(PAYMENTS_TOLD)
    last = max(case.tables["rows"]["item"].to_pylist()) + 1
    number = pa.repeat(pa.scalar(last, pa.int32()), listed.num_rows)
    tables = {**case.tables, "payments": listed.append_column(ITEM, number)}
    files = tuple(_name_file(place) for place in range(last + 1))
    gathered = Gathered(tables, files)
    return gathered, collect_payments(gathered, ())


def _name_file(place: int) -> ImportedFile:
    item = EvidenceItem(f"{place:064x}", "0" * 64, 0, "text/csv", f"{place}.csv")
    return ImportedFile(item, "", (), (), (), ())


def follow_case(case: Imported, rule: Rule) -> FlowAnswer:
    """Return what a run answers over the files of a case."""
    gathered, told = gather_case(case)
    request = FollowRequest("synthetic", "test", "zh", rule)
    return follow_money(gathered, told, request, lambda _: None)


def trace_truth(case: Imported, rule: Rule, told_openings: bool = True) -> FlowParts:
    """Return what the rule says of the true transfers, told in the names of the ledger.

    An account whose return is there goes by the ledger's number; what the ledger has no records of
    goes by the purse that the ledger gave that side of that transfer, since a bank tells a machine
    or a shop in its own words. What no row tells goes by its true number.

    Args:
        case: a simulated case.
        rule: to follow.
        told_openings: money that lay in an account before is what the ledger has for it. Some banks
            round balances and WeChat's export tells none, so that nobody can know it to the cent.
    """
    names = _Names(case)
    known: dict[str, bool] = {}
    records = [dict(one) for one in case.transfers.values()]
    for one in records:
        for side in ("payer", "payee"):
            name, has_records = names.find(one["transfer_id"], side)
            one[side] = name
            if not has_records:
                one[f"{side}_balance_after"] = ""
            assert known.setdefault(name, has_records) == has_records, name
    kinds = names.find_kinds()
    accounts = {name: ToldAccount(told, kinds[name]) for name, told in known.items()}
    ledger = build_ledger(pa.Table.from_pylist(records), accounts)
    purses = ledger.purses
    if told_openings:
        purses = _take_openings(purses, case.ledger.purses)
    listed = pa.Table.from_pylist(read_dicts(case.files["truth/victims.csv"]))
    victims = parse_victims(listed, ledger.transfers["transfer_id"])
    trail = follow(ledger.transfers, purses, victims.names, victims.of_transfer, rule)
    return build_parts(trail)


def _take_openings(purses: pa.Table, told: pa.Table) -> pa.Table:
    """Return the purses with the openings of other purses of the same account and asset."""
    opening = {(one["account"], one["asset"]): one["opening"] for one in told.to_pylist()}
    keys = zip(purses["account"].to_pylist(), purses["asset"].to_pylist(), strict=True)
    column = pa.array([opening.get(key) for key in keys], pa.int64())
    place = purses.schema.get_field_index("opening")
    return purses.set_column(place, purses.schema.field(place), column)


class _Names:
    """The ledger's names for both sides of the true transfers."""

    def __init__(self, case: Imported) -> None:
        self._transfers = case.transfers
        purses = case.ledger.purses.to_pylist()
        self._own = {
            case.numbers[one["account"]]: str(one["account"])
            for one in purses
            if one["known"] and one["account"] in case.numbers
        }
        identities = read_dicts(case.files["truth/identities.csv"])
        self._listed = {one["account"]: one for one in read_dicts(case.files["truth/accounts.csv"])}
        paid = read_dicts(case.files["truth/victims.csv"])
        self._listed_payments = {one["transfer_id"] for one in paid}
        self._returned = {one["account"] for one in identities if one["returned"] == "true"}
        self._kinds = {str(one["account"]): PurseKind(one["kind"]) for one in purses}
        self._behind: dict[str, set[str]] = defaultdict(set)
        self._told: dict[tuple[str, str], str] = {}
        transfers = case.ledger.transfers.to_pylist()
        for place, rows in case.sources().items():
            for side in ("payer", "payee"):
                name = str(purses[transfers[place][side]]["account"])
                self._told.setdefault((str(case.find_true(place, rows)), side), name)

    def find(self, transfer: str, side: str) -> tuple[str, bool]:
        """Return the name of a side of a true transfer, and whether its return is there."""
        account = self._transfers[transfer][side]
        name = self._told.get((transfer, side), account)
        known = account in self._returned
        if not known and ":" in name and transfer in self._listed_payments and side == "payee":
            name = account  # the victim's list has the number, which the wallet's export has not
        if known:
            # An export that tells nicknames only goes by a name that the reader made.
            name = self._own.get(account, name)
        self._behind[name].add(account)
        return name, known

    def find_kinds(self) -> dict[str, PurseKind]:
        """Return the kind of each name: a cash-out point if it is one and the ledger could tell."""
        found = {}
        for name, accounts in self._behind.items():
            true = min(PurseKind[self._listed[one]["kind"].upper()] for one in accounts)
            told = self._kinds.get(name, PurseKind.ACCOUNT)
            is_out = min(true, told) >= FIRST_CASH_OUT
            found[name] = told if is_out or told in _CHARGES else PurseKind.ACCOUNT
        return found
