"""Tables of rules: what is wrong with a file is said with file, entry, field and remedy."""

from datetime import date
from importlib import resources

import pytest

import zhanlian.docket.rules
from zhanlian.docket.rules.book import load_rules
from zhanlian.docket.rules.tables import TABLES, parse_tables
from zhanlian.errors import FormatError
from zhanlian.model.docket.rule import (
    ApprovalRule,
    ClockGroup,
    ClockRule,
    ListingPolicy,
    SourceStatus,
)
from zhanlian.words import LANGUAGES, has_key, load_keys, say

_ENTRY = """
[[clock]]
id = "synthetic.term"
group = "procedure"
amount = 5
unit = "days"
starts_on = "synthetic-event"
law = "合成办法"
status = "recalled"
valid_from = 2024-01-01
"""


def _change(old: str, new: str) -> str:
    assert old in _ENTRY
    return _ENTRY.replace(old, new)


_BAD = {
    "no TOML": ("[[clock", "error.rule-toml", ""),
    "unknown table": ("[[clocks]]\nid = 'a'\n", "error.rule-table", "clocks"),
    "no list of entries": ("[clock]\nid = 'a'\n", "error.rule-table", "clock"),
    "entries that are no tables": ("clock = [1]\n", "error.rule-table", "clock"),
    "field missing": (_change("amount = 5\n", ""), "error.rule-field-missing", "amount"),
    "field unknown": (_ENTRY + "amont = 5\n", "error.rule-field-unknown", "amont"),
    "no such unit": (_change('"days"', '"weeks"'), "error.rule-field-choice", "weeks"),
    "no such status": (_change('"recalled"', '"sure"'), "error.rule-field-choice", "sure"),
    "number as words": (_change("= 5", '= "five"'), "error.rule-field-misfit", "five"),
    "day of no calendar": (
        _change("2024-01-01", '"2024-02-30"'), "error.rule-field-misfit", "2024-02-30",
    ),
    "day of no case": (
        _change("2024-01-01", "0001-01-01"), "error.rule-field-misfit", "0001-01-01",
    ),
    "ends before it begins": (
        _ENTRY + "valid_to = 2023-01-01\n", "error.rule-fault", "valid_to",
    ),
    "custody that rolls": (
        _change('"procedure"', '"custody"') + "rolls = true\n", "error.rule-fault", "rolls",
    ),
    "hours that roll": (
        _change('"days"', '"hours"') + "rolls = true\ncounting = 'instant'\n",
        "error.rule-fault", "rolls",
    ),
    "hours that skip a day": (_change('"days"', '"hours"'), "error.rule-fault", "instant"),
    "place of no map": (_ENTRY + "place = '浙江'\n", "error.rule-fault", "CN-61"),
    "half an extension": (_ENTRY + "extends = ['a']\n", "error.rule-fault", "extends"),
    "a version of its own": (_ENTRY + "policy = 'abc'\n", "error.rule-policy", "synthetic.term"),
    "twice": (_ENTRY + _ENTRY, "error.rule-twice", "synthetic.term"),
    "lengthens nothing": (
        _ENTRY + "extends = ['no.clock']\nlengthens = 'by'\n", "error.rule-no-clock", "no.clock",
    ),
    "lengthens hours by days": (
        _ENTRY + "extends = ['stop.payment']\nlengthens = 'by'\n", "error.rule-units", "stop",
    ),
    "lengthens months to days": (
        _ENTRY + "extends = ['bail.term']\nlengthens = 'to'\n", "error.rule-units", "bail.term",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "key", "told"), _BAD.values(), ids=_BAD)
def test_a_bad_entry_is_refused_with_its_place(text: str, key: str, told: str) -> None:
    with pytest.raises(FormatError) as raised:
        load_rules([("合成.toml", text)])
    error = raised.value
    assert error.key == key
    for language in LANGUAGES:
        words = say(key, language, error.fields)
        assert told in words
        assert "合成.toml" in words or "entry" in error.fields


def test_a_good_entry_is_taken_with_its_own_words() -> None:
    book = load_rules([("合成.toml", _ENTRY + "title = '合成期限'\n")])
    assert book.clock("synthetic.term", date(2024, 1, 1)).title == "合成期限"


def test_numbers_and_yes_may_stand_as_texts_of_a_form() -> None:
    (rule,) = parse_tables([("合成.toml", _change("= 5", '= "5"'))]).values()
    assert isinstance(rule, ClockRule) and rule.amount == 5


def _built_in() -> list[tuple[str, object]]:
    folder = resources.files(zhanlian.docket.rules).joinpath("data")
    texts = [(file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir()]
    assert all(text.startswith("# ") for _, text in texts)
    return [(identity[0], rule) for identity, rule in parse_tables(texts).items()]


def test_every_table_has_entries() -> None:
    assert {table for table, _ in _built_in()} == set(TABLES)


def test_every_code_of_the_tables_has_words() -> None:
    wanted: set[str] = set()
    for _, rule in _built_in():
        assert isinstance(rule, TABLES_KINDS)
        wanted |= {f"rule-law.{rule.law}", f"rule-status.{rule.status}", rule.note}
        if not isinstance(rule, ApprovalRule):
            wanted.add(rule.title)
        if isinstance(rule, ClockRule):
            wanted |= {f"rule-event.{one}" for one in (rule.starts_on, *rule.restarts)}
            wanted |= {f"rule-unit.{rule.unit}", f"rule-group.{rule.group}", rule.condition}
        if isinstance(rule, ApprovalRule):
            wanted.add(f"rule-level.{rule.level}")
        if isinstance(rule, ListingPolicy):
            wanted |= {f"rule-delisting.{one}" for one in rule.delist_when}
    assert not sorted(key for key in wanted if key and not has_key(key))


TABLES_KINDS = tuple(TABLES.values())


def test_no_words_of_rules_stand_without_a_rule() -> None:
    # The term of a task is set by whoever gives it; no table tells one.
    used: set[str] = {"rule-title.listing.policy", "rule-title.task"}
    for _, rule in _built_in():
        assert isinstance(rule, TABLES_KINDS)
        used |= {rule.title, rule.note, f"rule-law.{rule.law}"}
        if isinstance(rule, ClockRule):
            used |= {f"rule-event.{one}" for one in (rule.starts_on, *rule.restarts)}
            used.add(rule.condition)
    kinds = ("rule-title.", "rule-note.", "rule-law.", "rule-event.", "rule-condition.")
    assert not sorted({key for key in load_keys("zh") if key.startswith(kinds)} - used)


def test_what_no_source_tells_is_marked_as_a_choice() -> None:
    for _, rule in _built_in():
        assert isinstance(rule, TABLES_KINDS)
        assert (rule.law == "design") == (rule.status is SourceStatus.DESIGN), rule.id
        assert rule.status is not SourceStatus.DESIGN or rule.note, rule.id


def test_what_was_read_in_full_names_its_article() -> None:
    # Two terms of the interpretation and one threshold were read without their article's number.
    open_ends = {"return.unclaimed", "return.bank-receipt", "laundering.serious"}
    missing = {
        rule.id
        for _, rule in _built_in()
        if isinstance(rule, TABLES_KINDS)
        and rule.status is SourceStatus.VERIFIED
        and not rule.article
    }
    assert missing == open_ends


def test_no_clock_of_custody_rolls() -> None:
    clocks = [rule for _, rule in _built_in() if isinstance(rule, ClockRule)]
    custody = [rule for rule in clocks if rule.group is ClockGroup.CUSTODY]
    assert len(custody) > 20
    assert not [rule.id for rule in custody if rule.rolls]
    assert not [rule.id for rule in clocks if rule.rolls and rule.unit.is_clock_time]
