"""Random rounds, payments, objections and late victims: what is paid stays within its bounds."""

from datetime import UTC, datetime, timedelta
from typing import Any

from docket import situation
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanlian.docket.act import Situation
from zhanlian.docket.orders.freezes import make_active
from zhanlian.docket.registry import load_act
from zhanlian.errors import ZhanlianError
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.order import Freeze, PropertyClass
from zhanlian.model.docket.plain import from_plain
from zhanlian.model.docket.record import AnyRecord, Record
from zhanlian.model.docket.restitution import LineState, Loss

_NOW = datetime(2024, 9, 23, 2, 0, tzinfo=UTC)
_VICTIMS = 3


class _House:
    """The records of one case, changed by acts alone."""

    def __init__(self, frozen: int, losses: list[tuple[int, int]]) -> None:
        self.records: dict[str, AnyRecord] = {}
        self.now, self.count, self.frozen = _NOW, 0, frozen
        body = Freeze(
            unit="合成支队",
            officer=("合成甲", "合成乙"),
            property_class=PropertyClass.SECURITIES,
            bank="合成银行",
            holder="甲某某",
            account="6200000000000001",
            executed_at=_NOW,
            frozen=Amount(frozen),
        )
        made = Record("freeze", "freeze", "case", "wz", "queued", "li", body)
        self.records["freeze"] = make_active(situation(made, now=_NOW), made, _NOW)
        for number, (lost, back) in enumerate(losses):
            loss = Loss(
                amount=Amount(lost),
                source="合成",
                victim=f"合成{number}",
                victim_account=f"6200{number}",
                recovered=Amount(back),
                filed_at=_NOW,
            )
            name = f"loss{number}"
            self.records[name] = Record(name, "loss", "case", "wz", "claimed", "li", loss)

    def of(self, kind: str) -> tuple[AnyRecord, ...]:
        return tuple(one for one in self.records.values() if one.kind == kind)

    def do(self, name: str, target: str, **told: Any) -> None:
        act = load_act(name)
        made = self._situation(self.records[target])
        for record in act.decide(made, from_plain(act.request, told)):
            self.records[record.id] = record

    def _situation(self, target: AnyRecord) -> Situation:
        found = {
            "freezes": self.of("freeze"),
            "losses": self.of("loss"),
            "rounds": self.of("round"),
            "objections": self.of("objection"),
        }
        return situation(target, found, now=self.now, new_id=self._make_id)

    def _make_id(self) -> str:
        self.count += 1
        return f"r{self.count}"

    def paid_to(self, loss: str, *states: LineState) -> int:
        return sum(
            line.payment.units
            for round_ in self.of("round")
            for line in round_.body.lines
            if line.loss == loss and line.line_state in states
        )


_STEP = st.one_of(
    st.tuples(
        st.just("propose"),
        st.lists(
            st.tuples(st.integers(0, _VICTIMS - 1), st.integers(1, 8)), min_size=1, max_size=2
        ),
    ),
    st.tuples(st.just("decide"), st.integers(0, 2)),
    st.tuples(st.just("decide"), st.integers(0, 2)),
    st.tuples(st.just("pay"), st.tuples(st.integers(0, 5), st.integers(0, _VICTIMS - 1))),
    st.tuples(st.just("object"), st.integers(-1, _VICTIMS - 1)),
    st.tuples(st.just("settle"), st.tuples(st.integers(0, 5), st.booleans())),
    st.tuples(st.just("withdraw"), st.integers(0, 5)),
    st.tuples(st.just("release"), st.integers(1, 1_000)),
    st.tuples(st.just("recover"), st.tuples(st.integers(0, _VICTIMS - 1), st.integers(0, 9_000))),
)


def _take(house: _House, step: tuple[str, Any]) -> None:
    name, told = step
    rounds, objections = house.of("round"), house.of("objection")
    if name == "propose":
        # Parts of the frozen sum, so that several rounds fit into it, and their sum does not.
        lines = [
            {"loss": f"loss{nr}", "way": "direct", "payment": str(Amount(house.frozen * part // 8))}
            for nr, part in told
        ]
        house.do("round.propose", "freeze", lines=lines)
    elif name == "object":
        concerns = [] if told < 0 else [f"loss{told}"]
        at, objector = house.now.isoformat(), "乙某某"
        more = {"claimed_at": at, "objector": objector, "facts": "合成", "source": "合成"}
        house.do("objection.raise", "freeze", concerns=concerns, **more)
    elif name == "release":
        house.do("freeze.release", "freeze", amount=str(Amount(told)), reason="合成")
    elif name == "recover":
        back = {"recovered": str(Amount(told[1])), "reason": "合成", "source": "合成"}
        house.do("loss.correct", f"loss{told[0]}", **back)
    elif name in ("decide", "withdraw") and rounds:
        act = "return.decide" if name == "decide" else "round.withdraw"
        more = {"decision_no": "合成"} if name == "decide" else {"reason": "合成"}
        house.do(act, rounds[told % len(rounds)].id, **more)
    elif name == "pay" and rounds:
        _pay(house, rounds[told[0] % len(rounds)], f"loss{told[1]}")
    elif name == "settle" and objections:
        chosen = objections[told[0] % len(objections)].id
        house.do("objection.decide", chosen, upheld=told[1], outcome="合成")


def _pay(house: _House, round_: AnyRecord, loss: str) -> None:
    for line in round_.body.lines:
        if line.loss == loss:
            account = house.records[loss].body.victim_account
            told = {"amount": str(line.payment), "receipt": "合成", "payee_account": account}
            house.do("return.pay", round_.id, loss=loss, at=house.now.isoformat(), **told)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(8, 9_000),
    st.lists(
        st.tuples(st.integers(1_000, 9_000), st.integers(0, 3_000)),
        min_size=_VICTIMS,
        max_size=_VICTIMS,
    ),
    st.lists(_STEP, min_size=4, max_size=20),
)
def test_no_more_is_paid_than_is_frozen_and_owed(
    frozen: int, losses: list[tuple[int, int]], steps: list[tuple[str, Any]]
) -> None:
    house = _House(frozen, losses)
    recovered = {f"loss{nr}": back for nr, (_, back) in enumerate(losses)}
    paid_when: dict[str, int] = {}
    for step in steps:
        house.now += timedelta(minutes=1)
        try:
            _take(house, step)
        except ZhanlianError:
            continue
        held = house.records["freeze"].body.frozen.units
        given_away = sum(house.paid_to(f"loss{nr}", *_GONE) for nr in range(_VICTIMS))
        assert given_away <= held
        for nr in range(_VICTIMS):
            name = f"loss{nr}"
            gone = house.paid_to(name, *_GONE)
            # What came back by other ways after the decision is nobody's fault here.
            if gone > paid_when.get(name, 0):
                recovered[name] = house.records[name].body.recovered.units
                assert gone <= max(0, losses[nr][0] - recovered[name])
            paid_when[name] = gone


_GONE = (LineState.DECIDED, LineState.PAID)
