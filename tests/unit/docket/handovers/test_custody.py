"""A chain of custody is told as it is: gaps, holders, seals and numbers that do not fit."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhanlian.docket.handovers.custody import compare_lists, find_flaws
from zhanlian.docket.handovers.devices import is_imei
from zhanlian.model.docket.exhibit import (
    Exhibit,
    ExhibitRow,
    Flaw,
    Purpose,
    ReceivedItem,
    SealState,
    Transfer,
)
from zhanlian.model.zone import SHANGHAI

_FOUR_HOURS = timedelta(hours=4)
_GOOD_IMEI = "490154203237518"  # the example of the standard
_NOON = datetime(2024, 3, 30, 12, 0, tzinfo=SHANGHAI)


def _hours(hours: float) -> datetime:
    return _NOON + timedelta(hours=hours)


def _move(hours: float, giver: str, taker: str, took: float = 0.1, **told: object) -> Transfer:
    step = Transfer(
        given_at=_hours(hours),
        taken_at=_hours(hours + took),
        purpose=Purpose.TRANSPORT,
        given_by=giver,
        taken_by=taker,
        giver_signed="合成单1",
        taker_signed="合成单1",
    )
    return replace(step, **told)  # type: ignore[arg-type]


def _chain(*moves: Transfer, **told: object) -> list[Flaw]:
    item = ExhibitRow("A1", "合成手机", found_by="合成甲", found_time=_NOON)
    exhibit = Exhibit(replace(item, **told), moves=moves)  # type: ignore[arg-type]
    return [one.flaw for one in find_flaws(exhibit, _FOUR_HOURS)]


def test_a_whole_chain_needs_no_explanation() -> None:
    assert _chain(_move(1, "合成甲", "合成乙"), _move(3, "合成乙", "合成丙")) == []


def test_eleven_hours_between_two_changes_of_hands_are_told() -> None:
    exhibit = Exhibit(
        ExhibitRow("A1", "合成手机", found_by="合成甲", found_time=_NOON),
        moves=(_move(1, "合成甲", "合成乙", 0), _move(12, "合成乙", "合成丙")),
    )
    (found,) = find_flaws(exhibit, _FOUR_HOURS)
    assert found.flaw is Flaw.GAP
    assert found.told.fields["hours"] == "11.0"
    assert found.told.fields["since"] == "2024-03-30 13:00"


def test_the_threshold_itself_is_no_gap() -> None:
    assert _chain(_move(4, "合成甲", "合成乙")) == []
    assert _chain(_move(4.01, "合成甲", "合成乙")) == [Flaw.GAP]


def test_time_in_a_store_is_accounted_for() -> None:
    stored = _move(1, "合成甲", "保管员", purpose=Purpose.STORAGE)
    assert _chain(stored, _move(900, "保管员", "合成丙")) == []


def test_time_between_giving_and_taking_is_nobodys() -> None:
    assert _chain(_move(1, "合成甲", "合成乙", 11)) == [Flaw.TRANSIT]


def test_who_gives_is_who_took_before() -> None:
    assert _chain(_move(1, "合成甲", "合成乙"), _move(2, "合成丁", "合成丙")) == [Flaw.HOLDER]


def test_nobody_gives_before_he_took() -> None:
    moves = (_move(1, "合成甲", "合成乙", 2), _move(2, "合成乙", "合成丙", 2))
    assert _chain(*moves) == [Flaw.OVERLAP]


def test_a_missing_signature_is_told_with_its_side() -> None:
    exhibit = Exhibit(
        ExhibitRow("A1", "合成手机", found_by="合成甲", found_time=_NOON),
        moves=(_move(1, "合成甲", "合成乙", taker_signed=""),),
    )
    (found,) = find_flaws(exhibit, _FOUR_HOURS)
    assert (found.flaw, found.told.fields["sides"]) == (Flaw.UNSIGNED, "taker")


def test_a_seal_changes_only_where_it_was_renewed() -> None:
    kept = _move(1, "合成甲", "合成乙", seal="S1", seal_state=SealState.INTACT)
    other = replace(kept, seal="S2")
    assert _chain(kept, seal="S1") == []
    assert _chain(other, seal="S1") == [Flaw.SEAL]
    assert _chain(replace(other, seal_state=SealState.RENEWED), seal="S1") == []
    assert _chain(replace(kept, seal_state=SealState.BROKEN), seal="S1") == [Flaw.SEAL]


def test_a_chain_without_a_finder_has_no_beginning() -> None:
    assert _chain(found_by="", found_time=None) == [Flaw.UNTOLD]


def test_moves_are_followed_in_order_of_time() -> None:
    assert _chain(_move(3, "合成乙", "合成丙"), _move(1, "合成甲", "合成乙")) == []


def _compare(listed: list[ExhibitRow], received: list[ReceivedItem]) -> list[tuple[str, Flaw]]:
    return [(one.label, one.flaw) for one in compare_lists(listed, received)]


def test_equal_lists_differ_in_nothing() -> None:
    listed = [ExhibitRow("A1", "合成手机", imei=_GOOD_IMEI, serial="sn-1", seal="S1")]
    received = [ReceivedItem("A1", imei="49-015420-323751-8", serial="SN1", seal="S1")]
    assert _compare(listed, received) == []


def test_a_serial_number_that_differs_is_told() -> None:
    listed = [ExhibitRow("A1", "合成电脑", serial="SN1")]
    assert _compare(listed, [ReceivedItem("A1", serial="SN2")]) == [("A1", Flaw.MISMATCH)]


def test_two_rows_in_each_others_place_are_told_as_swapped() -> None:
    listed = [
        ExhibitRow("A1", "合成电脑", serial="SN1"),
        ExhibitRow("A2", "合成电脑", serial="SN2"),
    ]
    received = [ReceivedItem("A1", serial="SN2"), ReceivedItem("A2", serial="SN1")]
    assert _compare(listed, received) == [("A1", Flaw.SWAPPED), ("A2", Flaw.SWAPPED)]


def test_a_number_that_came_from_elsewhere_is_no_swap() -> None:
    listed = [
        ExhibitRow("A1", "合成电脑", serial="SN1"),
        ExhibitRow("A2", "合成电脑", serial="SN2"),
    ]
    received = [ReceivedItem("A1", serial="SN2"), ReceivedItem("A2", serial="SN3")]
    assert _compare(listed, received) == [("A1", Flaw.MISMATCH), ("A2", Flaw.MISMATCH)]


def test_things_on_one_list_only_are_told() -> None:
    found = _compare([ExhibitRow("A1", "合成电脑")], [ReceivedItem("A9")])
    assert found == [("A1", Flaw.MISSING), ("A9", Flaw.EXTRA)]


def test_a_quantity_or_seal_that_differs_is_told() -> None:
    listed = [ExhibitRow("A1", "合成电话卡", quantity=20, seal="S1")]
    received = [ReceivedItem("A1", quantity=19, seal="S2")]
    assert _compare(listed, received) == [("A1", Flaw.MISMATCH), ("A1", Flaw.SEAL)]


def test_an_imei_with_a_wrong_check_digit_is_told_without_the_number() -> None:
    listed = [ExhibitRow("A1", "合成手机", imei="490154203237517")]
    found = compare_lists(listed, [ReceivedItem("A1", imei="490154203237517")])
    assert [one.flaw for one in found] == [Flaw.CHECKSUM, Flaw.CHECKSUM]
    assert {one.told.fields["where"] for one in found} == {"listed", "received"}
    assert all("490154203237517" not in str(one.told.fields) for one in found)


@given(st.integers(0, 10**14 - 1))
def test_of_ten_check_digits_one_fits(body: int) -> None:
    numbers = [f"{body:014}{digit}" for digit in range(10)]
    assert sum(map(is_imei, numbers)) == 1


@given(st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place: int, more: int) -> None:
    digit = (int(_GOOD_IMEI[place]) + more) % 10
    assert not is_imei(_GOOD_IMEI[:place] + str(digit) + _GOOD_IMEI[place + 1 :])


def test_an_imei_has_fourteen_to_sixteen_digits() -> None:
    assert is_imei(_GOOD_IMEI)
    assert is_imei(_GOOD_IMEI[:-1])
    assert not is_imei("4901542")
    assert not is_imei("49015420323751８")
