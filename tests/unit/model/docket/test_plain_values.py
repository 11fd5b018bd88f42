from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from any_noun import make_noun
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.docket.registry import ACTS, KINDS
from zhanlian.errors import SchemaError
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.amount import Amount
from zhanlian.model.docket.plain import from_plain, is_storable, to_plain
from zhanlian.model.docket.rule import Level
from zhanlian.model.message import Message
from zhanlian.store.audit import write_canonical

TYPES = {
    **{f"kind {name}": kind.body for name, kind in KINDS.items()},
    **{f"act {name}": act.request for name, act in ACTS.items()},
}


@pytest.mark.parametrize("name", TYPES)
def test_every_body_and_request_comes_back_as_it_was(name: str) -> None:
    noun = make_noun(TYPES[name])
    plain = to_plain(noun)
    assert from_plain(TYPES[name], plain) == noun
    write_canonical(plain).encode("utf-8")


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**4000, max_value=10**5000)
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(("\0", "\udcff", "9" * 5_000, "0001-01-01T00:00", "9999-12-31T23:59-23:59"))
    | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@pytest.mark.parametrize("name", TYPES)
def test_each_field_refuses_what_does_not_fit_by_its_name(name: str) -> None:
    kind = TYPES[name]
    whole = to_plain(make_noun(kind))
    hostile: tuple[Any, ...] = ("\0", "\udcff", 10**5000, float("nan"), [[[]]], {"a": {}}, b"x")
    for field in whole:
        for value in hostile:
            with pytest.raises(SchemaError) as told:
                from_plain(kind, {**whole, field: value})
            assert str(told.value.fields["field"]).split("[")[0].split(".")[0] in (field, "-")
            str(told.value).encode("utf-8")


@dataclass(frozen=True, slots=True)
class Sample:
    """One field of every type."""

    text: str = ""
    number: int = 0
    yes: bool = False
    level: Level | None = None
    day: date | None = None
    at: datetime | None = None
    month: PartialDate | None = None
    sum: Amount | None = None
    told: Message | None = None
    many: tuple[str, ...] = ()


@given(plain=ANYTHING)
def test_whatever_is_given_fits_or_is_refused(plain: object) -> None:
    for field in Sample.__dataclass_fields__:
        try:
            noun = from_plain(Sample, {field: plain})
        except SchemaError as error:
            str(error).encode("utf-8")
            continue
        again = to_plain(noun)
        write_canonical(again).encode("utf-8")
        assert from_plain(Sample, again) == noun


@given(
    noun=st.builds(
        Sample,
        text=st.text().filter(is_storable),
        number=st.integers(-(10**29), 10**29),
        yes=st.booleans(),
        level=st.sampled_from(Level),
        day=st.dates(date(1900, 1, 1), date(2199, 12, 31)),
        at=st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC)),
        sum=st.builds(Amount, st.integers(0, 10**25), st.sampled_from(("CNY", "JPY", "tron:x"))),
        many=st.lists(st.text(max_size=3).filter(is_storable)).map(tuple),
    )
)
def test_values_come_back_as_they_were(noun: Sample) -> None:
    assert from_plain(Sample, to_plain(noun)) == noun


def test_fields_that_are_unknown_or_missing_are_named() -> None:
    with pytest.raises(SchemaError) as told:
        from_plain(Sample, {"texts": ""})
    assert (told.value.key, told.value.fields["field"]) == ("error.field-unknown", "texts")
    with pytest.raises(SchemaError) as told:
        from_plain(Message, {"key": "x", "fields": {"a": float("inf")}})
    assert told.value.key == "error.field-misfit"
    with pytest.raises(SchemaError) as told:
        from_plain(ACTS["case.join"].request, {})
    assert (told.value.key, told.value.fields["field"]) == ("error.field-missing", "member")


@pytest.mark.parametrize(
    ("told", "units"),
    [("39,000", 3_900_000), ("39000.5", 3_900_050), ("120 JPY", 120), ("0.01 CNY", 1)],
)
def test_sums_are_read_as_people_write_them(told: str, units: int) -> None:
    found = Amount.parse(told)
    assert found is not None
    assert found.units == units
    assert Amount.parse(str(found)) == found


@pytest.mark.parametrize("told", ["", "-1", "1.001", "1e5", "１２", "0.5 JPY", "1,000.00.0", "CNY"])
def test_what_is_no_sum_is_refused(told: str) -> None:
    assert Amount.parse(told) is None
