"""The book of rules: all tables in use, asked by day and place.

The entry in force on the day decides; of several, the one for the smallest place that contains the
place asked for, and then the one that came into force last.
"""

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from importlib import resources
from typing import Any, Final, TypeVar

from zhanlian.docket.rules.extensions import check_clocks
from zhanlian.docket.rules.tables import TABLES, AnyRule, Identity, parse_tables
from zhanlian.errors import NotFoundError
from zhanlian.model.docket.plain import to_plain
from zhanlian.model.docket.rule import ApprovalRule, ClockRule, ListingPolicy, Threshold

EVERY: Final = "*"
"""Id of the entry for every act, or every programme, that has none of its own."""

_VERSION_SIGNS: Final = 12

R = TypeVar("R", bound=AnyRule)


class RuleBook:
    """All entries in use; it never changes.

    Attributes:
        version: short SHA-256 over all entries, which every answer of the book carries.
    """

    __slots__ = ("_tables", "version")

    def __init__(self, entries: Mapping[Identity, AnyRule]) -> None:
        self.version: Final = _hash_entries(entries)
        stamped = [replace(rule, policy=self.version) for rule in entries.values()]
        self._tables: Final[dict[type[Any], dict[str, list[AnyRule]]]] = {
            kind: _group(rule for rule in stamped if isinstance(rule, kind))
            for kind in TABLES.values()
        }

    def clock(self, id: str, on: date, place: str = "CN") -> ClockRule:
        """Return the clock in force on a day.

        Raises:
            NotFoundError: there is no such clock, or none in force on that day in that place; it
                says which there are.
        """
        return self._load(ClockRule, id, on, place)

    def list_clocks(self, on: date, place: str = "CN") -> tuple[ClockRule, ...]:
        """Return the clocks in force on a day in a place, in the order of the tables."""
        found = (
            _pick(entries, on, place)
            for entries in (self._entries(ClockRule, id) for id in self._tables[ClockRule])
        )
        return tuple(rule for rule in found if rule is not None)

    def approval(
        self, act: str, on: date, *, condition: str = "", place: str = "CN"
    ) -> ApprovalRule:
        """Return who must approve an act.

        An act without an entry for the condition falls back on its plain entry, and an act without
        any on the entry of every act.

        Raises:
            NotFoundError: no entry of any act knows the condition, or the entry that should decide
                is not in force on that day: neither may lower the level.
        """
        self._check_condition(condition)
        for id, asked in ((act, condition), (act, ""), (EVERY, "")):
            rules = [rule for rule in self._entries(ApprovalRule, id) if rule.condition == asked]
            if rules:
                found = _pick(rules, on, place)
                if found is None:
                    raise _not_in_force(id, on, place, rules)
                return found
        raise NotFoundError("error.rule-unknown", rule=act, near=EVERY)

    def _check_condition(self, condition: str) -> None:
        known = {
            rule.condition
            for id in self._tables[ApprovalRule]
            for rule in self._entries(ApprovalRule, id)
        }
        if condition and condition not in known:
            raise NotFoundError(
                "error.rule-condition", condition=condition, known=", ".join(sorted(known - {""}))
            )

    def threshold(self, id: str, on: date, place: str = "CN") -> Threshold:
        """Return the threshold in force on a day.

        Raises:
            NotFoundError: as for clocks.
        """
        return self._load(Threshold, id, on, place)

    def listing_policy(self, programme: str, on: date, place: str = "CN") -> ListingPolicy:
        """Return the policy of a programme of joint listing, or the one of every programme.

        Raises:
            NotFoundError: neither is in force on that day.
        """
        own = _pick(self._entries(ListingPolicy, programme), on, place)
        return own or self._load(ListingPolicy, EVERY, on, place)

    def _entries(self, kind: type[R], id: str) -> list[R]:
        return [rule for rule in self._tables[kind].get(id, ()) if isinstance(rule, kind)]

    def _load(self, kind: type[R], id: str, on: date, place: str) -> R:
        entries = self._entries(kind, id)
        found = _pick(entries, on, place)
        if found is not None:
            return found
        if entries:
            raise _not_in_force(id, on, place, entries)
        near = get_close_matches(id, self._tables[kind], n=3, cutoff=0.4)
        raise NotFoundError("error.rule-unknown", rule=id, near=", ".join(near) or "-")


def load_rules(extra: Sequence[tuple[str, str]] = ()) -> RuleBook:
    """Return the book of the package's tables, with entries of other files added or replaced.

    Args:
        extra: (name, text) of TOML files, in the order in which they count.

    Raises:
        FormatError: a file or an entry cannot be used.
    """
    return _load(tuple(extra))


@functools.lru_cache(maxsize=8)
def _load(extra: tuple[tuple[str, str], ...]) -> RuleBook:
    entries = dict(_built_in())
    entries.update(parse_tables(extra))
    check_clocks(entries)
    return RuleBook(entries)


@functools.cache
def _built_in() -> Mapping[Identity, AnyRule]:
    folder = resources.files(__package__ or "").joinpath("data")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return parse_tables(
        [(file.name, file.read_text(encoding="utf-8")) for file in files if file.name[0] != "_"]
    )


def _group(rules: Iterable[AnyRule]) -> dict[str, list[AnyRule]]:
    found: dict[str, list[AnyRule]] = {}
    for rule in rules:
        found.setdefault(rule.id, []).append(rule)
    return found


def _pick(rules: Iterable[R], on: date, place: str) -> R | None:
    """Return the entry that decides: of the smallest place, then the newest."""
    fitting = [rule for rule in rules if rule.is_in_force(on) and rule.covers(place)]
    return max(fitting, key=lambda rule: (len(rule.place), rule.valid_from), default=None)


def _not_in_force(id: str, on: date, place: str, entries: Iterable[AnyRule]) -> NotFoundError:
    periods = "; ".join(
        f"{rule.place} {rule.valid_from} – {rule.valid_to or ''}".strip() for rule in entries
    )
    return NotFoundError(
        "error.rule-not-in-force", rule=id, day=on.isoformat(), place=place, periods=periods
    )


def _hash_entries(entries: Mapping[Identity, AnyRule]) -> str:
    """Return a version that depends on what the entries say, not on the order of the files."""
    told = sorted(
        json.dumps([key[0], to_plain(rule)], ensure_ascii=False, sort_keys=True)
        for key, rule in entries.items()
    )
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:_VERSION_SIGNS]
