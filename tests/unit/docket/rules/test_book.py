"""The book of rules: the entry in force on the day, for the smallest place, decides."""

from datetime import date

import pytest

from zhanlian.docket.rules.book import load_rules
from zhanlian.errors import NotFoundError
from zhanlian.model.docket.rule import Level, SourceStatus, Unit

_DAY = date(2024, 11, 2)
_LOCAL = """
[[clock]]
id = "stop.payment"
title = "合成：某省止付"
group = "money"
amount = 72
unit = "hours"
counting = "instant"
starts_on = "stop-executed"
law = "合成省办法"
status = "recalled"
place = "CN-33"
valid_from = 2024-01-01
"""
_NEWER = """
[[clock]]
id = "freeze.deposit"
group = "money"
amount = 9
unit = "months"
starts_on = "freeze-executed"
law = "合成新规"
status = "recalled"
valid_from = 2030-01-01
"""


def test_a_threshold_changes_on_its_day() -> None:
    book = load_rules()
    before = book.threshold("concealment.serious", date(2025, 8, 25))
    after = book.threshold("concealment.serious", date(2025, 8, 26))
    assert (before.value, after.value) == (100_000_00, 500_000_00)
    assert (before.status, after.status) == (SourceStatus.VERIFIED, SourceStatus.REPORTED)


def test_a_rule_is_asked_for_a_day_before_it_began() -> None:
    with pytest.raises(NotFoundError) as told:
        load_rules().clock("freeze.deposit", date(2020, 8, 31))
    assert told.value.key == "error.rule-not-in-force"
    assert "2020-09-01" in str(told.value.fields["periods"])


def test_a_slip_in_an_id_names_what_lies_near() -> None:
    with pytest.raises(NotFoundError) as told:
        load_rules().clock("stop.paymnt", _DAY)
    assert "stop.payment" in str(told.value.fields["near"])


def test_the_smallest_place_decides_and_only_within_it() -> None:
    book = load_rules([("local.toml", _LOCAL)])
    hours = {place: book.clock("stop.payment", _DAY, place).amount for place in ("CN", "CN-3301")}
    assert hours == {"CN": 48, "CN-3301": 72}
    assert book.clock("stop.payment", _DAY, "CN-61").amount == 48
    assert book.clock("stop.payment", date(2023, 12, 31), "CN-33").amount == 48


def test_a_newer_rule_of_the_country_does_not_take_over_where_a_place_has_its_own() -> None:
    newer = _LOCAL.replace('place = "CN-33"', "").replace("72", "36").replace("2024", "2025")
    book, day = load_rules([("local.toml", _LOCAL), ("newer.toml", newer)]), date(2025, 6, 1)
    assert [book.clock("stop.payment", day, place).amount for place in ("CN", "CN-33")] == [36, 72]


def test_a_newer_entry_takes_over_on_its_first_day() -> None:
    book = load_rules([("newer.toml", _NEWER)])
    amounts = [book.clock("freeze.deposit", day).amount for day in _days("2029-12-31 2030-01-01")]
    assert amounts == [6, 9]


def test_a_later_file_replaces_the_entry_of_the_same_first_day() -> None:
    changed = _NEWER.replace("amount = 9", "amount = 3")
    book = load_rules([("a.toml", _NEWER), ("b.toml", changed)])
    assert book.clock("freeze.deposit", date(2030, 1, 1)).amount == 3


def test_every_answer_carries_the_version_of_all_tables() -> None:
    book = load_rules()
    given = [
        book.clock("stop.payment", _DAY).policy,
        book.approval("freeze.order", _DAY).policy,
        book.threshold("stop.repeats", _DAY).policy,
        book.listing_policy("合成专项", _DAY).policy,
    ]
    assert set(given) == {book.version}
    other = load_rules([("newer.toml", _NEWER)]).version
    assert other != book.version
    assert load_rules([("renamed.toml", _NEWER)]).version == other


def test_the_built_in_tables_are_read_once() -> None:
    assert load_rules() is load_rules(())


@pytest.mark.parametrize(
    ("act", "condition", "level"),
    [
        ("freeze.order", "", Level.COUNTY),
        ("freeze.order", "deposit", Level.COUNTY),
        ("freeze.order", "deposit-major", Level.CITY),
        ("freeze.order", "securities", Level.COUNTY),
        ("freeze.order", "equity", Level.CITY),
        ("freeze.order", "listed-equity", Level.PROVINCE),
        ("freeze.renew", "listed-equity", Level.PROVINCE),
        ("query.order", "", Level.COUNTY),
        ("stop.order", "deposit-major", Level.COUNTY),
        ("sanction.impose", "", Level.CITY),
        ("technical.order", "", Level.CITY),
        ("border-control.order", "", Level.PROVINCE),
        ("listing.enter", "", Level.MINISTRY),
        ("record.release", "abroad", Level.PROVINCE),
        ("wanted.issue", "beyond-province", Level.MINISTRY),
        ("an.act-without-entry", "", Level.COUNTY),
    ],
)
def test_an_act_needs_a_level(act: str, condition: str, level: Level) -> None:
    found = load_rules().approval(act, _DAY, condition=condition)
    assert (found.level, found.approvers) == (level, 1)


def test_a_condition_that_nobody_knows_does_not_lower_the_level() -> None:
    with pytest.raises(NotFoundError) as told:
        load_rules().approval("freeze.order", _DAY, condition="equities")
    assert "equity" in str(told.value.fields["known"])


def test_a_level_is_not_lowered_by_asking_for_a_day_without_the_rule() -> None:
    with pytest.raises(NotFoundError):
        load_rules().approval("freeze.order", date(2019, 1, 1), condition="listed-equity")


def test_levels_reach_what_lies_below_them() -> None:
    assert Level.PROVINCE.reaches(Level.CITY)
    assert Level.CITY.reaches(Level.CITY)
    assert not Level.COUNTY.reaches(Level.CITY)


def test_a_line_is_reached_or_passed_as_its_text_says() -> None:
    book, day = load_rules(), date(2025, 8, 1)
    inflow, cards = (
        book.threshold("assistance.inflow", day),
        book.threshold("assistance.cards", day),
    )
    assert [inflow.is_reached(300_000_00), inflow.is_reached(300_000_01)] == [False, True]
    assert [cards.is_reached(19), cards.is_reached(20)] == [False, True]


def test_a_programme_without_a_policy_of_its_own_has_the_common_one() -> None:
    policy = load_rules().listing_policy("合成专项", _DAY)
    assert policy.status is SourceStatus.DESIGN
    assert load_rules().clock(policy.report_clock, _DAY).unit is Unit.DAYS
    assert [step.level for step in policy.escalate] == [
        Level.CITY, Level.PROVINCE, Level.MINISTRY,
    ]  # fmt: skip


def test_the_clocks_of_a_day_are_listed_without_those_of_smaller_places() -> None:
    ids = [rule.id for rule in load_rules().list_clocks(_DAY)]
    assert "stop.payment" in ids and "stop.county-freeze" not in ids
    assert "stop.county-freeze" in [rule.id for rule in load_rules().list_clocks(_DAY, "CN-610921")]
    assert "stop.anti-laundering" not in ids  # in force from 2025 on


def _days(told: str) -> list[date]:
    return [date.fromisoformat(one) for one in told.split()]
