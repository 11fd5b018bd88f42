"""What goes into the lake comes out equal, or not at all."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanlian.app.ports import Extraction
from zhanlian.app.record import MemberRef, ReadRecord
from zhanlian.app.serialise import dump_record, load_record
from zhanlian.errors import FormatError
from zhanlian.model.claim import Claim, Metric, Qualifier, Role, Source, Unit
from zhanlian.model.dates import PartialDate
from zhanlian.model.document import Body, Span
from zhanlian.model.evidence import Reject
from zhanlian.model.message import Message
from zhanlian.model.record import (
    CaseListing,
    Count,
    Handover,
    Mention,
    Operation,
    OperationCount,
    SeizedItem,
    SupervisedCase,
)

# Surrogates too: a text that was decoded leniently can hold them.
_TEXT = st.text(st.characters(), max_size=80)
_WORDS = st.text(st.characters(), min_size=1, max_size=80)
_MAYBE = st.none() | _TEXT
_DAYS = st.dates().map(lambda day: PartialDate(day.year, day.month, day.day))
_DATES = st.builds(PartialDate, st.integers(1, 9999)) | _DAYS
_DATE = st.none() | _DATES
_NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4)
_PLACES = st.integers(0, 10**9)
_SPANS = st.tuples(_PLACES, _PLACES).map(lambda ends: Span(min(ends), max(ends)))


def _many(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


_CLAIMS = st.builds(
    Claim,
    metric=st.sampled_from(Metric),
    value=_NUMBERS,
    unit=st.sampled_from(Unit),
    qualifier=st.sampled_from(Qualifier),
    quote=_WORDS,
    start=_PLACES,
    cumulative=st.booleans(),
    nationality=_MAYBE,
    role=st.none() | st.sampled_from(Role),
    since=_DATE,
    as_of=_DATE,
    place=_MAYBE,
    item=_MAYBE,
    of=st.none() | st.sampled_from(Metric),
    planned=st.booleans(),
    verb=_TEXT,
    part_of=st.none() | _PLACES,
)
_COUNTS = st.builds(
    Count,
    value=st.integers(),
    qualifier=st.sampled_from(Qualifier),
    quote=_TEXT,
    start=_PLACES,
    captured_from=st.none() | st.integers(),
)
_COUNT = st.none() | _COUNTS
_CASES = st.builds(
    SupervisedCase,
    name=_TEXT,
    code=_TEXT,
    agency_place=_MAYBE,
    discovered=_DATE,
    lead_source=_MAYBE,
    heads=_many(_TEXT),
    base_places=_many(_TEXT),
    scam_types=_many(_TEXT),
    amount=_COUNT,
    members=_COUNT,
    captured=_COUNT,
    sentenced=_COUNT,
    prosecuted=_COUNT,
    linked_cases=_COUNT,
    clues=_COUNT,
    gangs=_COUNT,
    notes=_TEXT,
    span=_SPANS,
)
_LISTINGS = st.builds(
    CaseListing,
    batch=_MAYBE,
    published=_DATE,
    earlier_batches=st.none() | st.integers(),
    earlier_cases=st.none() | st.integers(),
    cases=_many(_CASES),
)
_OPERATION_COUNTS = st.builds(
    OperationCount,
    what=_TEXT,
    nationality=_MAYBE,
    role=st.none() | st.sampled_from(Role),
    value=st.integers(),
    qualifier=st.sampled_from(Qualifier),
    quote=_TEXT,
    start=_PLACES,
)
_OPERATIONS = st.builds(
    Operation,
    name=_TEXT,
    when=_MAYBE,
    published=_DATE,
    places=_many(_TEXT),
    agencies=_many(_TEXT),
    counts=_many(_OPERATION_COUNTS),
    handover=st.none() | st.builds(Handover, _MAYBE, _DATE, _MAYBE, _MAYBE),
    provinces=_many(_TEXT),
    provinces_open_ended=st.booleans(),
    items_seized=_many(st.builds(SeizedItem, _TEXT, st.none() | st.integers())),
    items_note=_MAYBE,
    cumulative_transferred=st.none() | _OPERATION_COUNTS,
    cumulative_since=_DATE,
    span=_SPANS,
)
_FIELDS = st.dictionaries(_TEXT, _TEXT | st.integers() | st.floats(allow_nan=False), max_size=3)
_RECORDS = st.builds(
    ReadRecord,
    members=_many(st.builds(MemberRef, _TEXT, _TEXT)),
    rejects=_many(st.builds(Reject, _TEXT, _TEXT, st.builds(Message, _TEXT, _FIELDS))),
    source=st.none() | st.builds(Source, _TEXT, _TEXT, _MAYBE, _MAYBE, _MAYBE, _DATE),
    extraction=st.none()
    | st.builds(
        Extraction,
        body=st.builds(Body, st.none() | _SPANS, _many(_SPANS), _MAYBE, _MAYBE, _DATE),
        claims=_many(_CLAIMS),
        listing=st.none() | _LISTINGS,
        operations=_many(_OPERATIONS),
        mentions=_many(st.builds(Mention, _TEXT, _TEXT, _TEXT, _PLACES)),
    ),
)


@given(_RECORDS)
def test_a_record_comes_back_equal_and_writes_the_same_bytes_again(record: ReadRecord) -> None:
    data = dump_record(record)
    back = load_record(ReadRecord, data)
    assert back == record
    assert dump_record(back) == data


def test_a_decimal_keeps_every_digit() -> None:
    claim = Claim(
        Metric.AMOUNT_LOSS, Decimal("21707000.10"), Unit.CNY, Qualifier.EXACT, "金额", start=3
    )
    back = load_record(Claim, dump_record(claim))
    assert str(back.value) == "21707000.10"


@given(st.binary(max_size=200))
def test_other_bytes_are_a_format_error(data: bytes) -> None:
    with pytest.raises(FormatError):
        load_record(ReadRecord, data)


@pytest.mark.parametrize(
    "plain",
    [
        [[], [], None],
        [[], [], None, None, None],
        [[["path"]], [], None, None],
        [[], [["source", "place", ["key", {"field": []}]]], None, None],
        [[], [], ["sha", 3, None, None, None, None], None],
        [{}, [], None, None],
    ],
)
def test_a_record_of_another_shape_is_a_format_error(plain: object) -> None:
    with pytest.raises(FormatError):
        load_record(ReadRecord, json.dumps(plain).encode())


def test_true_is_no_number() -> None:
    with pytest.raises(FormatError):
        load_record(Span, b"[true,true]")
