"""People, things and money are counted each by its own verb, nobody twice."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from docket import NOW

from zhanlian.docket.handovers.counting import Seen, Window, count_seen
from zhanlian.model.answers import ReturnReading
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.exhibit import Exhibit, ExhibitRow
from zhanlian.model.docket.order import Freeze, PropertyClass, Stop
from zhanlian.model.docket.person import Standing
from zhanlian.model.docket.record import AnyRecord, Record
from zhanlian.model.docket.restitution import LineState, ReturnWay, Round, RoundLine
from zhanlian.model.docket.track import TrackEvent

_ALWAYS = Window(None, date(2024, 12, 31))


def _record(number: int, kind: str, body: object) -> AnyRecord:
    return Record(f"id{number}", kind, None, "wz", "open", "li", body)


def _count(seen: Seen, window: Window = _ALWAYS) -> list[tuple[str, str, str | None]]:
    return [(one.words, f"{one.value:f}", one.currency) for one in count_seen(seen, window)]


def _standing(number: int, person: str, *events: str, **told: Any) -> AnyRecord:
    found = tuple(
        replace(TrackEvent(nr, f"person.{name}", NOW, "合成文书"), **told)
        for nr, name in enumerate(events, start=1)
    )
    return _record(number, "standing", Standing(person, "合成甲", events=found))


def test_a_person_caught_in_two_cases_is_one_person() -> None:
    seen = Seen(
        standings=(
            _standing(1, "p1", "catch", "detain"),
            _standing(2, "p1", "catch"),
            _standing(3, "p2", "catch", "transfer", "indict"),
        )
    )
    assert _count(seen) == [
        ("captured", "2", None), ("detained", "1", None), ("transferred", "1", None),
        ("indicted", "1", None),
    ]  # fmt: skip


def test_what_was_corrected_or_lies_outside_counts_for_nothing() -> None:
    standings = (
        _standing(1, "p1", "catch", superseded="合成更正"),
        _standing(2, "p2", "catch", at=NOW + timedelta(days=400)),
    )
    assert _count(Seen(standings=standings)) == []


def test_hand_overs_are_not_counted_again_from_tracks() -> None:
    assert _count(Seen(standings=(_standing(1, "p1", "hand-over"),))) == []


def _stop(number: int, amount: Amount, executed: datetime | None, repeat: int = 1) -> AnyRecord:
    body = Stop(
        "合成1", "合成单位", ("甲", "乙"), "合成警情", NOW, "合成银行", amount, NOW,
        victim="合成甲", holder="合成乙", account="0000", repeat_no=repeat, executed_at=executed,
    )  # fmt: skip
    return _record(number, "stop", body)


def test_stops_are_summed_by_asset_and_a_second_stop_holds_the_same_money() -> None:
    yuan, dollars = Amount(3_900_050), Amount(12_000, "USD")
    stops = (
        _stop(1, yuan, NOW),
        _stop(2, yuan, NOW, repeat=2),
        _stop(3, dollars, NOW),
        _stop(4, yuan, None),
    )
    assert _count(Seen(stops=stops)) == [("stopped", "39000.50", None), ("stopped", "120.00", None)]


def test_accounts_frozen_twice_are_one_account() -> None:
    body = Freeze(
        "合成单位", ("甲", "乙"), PropertyClass.DEPOSIT, "合成银行", account="0000", holder="合成甲"
    )
    held = replace(body, effective_at=NOW)
    freezes = (_record(1, "freeze", held), _record(2, "freeze", held), _record(3, "freeze", body))
    assert _count(Seen(freezes=freezes)) == [("frozen-accounts", "1", None)]


def test_only_what_was_paid_was_returned() -> None:
    line = RoundLine("l1", ReturnWay.DIRECT, Amount(100), Amount(100))
    lines = (
        replace(line, line_state=LineState.PAID, paid_at=NOW),
        replace(line, loss="l2", line_state=LineState.DECIDED),
    )
    body = Round("f1", 1, Amount(200), Amount(0), ReturnReading.USUAL, lines, account="0000")
    assert _count(Seen(rounds=(_record(1, "round", body),))) == [("returned", "1.00", None)]


def test_seized_things_are_counted_by_quantity_from_the_day_they_were_found() -> None:
    item = ExhibitRow("A1", "合成电话卡", quantity=20, found_time=NOW)
    undated = replace(item, found_time=None)
    exhibits = tuple(_record(nr, "exhibit", Exhibit(one)) for nr, one in enumerate((item, undated)))
    assert _count(Seen(exhibits=exhibits)) == [("seized", "20", None)]
    outside = Window(None, NOW.date() - timedelta(days=1))
    assert _count(Seen(exhibits=exhibits), outside) == []
