"""Orders on money for tests: filed cases and requests, all invented and marked so."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from docket import OpenDocket, do, do_approved

from zhanlian.app.docket.look import show_record
from zhanlian.model.docket.record import AnyRecord
from zhanlian.model.evidence import EvidenceItem, Receipt
from zhanlian.store.audit import Act as Told
from zhanlian.store.hashing import hash_bytes

ACCOUNT: Final = "6200 0000 0000 0001"  # synthetic: no bank has such numbers
NEXT: Final = "6200 0000 0000 0002"
TWO: Final = ["合成民警甲", "合成民警乙"]
STOP: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "request_no": "合成-止-1",
        "unit": "合成反诈中心",
        "officer": TWO,
        "alarm": "合成-警-1",
        "alarm_at": "2024-09-23T09:50:00",
        "victim": "合成某",
        "holder": "甲某某",
        "account": ACCOUNT,
        "bank": "合成银行",
        "amount": "39000.00 CNY",
        "transferred_at": "2024-09-23T09:30:00",
    }
)
FREEZE: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "unit": "合成刑侦支队",
        "officer": TWO,
        "property_class": "deposit",
        "holder": "甲某某",
        "account": ACCOUNT,
        "bank": "合成银行",
        "amount": "100000.00 CNY",
    }
)


def open_case(opened: OpenDocket, name: str = "合成案", before: str = "", **more: Any) -> str:
    """Return the id of a new case with its approver, not filed."""
    member = [f"{before}zhao", f"{before}qian"]
    done = do(opened, f"{before}li", "case.open", name=name, member=member, **more)
    return done.records[0].id


def file_case(opened: OpenDocket, case: str, before: str = "") -> None:
    """File a case, with approval."""
    for act in ("case.report", "case.accept"):
        do(opened, f"{before}li", act, case, at=opened.now.isoformat(), source="合成文书")
    told = {"at": opened.now.isoformat(), "source": "合成文书"}
    do_approved(opened, f"{before}li", "case.file", case, by=f"{before}zhao", **told)


def filed_case(opened: OpenDocket, name: str = "合成案", before: str = "") -> str:
    """Return the id of a filed case."""
    case = open_case(opened, name, before)
    file_case(opened, case, before)
    return case


def order_stop(opened: OpenDocket, case: str, **more: Any) -> AnyRecord:
    """Return a stop that was approved."""
    return do_approved(opened, "li", "stop.order", case, by="zhao", **{**STOP, **more})[0]


def run_stop(opened: OpenDocket, stop: str) -> AnyRecord:
    """Return a stop after it was sent and executed now."""
    do(opened, "li", "stop.send", stop, at=opened.now.isoformat())
    return do(opened, "li", "stop.execute", stop, at=opened.now.isoformat()).records[0]


def order_freeze(
    opened: OpenDocket, case: str, *, before: str = "", by: str = "zhao", **more: Any
) -> AnyRecord:
    """Return a freeze that was approved, by whom the party has."""
    told = {**FREEZE, **more}
    return do_approved(opened, f"{before}li", "freeze.order", case, by=f"{before}{by}", **told)[0]


def run_freeze(
    opened: OpenDocket, case: str, *, before: str = "", by: str = "zhao", **more: Any
) -> AnyRecord:
    """Return a freeze after the bank entered it now, in force or in the queue."""
    frozen = more.pop("frozen", "100000.00 CNY")
    made = order_freeze(opened, case, before=before, by=by, **more)
    told = {"at": opened.now.isoformat(), "frozen": frozen}
    return do(opened, f"{before}li", "freeze.execute", made.id, **told).records[0]


def receive(opened: OpenDocket, case: str, *texts: str) -> list[str]:
    """Return the hashes of synthetic files that were received as evidence of a case, by name."""
    arrivals = []
    for text in texts:
        digests = hash_bytes(text.encode())
        name = f"{text}.csv"
        item = EvidenceItem(digests.sha256, digests.sm3, digests.size, "text/csv", name)
        receipt = Receipt(digests.sha256, name, name, opened.now, "li", "合调〔2024〕1号", case)
        arrivals.append((item, receipt))
    opened.docket.receive(arrivals, case=case, act=Told("li", opened.now))
    return [item.sha256 for item, _ in arrivals]


def see(opened: OpenDocket, record: str, who: str = "li") -> AnyRecord:
    """Return the newest version of a record."""
    return show_record(opened.docket, who, record, opened.surroundings).record
