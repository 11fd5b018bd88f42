"""What every docket database must do: a SQLite file, and a schema of a real PostgreSQL."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from zhanlian.errors import InputError, StoreError
from zhanlian.model.evidence import EvidenceItem, Receipt, Reject
from zhanlian.model.message import Message
from zhanlian.store.audit import Act, Entry
from zhanlian.store.docket import Docket, Received
from zhanlian.store.hashing import hash_bytes

AT = datetime(2031, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
ACT = Act("张某某", AT)
CASE = "合成案一"


@pytest.fixture
def docket(docket_engine: Engine) -> Docket:
    return Docket(docket_engine)


def arrive(data: bytes, source: str, case: str = CASE) -> tuple[EvidenceItem, Receipt]:
    digests = hash_bytes(data)
    item = EvidenceItem(digests.sha256, digests.sm3, digests.size, "text/plain", source)
    return item, Receipt(digests.sha256, source, source, AT, "张某某", "合调〔2031〕1号", case)


def refuse(source: str, reason: str = "reject.encrypted", place: str = "") -> Reject:
    return Reject(source, place, Message(reason, {"pages": 3, "name": source}))


def actions(docket: Docket) -> list[str]:
    return [line.action for line in docket.list_audit_lines()]


def test_what_was_received_is_listed_as_it_was(docket: Docket) -> None:
    container = arrive(b"zip", "in/b.zip")
    inner, receipt = arrive(b"member", "in/b.zip!a.txt")
    member = (replace(inner, parent=container[0].sha256, member="a.txt"), receipt)
    assert docket.receive([member, container], case=CASE, act=ACT) == Received(2, 2)
    assert docket.list_items(CASE) == (container[0], member[0])
    assert docket.list_receipts(CASE) == (member[1], container[1])
    assert docket.list_cases() == (CASE,)
    assert docket.list_rejects(CASE) == ()


def test_receiving_again_adds_nothing_and_leaves_no_line(docket: Docket) -> None:
    arrivals = [arrive(b"one", "1.txt"), arrive(b"two", "2.txt")]
    rejects = [(arrivals[0][0].sha256, refuse("1.txt"))]
    first = docket.receive(arrivals, case=CASE, act=ACT, rejects=rejects)
    assert first == Received(2, 2, 1)
    lines = docket.list_audit_lines()
    later = Act("李某某", AT.replace(year=2032))
    again = [(item, replace(receipt, received_by="李某某")) for item, receipt in arrivals]
    assert docket.receive(again, case=CASE, act=later, rejects=rejects) == Received()
    assert docket.list_audit_lines() == lines


def test_the_same_bytes_from_another_place_are_a_second_receipt(docket: Docket) -> None:
    docket.receive([arrive(b"one", "1.txt")], case=CASE, act=ACT)
    both = [arrive(b"one", "copy.txt"), arrive(b"one", "copy.txt")]
    assert docket.receive(both, case=CASE, act=ACT) == Received(0, 1)
    assert [item.name for item in docket.list_items(CASE)] == ["1.txt"]
    assert [receipt.source for receipt in docket.list_receipts(CASE)] == ["1.txt", "copy.txt"]
    assert actions(docket) == ["case.open", "item.receive", "receipt.add"]


def test_the_same_bytes_for_another_case_are_a_second_receipt(docket: Docket) -> None:
    docket.receive([arrive(b"one", "1.txt")], case=CASE, act=ACT)
    other = docket.receive([arrive(b"one", "1.txt", "合成案二")], case="合成案二", act=ACT)
    assert other == Received(0, 1)
    assert docket.list_items("合成案二") == docket.list_items(CASE)
    assert len(docket.list_receipts(CASE)) == len(docket.list_receipts("合成案二")) == 1
    assert docket.list_items("合成案三") == ()


def test_a_changed_file_at_the_same_place_is_a_new_item(docket: Docket) -> None:
    docket.receive([arrive(b"one", "1.txt")], case=CASE, act=ACT)
    assert docket.receive([arrive(b"One", "1.txt")], case=CASE, act=ACT) == Received(1, 1)


def test_more_arrivals_than_one_query_asks_for(docket: Docket) -> None:
    arrivals = [arrive(f"合成{n}".encode(), f"{n:04}.txt") for n in range(1_203)]
    assert docket.receive(arrivals[:700], case=CASE, act=ACT) == Received(700, 700)
    assert docket.receive(arrivals, case=CASE, act=ACT) == Received(503, 503)
    assert docket.list_items(CASE) == tuple(item for item, _ in arrivals)


def test_nothing_opens_no_case(docket: Docket) -> None:
    assert docket.receive([], case=CASE, act=ACT) == Received()
    assert docket.list_cases() == ()
    assert actions(docket) == []


@pytest.mark.parametrize("case", ["", "  "])
def test_a_case_needs_a_name(docket: Docket, case: str) -> None:
    with pytest.raises(InputError) as told:
        docket.receive([arrive(b"one", "1.txt", case)], case=case, act=ACT)
    assert told.value.key == "error.case-name"


def test_a_receipt_for_another_case_is_refused(docket: Docket) -> None:
    with pytest.raises(InputError):
        docket.receive([arrive(b"one", "1.txt", "合成案二")], case=CASE, act=ACT)
    assert docket.list_cases() == ()


def test_a_member_without_its_container_is_refused_as_a_whole(docket: Docket) -> None:
    inner, receipt = arrive(b"member", "b.zip!a.txt")
    orphan = (replace(inner, parent="0" * 64, member="a.txt"), receipt)
    with pytest.raises(StoreError) as told:
        docket.receive([arrive(b"one", "1.txt"), orphan], case=CASE, act=ACT)
    assert told.value.key == "error.docket-refused"
    assert docket.list_items(CASE) == ()
    assert actions(docket) == []


def test_rejects_are_listed_with_their_item(docket: Docket) -> None:
    arrival = arrive(b"one", "b.pdf")
    given = [
        (arrival[0].sha256, refuse("b.pdf", place="第2页")),
        ("", refuse("a.pdf", "reject.no-permission")),
        (arrival[0].sha256, refuse("b.pdf", place="第1页")),
    ]
    docket.receive([arrival], case=CASE, act=ACT, rejects=given)
    assert docket.list_rejects(CASE) == (given[1], given[2], given[0])


def test_a_reject_is_superseded_when_the_file_reads_well(docket: Docket) -> None:
    arrival = arrive(b"one", "a.pdf")
    sha256 = arrival[0].sha256
    given = [(sha256, refuse("a.pdf"))]
    docket.receive([arrival], case=CASE, act=ACT, rejects=given)
    done = docket.receive([arrival], case=CASE, act=ACT, examined=[("a.pdf", sha256)])
    assert done == Received(superseded=1)
    assert docket.list_rejects(CASE) == ()
    assert docket.list_rejects(CASE, superseded=True) == tuple(given)
    assert actions(docket)[-2:] == ["reject.add", "reject.supersede"]
    assert docket.receive([], case=CASE, act=ACT, examined=[("a.pdf", sha256)]) == Received()


def test_a_new_reason_replaces_the_one_that_stood(docket: Docket) -> None:
    arrival = arrive(b"one", "a.pdf")
    sha256 = arrival[0].sha256
    docket.receive([arrival], case=CASE, act=ACT, rejects=[(sha256, refuse("a.pdf"))])
    newer = (sha256, refuse("a.pdf", "reject.too-deep"))
    assert docket.receive([], case=CASE, act=ACT, rejects=[newer]) == Received(0, 0, 1, 1)
    assert docket.list_rejects(CASE) == (newer,)


def test_rejects_of_members_fall_with_their_container_and_no_others(docket: Docket) -> None:
    container, other = arrive(b"zip", "in/b.zip"), arrive(b"other", "in/b.zip2")
    sha256 = container[0].sha256
    member = (sha256, refuse("in/b.zip!locked.txt"))
    apart = (other[0].sha256, refuse("in/b.zip2"))
    docket.receive([container, other], case=CASE, act=ACT, rejects=[member, apart])
    docket.receive([], case=CASE, act=ACT, examined=[("in/b.zip", sha256)])
    assert docket.list_rejects(CASE) == (apart,)


def test_a_file_without_bytes_at_first_is_cleared_when_it_comes(docket: Docket) -> None:
    docket.receive([], case=CASE, act=ACT, rejects=[("", refuse("a.pdf", "reject.no-permission"))])
    arrival = arrive(b"one", "a.pdf")
    examined = [("a.pdf", arrival[0].sha256)]
    done = docket.receive([arrival], case=CASE, act=ACT, examined=examined)
    assert done == Received(items=1, receipts=1, superseded=1)


def test_a_reject_of_another_case_stands(docket: Docket) -> None:
    arrival = arrive(b"one", "a.pdf")
    sha256 = arrival[0].sha256
    for case in (CASE, "合成案二"):
        docket.receive([], case=case, act=ACT, rejects=[(sha256, refuse("a.pdf"))])
    docket.receive([], case=CASE, act=ACT, examined=[("a.pdf", sha256)])
    assert docket.list_rejects(CASE) == ()
    assert len(docket.list_rejects("合成案二")) == 1


@pytest.mark.parametrize(
    "name", ["..\\..\\x", "../../x", "a\0b", "合成\udce4\udcb8.txt", "\u202egpj.exe", "x" * 5000]
)
def test_hostile_names_are_kept_as_text(docket: Docket, name: str) -> None:
    arrivals = [arrive(b"one", name)]
    assert docket.receive(arrivals, case=CASE, act=ACT) == Received(1, 1)
    assert docket.receive(arrivals, case=CASE, act=ACT) == Received()
    found = docket.list_receipts(CASE)[0].source
    assert found == name or "\\x00" in found or "\\udce4" in found


def test_other_acts_leave_their_line(docket: Docket) -> None:
    docket.record([Entry("report.export", CASE, after={"rows": 3})], ACT)
    line = docket.list_audit_lines()[0]
    assert (line.action, line.actor, line.after) == ("report.export", "张某某", '{"rows":3}')


def test_other_acts_cannot_pass_for_receiving(docket: Docket) -> None:
    with pytest.raises(ValueError, match="rows"):
        docket.record([Entry("item.receive", "x", after={"item": {"name": "x"}})], ACT)


def test_the_longest_way_to_a_member_can_be_kept(docket: Docket) -> None:
    # No way of packing texts makes this one fit into an index of PostgreSQL.
    source = "".join(f"{hash_bytes(bytes([n])).sha256}/" for n in range(200))
    for data, added in ((b"one", 1), (b"one", 0), (b"two", 1)):
        assert docket.receive([arrive(data, source)], case=CASE, act=ACT).receipts == added
