"""Does acts in a docket and is killed on the way, again and again.

    python docket_kill_driver.py PLACE KILLS SEED

PLACE is a SQLite file or the URL of a schema, with tables and accounts. Round after round a child
opens a case, drafts a stop, has it approved, sends it and ends a membership. It dies by SIGKILL:
in the first rounds right before its first, second, … touch of the database, until one survives;
then at random times, until there were so many kills. After each of them this process looks at what
is left. One JSON object tells how it went.
"""

import json
import os
import random
import secrets
import signal
import sys
import time
import traceback
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from docket import NOW
from orders import STOP
from sqlalchemy import Engine, event, select
from whole_docket import find_damage, find_half

from zhanlian.app.docket.desk import Surroundings
from zhanlian.app.docket.perform import Asked, Done, perform
from zhanlian.docket.rules.book import load_rules
from zhanlian.store.audit import AuditLine
from zhanlian.store.docket import Docket
from zhanlian.store.engine import open_engine, read_transaction
from zhanlian.store.record_tables import record_version
from zhanlian.store.tables import audit_line

SURROUNDINGS = Surroundings(lambda: NOW, lambda: secrets.token_hex(8), load_rules())
CHECKED_WHOLE = 200  # kills between two looks at the whole docket
WHOLE_WAY = 1_000  # kills from which on no touch is passed over
LONGEST = 0.25  # seconds that a child may work before it is killed by the clock


def act(docket: Docket, tag: str, acknowledge: Callable[[str], None]) -> None:
    """Do the acts of one round; acknowledge each of them with the versions that came of it."""

    def do(who: str, asked: str, target: str | None = None, **request: object) -> Done:
        done = perform(docket, who, Asked(asked, request, target), SURROUNDINGS)
        acknowledge(" ".join(f"{one.id}:{one.version}" for one in done.records))
        return done

    case = do("li", "case.open", name=tag, member=["zhao", "qian"]).records[0].id
    draft = do("li", "stop.order", case, **{**STOP, "alarm": tag, "victim": tag}).records[0].id
    stop = do("zhao", "draft.approve", draft).records[1].id
    do("li", "stop.send", stop, at=NOW.isoformat())
    do("li", "case.leave", case, member="qian", reason="合成")


def lay_traps(fatal: int) -> None:
    """Die at the fatal touch of the database; never where it is 0."""
    count = 0

    def touch(*_: object) -> None:
        nonlocal count
        count += 1
        if count == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("begin", "commit", "before_cursor_execute", "after_cursor_execute"):
        event.listen(Engine, name, touch)


def tell(descriptor: int, line: str) -> None:
    """Write a line past all traps."""
    os.write(descriptor, f"{line}\n".encode())


def run_child(place: Path | str, tag: str, told: Path, fatal: int, seconds: float) -> bool:
    """Return whether the child was killed."""
    child = os.fork()
    if child == 0:
        descriptor = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        lay_traps(fatal)
        try:
            docket = Docket(open_engine(place))
            act(docket, tag, lambda line: tell(descriptor, line))
            os._exit(0)
        finally:
            traceback.print_exc()
            os._exit(3)
    if seconds:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


@dataclass
class Tally:
    """How it went."""

    kills: int = 0
    points: int = 0
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    acts: dict[int, int] = field(default_factory=dict)


class Looker:
    """Looks at what each round left."""

    def __init__(self, place: Path | str) -> None:
        self.place = place
        self.last = 0

    def look(self, told: Path, tally: Tally, *, whole: bool) -> None:
        """Add what is lost, half there or damaged since the last look."""
        engine = open_engine(self.place)
        lines, versions = self._read_new(engine)
        safe = told.read_text().split() if told.exists() else []
        known = {f"{id}:{version}" for id, version in versions.values()}
        tally.lost += sorted(set(safe) - known)
        tally.half += find_half(lines)
        tally.half += [f"line {line.seq}" for line in lines if line.seq not in versions]
        tally.acts[len(lines)] = tally.acts.get(len(lines), 0) + 1
        if whole:
            tally.damage += find_damage(engine)
        engine.dispose()

    def _read_new(self, engine: Engine) -> tuple[list[AuditLine], dict[int, tuple[str, int]]]:
        columns = record_version.c
        with read_transaction(engine) as connection:
            found = select(audit_line).where(audit_line.c.seq > self.last)
            rows = connection.execute(found.order_by(audit_line.c.seq)).all()
            lines = [AuditLine(*row) for row in rows]
            query = select(columns.seq, columns.id, columns.version).where(columns.seq > self.last)
            versions = {row.seq: (row.id, row.version) for row in connection.execute(query)}
        self.last = lines[-1].seq if lines else self.last
        return lines, versions


def plan(kills: int, seed: int) -> Generator[tuple[int, float], bool, None]:
    """Yield the fatal touch of each round, then times; `send` True when a child survived."""
    fatal = 1
    while (yield fatal, 0.0) is not True:
        fatal += 1 if kills >= WHOLE_WAY else 2
    chance = random.Random(seed)
    while True:
        yield 0, chance.uniform(0.002, LONGEST)


def main(place: Path | str, kills: int, seed: int, folder: Path) -> Tally:
    """Return how so many kills went."""
    tally, looker, told = Tally(), Looker(place), folder / "told"
    looker.look(told, Tally(), whole=False)
    rounds = plan(kills, seed)
    fatal, seconds = next(rounds)
    while tally.kills < kills:
        told.unlink(missing_ok=True)
        killed = run_child(place, f"合成案{secrets.token_hex(8)}", told, fatal, seconds)
        tally.kills += killed
        tally.points += killed and bool(fatal)
        looker.look(told, tally, whole=killed and tally.kills % CHECKED_WHOLE == 0)
        fatal, seconds = rounds.send(not killed)
    told.unlink(missing_ok=True)
    looker.look(told, tally, whole=True)
    return tally


if __name__ == "__main__":
    at = sys.argv[1] if "://" in sys.argv[1] else Path(sys.argv[1])
    outcome = main(at, int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
    os.write(1, (json.dumps(vars(outcome)) + "\n").encode())
