"""Random acts on hand-overs, releases to another party, joint listings and accounts.

The model says of each act whether it must succeed. Asserted of the docket after every step: the
rows of a list that is confirmed or signed are its totals, the other party sees exactly what was
released to it and every release has its approval, a case is listed once and only with approval,
and whoever has no open account does nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from databases import DATABASES
from docket import OTHER, OWN, OpenDocket, do
from driven import APPROVERS, AUTHOR, EXAMPLES, LEVELS, WHO, Driven, add_both, drive
from handed_over import HANDED_AT, PAPER, confirm_handover, make_request, make_rows, open_handover
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from zhanlian.app.docket.look import list_records
from zhanlian.errors import DeniedError
from zhanlian.model.docket.record import RELEASED, AnyRecord
from zhanlian.model.docket.rule import Level

UNSIGNED: Final = ("listed", "checked", "confirmed", "refused")
SIDES: Final = ("giving-side", "receiving-side")
LABELS: Final = (("合成甲市", "9.06"), ("合成乙市", "5.11"))
CONDITIONS: Final = ("main-suspects-caught", "transferred-for-prosecution", "assets-dealt-with")
SUPERVISED: Final = ("listed", "reporting")
NEWCOMERS: Final = ("xin1", "xin2")
DEEPEST: Final = {
    "handover.sign",
    "record.release",
    "listing.enter",
    "user.close",
}  # must be reached, else nothing was tried
LAST: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Paper:
    """What the model knows of a hand-over, or of a listing."""

    id: str
    state: str
    rows: int = 0
    told: int = 0
    label: tuple[str, str] = ("", "")
    reports: int = 0
    signed: set[str] = field(default_factory=set)
    released: bool = False
    under: "Consent | None" = None

    def is_seen(self, now: datetime) -> bool:
        """Return whether the other party sees it: a release ends with its agreement."""
        return self.released and self.under is not None and not self.under.is_over(now)


@dataclass
class Consent:
    """An agreement that lets hand-overs be released."""

    id: str
    last: datetime
    ended: bool = False

    def is_over(self, now: datetime) -> bool:
        """Return whether it was ended, or its last day is over in Beijing."""
        return self.ended or (now + timedelta(hours=8)).date() > self.last.date()


@dataclass
class World:
    """What stands in the docket when an example begins."""

    batch: str
    consent: str
    handover: str


def tell_agreement(day: date, last: date) -> dict[str, Any]:
    """Return the request for an agreement under which hand-overs may be released."""
    return {
        "name": "合成协定",
        "agreement_type": "memorandum",
        "between": [OWN, OTHER],
        "signed_on": day.isoformat(),
        "expires_on": last.isoformat(),
        "source": "合成文书",
        "covers": ["handover"],
        "purposes": ["handing-over"],
    }


def prepare(opened: OpenDocket) -> World:
    """Return a world with a batch, an agreement and a confirmed hand-over of two people."""
    add_both(opened)
    told: dict[str, Any] = {"name": "bu", "party": OWN, "level": "ministry"}
    do(opened, "root1", "user.add", role=["approver"], **told)
    programme = do(opened, "li", "programme.add", name="合成督办").records[0].id
    told = {"name": "第一批", "batch_number": 1}
    batch = do(opened, "li", "batch.add", programme, **told).records[0].id
    day = opened.now.date()
    agreement = tell_agreement(day, day + timedelta(days=100))
    consent = do(opened, "li", "agreement.sign", **agreement).records[0].id
    handover = open_handover(opened, make_rows(2))
    confirm_handover(opened, handover)
    return World(batch, consent, handover)


class Papers(Driven):
    """Hand-overs, releases, listings and accounts of one party."""

    levels = {**LEVELS, "bu": Level.MINISTRY}  # noqa: RUF012
    world: World

    def __init__(self) -> None:
        super().__init__()
        first = Paper(self.world.handover, "confirmed", 2, 2)
        self.handovers = {first.id: first}
        self.listings: dict[str, Paper] = {}
        last = datetime(2024, 9, 23, tzinfo=UTC) + timedelta(days=100)
        self.consents = {self.world.consent: Consent(self.world.consent, last)}
        self.accounts: dict[str, str] = {}
        self.roles: dict[str, str] = {}

    def choose(
        self, data: st.DataObject, papers: dict[str, Paper], states: Iterable[str] = ()
    ) -> Paper:
        """Return a paper, mostly in one of the states."""
        good = (one.id for one in papers.values() if one.state in states)
        return papers[self.pick(data, papers, good)]

    # Hand-overs.

    @precondition(lambda self: len(self.handovers) < 3)
    @rule(who=WHO, rows=st.integers(1, 3), more=st.sampled_from((0, 1, -1)))
    def open_handover(self, who: str, rows: int, more: int) -> None:
        who = "sun" if who == "mm-li" else who  # who could open one of its own
        told = rows + more

        def effect(records: tuple[AnyRecord, ...]) -> None:
            made = records[0].id
            self.handovers[made] = Paper(made, "listed", rows, told)

        request = make_request(make_rows(rows), people=told, split=[f"CN={told}"])
        self.ask(who, "handover.open", None, lambda: "", effect, request)

    @precondition(lambda self: self.handovers)
    @rule(who=WHO, rows=st.integers(1, 3), more=st.sampled_from((0, 1)), data=st.data())
    def replace_rows(self, who: str, rows: int, more: int, data: st.DataObject) -> None:
        paper = self.choose(data, self.handovers, UNSIGNED)
        told = rows + more

        def refused() -> str:
            return "signed" if paper.signed or paper.state not in UNSIGNED else ""

        def effect(_: tuple[AnyRecord, ...]) -> None:
            paper.state, paper.rows, paper.told = "listed", rows, told

        request = {"reason": "合成", "people": told, "split": [f"CN={told}"]}
        request["listed_person"] = make_rows(rows)
        self.ask(who, "handover.rows", paper.id, refused, effect, request)

    def go_on_with(self, who: str, act: str, side: str, paper: Paper) -> None:
        def refused() -> str:
            if act in ("check", "confirm"):
                fits = paper.state == {"check": "listed", "confirm": "checked"}[act]
                return "" if fits and paper.rows == paper.told else "rows or state"
            if act == "cancel":
                return "" if paper.state in UNSIGNED and not paper.signed else "signed"
            if paper.state != "confirmed":
                return paper.state
            return "twice" if act == "sign" and side in paper.signed else ""

        def effect(_: tuple[AnyRecord, ...]) -> None:
            paper.signed = paper.signed | {side} if act == "sign" else set()
            done = {"check": "checked", "confirm": "confirmed", "cancel": "cancelled"}
            done |= {"refuse": "refused", "sign": "signed" if len(paper.signed) == 2 else ""}
            paper.state = done[act] or paper.state

        signer = {"signer": "合成签字人", "post": "合成职务", "paper": PAPER, "side": side}
        told: dict[str, Any] = {
            "sign": {**signer, "signed_at": HANDED_AT},
            "refuse": {"side": side, "reason": "合成"},
            "cancel": {"reason": "合成"},
        }.get(act, {})
        self.ask(who, f"handover.{act}", paper.id, refused, effect, told)

    @precondition(lambda self: self.handovers)
    @rule(
        who=WHO,
        act=st.sampled_from(("check", "confirm", "sign", "sign", "refuse", "cancel")),
        side=st.sampled_from(SIDES),
        data=st.data(),
    )
    def handle(self, who: str, act: str, side: str, data: st.DataObject) -> None:
        self.go_on_with(who, act, side, self.choose(data, self.handovers))

    @precondition(lambda self: self.handovers)
    @rule(
        who=WHO,
        by=st.sampled_from((*("bu",) * 5, AUTHOR)),
        side=st.sampled_from(SIDES),
        data=st.data(),
    )
    def go_on_to_the_signature(self, who: str, by: str, side: str, data: st.DataObject) -> None:
        if any(one.is_open for one in self.drafts.values()):
            self.approve(by, data)
            return
        wanted = data.draw(st.sampled_from((("listed",), ("listed", "checked"), ("confirmed",))))
        paper = self.choose(data, self.handovers, wanted)
        act = {"listed": "check", "checked": "confirm"}.get(paper.state, "sign")
        self.go_on_with(who, act, side, paper)

    # Held under more than one name a rule is chosen as often.
    to_the_signature = on_to_the_signature = go_on_to_the_signature

    # Agreements and releases.

    @precondition(lambda self: len(self.consents) < 3)
    @rule(who=WHO, days=st.sampled_from((20, 100)))
    def agree_with_the_other_party(self, who: str, days: int) -> None:
        who = "sun" if who == "mm-li" else who
        day = (self.opened.now + timedelta(hours=8)).date()
        last = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=days)

        def effect(records: tuple[AnyRecord, ...]) -> None:
            self.consents[records[0].id] = Consent(records[0].id, last)

        told = tell_agreement(day, last.date())
        self.ask(who, "agreement.sign", None, lambda: "", effect, told)

    @precondition(lambda self: self.consents)
    @rule(who=WHO, data=st.data())
    def end_agreement(self, who: str, data: st.DataObject) -> None:
        consent = self.consents[self.pick(data, self.consents)]

        def effect(_: tuple[AnyRecord, ...]) -> None:
            consent.ended = True

        def refused() -> str:
            return "ended" if consent.ended else ""

        self.ask(who, "agreement.end", consent.id, refused, effect, {"reason": "合成"})

    @precondition(lambda self: self.handovers and self.consents)
    @rule(who=WHO, purpose=st.sampled_from((*("handing-over",) * 5, "capture")), data=st.data())
    def release(self, who: str, purpose: str, data: st.DataObject) -> None:
        paper = self.choose(data, self.handovers)
        consent = self.consents[self.pick(data, self.consents)]

        def refused() -> str:
            if paper.released or purpose != "handing-over":
                return "released or purpose"
            return "over" if consent.is_over(self.opened.now) else ""

        def effect(_: tuple[AnyRecord, ...]) -> None:
            paper.released, paper.under = True, consent

        told = {"to_party": OTHER, "agreement": consent.id, "purpose": purpose, "number": "合1"}
        self.ask(who, "record.release", paper.id, refused, effect, told)

    @precondition(lambda self: self.handovers)
    @rule(who=WHO, data=st.data())
    def revoke(self, who: str, data: st.DataObject) -> None:
        paper = self.choose(data, self.handovers)

        def effect(_: tuple[AnyRecord, ...]) -> None:
            paper.released = False

        told = {"to_party": OTHER, "reason": "合成"}
        refused = lambda: "" if paper.released else "not released"  # noqa: E731
        self.ask(who, "record.revoke", paper.id, refused, effect, told)

    # Listings, and the accounts of newcomers who propose them.

    @rule(who=st.sampled_from((*NEWCOMERS, "li", "sun", "zhao")), label=st.sampled_from(LABELS))
    def propose(self, who: str, label: tuple[str, str]) -> None:
        def refused() -> str:
            return "taken" if any(one.label == label for one in self.listings.values()) else ""

        def effect(records: tuple[AnyRecord, ...]) -> None:
            made = records[0].id
            self.listings[made] = Paper(made, "proposed", label=label)

        told = {"name": f"{label[0]}“{label[1]}”案（合成）", "place": label[0], "code": label[1]}
        self.ask(who, "listing.propose", self.world.batch, refused, effect, told)

    def refuses(self, who: str, act: str, target: str | None) -> str:
        if act in ("listing.return", "listing.refuse", "listing.refuse-delisting"):
            return "" if who in self.levels else "no right"
        if who in NEWCOMERS:
            allowed = self.accounts.get(who) == "open" and self.roles[who] in (
                ("analyst", "case-officer") if act == "listing.propose" else ("case-officer",)
            )
            return "" if allowed else "no account"
        if act == "listing.propose":
            return "" if who in ("li", "sun") else "no right"
        if act.startswith("user."):
            return "" if who == "root1" else "no right"
        return super().refuses(who, act, target)

    @precondition(lambda self: self.listings)
    @rule(
        who=st.sampled_from((*("li",) * 5, "zhao", "zhao", "sun", *NEWCOMERS)),
        act=st.sampled_from(
            (
                "enter",
                "enter",
                "return",
                "amend",
                "report",
                "propose-delisting",
                "delist",
                "refuse-delisting",
                "refuse",
            )
        ),
        data=st.data(),
    )
    def supervise(self, who: str, act: str, data: st.DataObject) -> None:
        sources = {
            "enter": ("proposed",),
            "return": ("proposed",),
            "refuse": ("proposed",),
            "amend": ("proposed", "returned"),
            "report": (*SUPERVISED, "delist-proposed"),
            "propose-delisting": SUPERVISED,
            "delist": ("delist-proposed",),
            "refuse-delisting": ("delist-proposed",),
        }[act]
        paper = self.choose(data, self.listings, sources)
        answers = CONDITIONS[: data.draw(st.sampled_from((3, 3, 3, 2)))]
        half = act == "propose-delisting" and len(answers) < len(CONDITIONS)

        def refused() -> str:
            return "half" if half else "" if paper.state in sources else paper.state

        def effect(_: tuple[AnyRecord, ...]) -> None:
            paper.reports += act == "report"
            done = {
                "enter": "listed",
                "return": "returned",
                "refuse": "refused",
                "amend": "proposed",
                "propose-delisting": "delist-proposed",
                "delist": "delisted",
                "report": paper.state if paper.state == "delist-proposed" else "reporting",
                "refuse-delisting": "reporting" if paper.reports else "listed",
            }
            paper.state = done[act]

        met = {"condition_answer": "condition-met", "source": "合成文书"}
        asked: dict[str, dict[str, Any]] = {
            "enter": {},
            "amend": {"unit": "合成支队", "reason": "合成"},
            "report": {"at": self.opened.now.isoformat(), "text": "合成进展"},
            "propose-delisting": {"answers": [{"delist_condition": o, **met} for o in answers]},
        }
        told = asked.get(act, {"reason": "合成"})
        who = "zhao" if act in ("return", "refuse", "refuse-delisting") and who == "li" else who
        self.ask(who, f"listing.{act}", paper.id, refused, effect, told)

    @rule(
        who=st.sampled_from(("root1", "root1", "root1", "li")),
        name=st.sampled_from(NEWCOMERS),
        role=st.sampled_from(("analyst", "case-officer", "auditor")),
        act=st.sampled_from(("add", "add", "change", "close")),
    )
    def change_accounts(self, who: str, name: str, role: str, act: str) -> None:
        known = [one for one in self.list_kinds("user") if one.body.name == name]
        if act != "add" and not known:
            return

        def refused() -> str:
            state = self.accounts.get(name)
            return "" if state == (None if act == "add" else "open") else "known or closed"

        def effect(_: tuple[AnyRecord, ...]) -> None:
            self.accounts[name] = "closed" if act == "close" else "open"
            self.roles[name] = self.roles[name] if act == "close" else role

        told: dict[str, Any] = {"add": {"name": name, "party": OWN}}.get(act, {"reason": "合成"})
        told |= {} if act == "close" else {"role": [role]}
        target = None if act == "add" else known[0].id
        self.ask(who, f"user.{act}", target, refused, effect, told)

    @precondition(lambda self: any(one.is_open for one in self.drafts.values()))
    @rule(who=st.one_of(APPROVERS, st.just("bu"), st.just("bu")), data=st.data())
    def agree(self, who: str, data: st.DataObject) -> None:
        self.approve(who, data)

    @precondition(lambda self: self.opened.now < LAST)
    @rule(days=st.sampled_from((0.1, 1, 15, 60)))
    def wait(self, days: float) -> None:
        self.opened.pass_time(days=days)

    # What holds after every step.

    @invariant()
    def rows_of_a_confirmed_list_are_its_totals(self) -> None:
        for record in self.list_kinds("handover"):
            model, body = self.handovers[record.id], record.body
            assert record.state == model.state
            assert {one.side.value for one in body.signatures} == model.signed
            if record.state in ("checked", "confirmed", "signed"):
                assert len(body.listed_person) == body.totals.people
                nations = Counter(row.nationality for row in body.listed_person)
                assert nations == {one.nationality: one.people for one in body.totals.split}
            if record.id in self.touched:
                before = ""
                for version in self.list_versions(record.id):
                    now = version.state in ("confirmed", "signed")
                    assert version.approvals or before or not now
                    before = "confirmed" if now else ""

    @invariant()
    def the_other_party_sees_what_was_released_with_approval(self) -> None:
        surroundings = self.opened.surroundings
        seen = list_records(self.opened.docket, "mm-zhou", ("handover",), surroundings)
        papers = self.handovers.values()
        released = {one.id for one in papers if one.is_seen(self.opened.now)}
        assert {one.record.id for one in seen} == released
        for name in released & self.touched:
            before = False
            for version in self.list_versions(name):
                now = OTHER in version.values(RELEASED)
                assert version.approvals or before or not now
                before = now

    @invariant()
    def a_case_is_listed_once_and_with_approval(self) -> None:
        labels = Counter[tuple[str, str]]()
        for record in self.list_kinds("listing"):
            model = self.listings[record.id]
            assert record.state == model.state
            labels[record.body.as_listed.place, record.body.as_listed.code] += 1
            if record.id in self.touched:
                before = ""
                for version in self.list_versions(record.id):
                    step = (before, version.state)
                    waited = step in (("proposed", "listed"), ("delist-proposed", "delisted"))
                    assert version.approvals or not waited
                    before = version.state
        assert max(labels.values(), default=0) <= 1

    @invariant()
    def whoever_has_no_open_account_sees_nothing(self) -> None:
        for name in NEWCOMERS:
            if self.accounts.get(name) != "open":
                with pytest.raises(DeniedError):
                    list_records(self.opened.docket, name, ("batch",), self.opened.surroundings)
        self.check_touched()  # by its name this one is asked last


@pytest.mark.parametrize("database", DATABASES)
def test_random_acts_on_papers_break_nothing(database: str) -> None:
    reached = drive(Papers, database, prepare, examples=EXAMPLES[database])
    assert database != "sqlite" or set(reached) >= DEEPEST, reached
