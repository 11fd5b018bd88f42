"""Situations for acts, and dockets with accounts: two parties, each with one of every role.

Time stands still unless a test moves it; ids are counted, so that failures read alike every time.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine

from zhanlian.app.docket.desk import Surroundings
from zhanlian.app.docket.perform import Asked, Done, perform
from zhanlian.docket.act import Situation
from zhanlian.docket.rules.book import load_rules
from zhanlian.model.docket.actor import Actor, Role
from zhanlian.model.docket.record import AnyRecord
from zhanlian.model.docket.rule import Level
from zhanlian.store.docket import Docket
from zhanlian.store.engine import open_engine
from zhanlian.store.schema import create_tables

NOW: Final = datetime(2024, 9, 23, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Beijing
OWN: Final = "wz"
OTHER: Final = "mm-police"
# name, role, level: those of the other party carry "mm-" before the name.
STAFF: Final = (
    ("li", Role.CASE_OFFICER, None),
    ("zhao", Role.APPROVER, Level.COUNTY),
    ("qian", Role.APPROVER, Level.PROVINCE),
    ("sun", Role.ANALYST, None),
    ("zhou", Role.LIAISON, None),
    ("wu", Role.AUDITOR, None),
)


@dataclass
class OpenDocket:
    """A docket under test.

    Attributes:
        docket: the store.
        now: the time of the next act; tests move it on.
    """

    docket: Docket
    now: datetime = NOW
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def surroundings(self) -> Surroundings:
        """Time, counted ids and the tables of the package."""
        return Surroundings(lambda: self.now, self._make_id, load_rules())

    def pass_time(self, **span: float) -> datetime:
        """Return the time after so many days, hours or minutes, which it is from now on."""
        self.now += timedelta(**span)
        return self.now

    def _make_id(self) -> str:
        return f"id{next(self._ids):04}"


def actor(name: str, role: Role | str, party: str = OWN, level: Level | None = None) -> Actor:
    """Return somebody who acts."""
    return Actor(name, party, frozenset((Role(role),)), level)


def situation(
    target: AnyRecord | None = None,
    found: dict[str, tuple[AnyRecord, ...]] | None = None,
    *,
    now: datetime = NOW,
    actor: Actor | None = None,
    new_id: Callable[[], str] | None = None,
) -> Situation:
    """Return the situation of an act: by the case officer li unless told."""
    who = actor or Actor("li", OWN, frozenset((Role.CASE_OFFICER,)))
    numbers = itertools.count(1)
    return Situation(
        now=now,
        actor=who,
        drafter=who.name,
        rules=load_rules(),
        new_id=new_id or (lambda: f"new{next(numbers)}"),
        target=target,
        found=found or {},
    )


def open_docket(folder: Path, engine: Engine | None = None) -> OpenDocket:
    """Return a docket with its accounts, on a fresh SQLite file or on the engine given.

    Accounts of ``wz``: li (case officer), zhao (approver, county), qian (approver, province), sun
    (analyst), zhou (liaison), wu (auditor), root1 (administrator); the same of ``mm-police`` with
    ``mm-`` before the name.
    """
    if engine is None:
        engine = open_engine(folder / "docket.sqlite")
        create_tables(engine)
    return add_staff(OpenDocket(Docket(engine)))


def add_staff(opened: OpenDocket) -> OpenDocket:
    """Return a docket that had nobody, with both parties and their accounts."""
    do(opened, "root1", "user.add", name="root1", party=OWN, role=["administrator"])
    do(opened, "root1", "party.add", code=OTHER, name=OTHER, country="MM")
    do(opened, "root1", "user.add", name="mm-root1", party=OTHER, role=["administrator"])
    for party, before in ((OWN, ""), (OTHER, "mm-")):
        for name, role, level in STAFF:
            told: dict[str, Any] = {"name": before + name, "party": party, "role": [role.value]}
            if level is not None:
                told["level"] = level.value
            do(opened, "root1", "user.add", **told)
    return opened


def do(opened: OpenDocket, who: str, act: str, target: str | None = None, **request: Any) -> Done:
    """Return what came of an act, asked for as a command or page asks: in JSON values."""
    return perform(opened.docket, who, Asked(act, request, target), opened.surroundings)


def do_approved(
    opened: OpenDocket, who: str, act: str, target: str | None = None, *, by: str, **request: Any
) -> tuple[AnyRecord, ...]:
    """Return the versions that came of an act after somebody approved its draft."""
    draft = do(opened, who, act, target, **request).draft
    assert draft is not None, f"{act} took effect without approval"
    done = do(opened, by, "draft.approve", draft.id)
    assert done.act == act, f"{act} waits for another approval"
    return done.records[1:]
