"""Every act × every role × how the object stands to it, by the table in docs/rights.md.

The table is read as what is expected; `perform` is what is asked. Acts and kinds come from the
registry, so that a new one is attacked by itself. Write the table anew with::

    .venv/bin/python tests/attack/test_docket_rights.py > docs/rights.md
"""

import contextlib
import functools
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import func, select

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

from any_noun import make_noun
from docket import NOW, OTHER, OWN, OpenDocket, do, open_docket
from whole_docket import make_quick

from zhanlian.access.rights import Grant, Relation, load_rights
from zhanlian.app.docket.perform import Asked, perform
from zhanlian.app.docket.stored import to_stored
from zhanlian.docket.act import ANY, AnyAct
from zhanlian.docket.registry import ACTS, KINDS
from zhanlian.errors import DeniedError, NotFoundError, ZhanlianError
from zhanlian.model.docket.actor import Role
from zhanlian.model.docket.plain import to_plain
from zhanlian.model.docket.record import MEMBER, READER, RELEASED, Mark, Record
from zhanlian.model.docket.rule import Level
from zhanlian.store.audit import Act as Told
from zhanlian.store.engine import open_engine
from zhanlian.store.record_tables import record_version
from zhanlian.store.records import RecordDesk
from zhanlian.store.schema import create_tables

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "rights.md"
ROLES: Final = tuple(Role)
NOTHING: Final = "–"
MARKS: Final = ("own", "released")

# ---------------------------------------------------------------- the table


def mark_of(grant: Grant, role: Role) -> str:
    """Return the cell of a role: how the object must stand to the party of its holder."""
    told = [name for name in MARKS if grant.has((role,), Relation(name))]
    return ", ".join(told) or NOTHING


def row_of(name: str, grant: Grant) -> str:
    """Return the line of an act or kind."""
    cells = [f"`{name}`", *(mark_of(grant, role) for role in ROLES)]
    return f"| {' | '.join(cells)} |"


def write_table() -> str:
    """Return docs/rights.md as the files of `access/data/rights` have it."""
    rights = load_rights()
    head = f"| {{}} | {' | '.join(role.value.replace('-', ' ') for role in ROLES)} |"
    line = "|---|" + "---|" * len(ROLES)
    everywhere = ", ".join(f"`{kind}`" for kind in sorted(rights.everywhere))
    acts = [row_of(name, rights.acts[name]) for name in sorted(rights.acts)]
    kinds = [row_of(name, rights.reads[name]) for name in sorted(rights.reads)]
    return "\n".join(
        (
            INTRODUCTION.format(everywhere=everywhere),
            *("## Acts\n", head.format("act"), line, *acts),
            *("\n## Reading\n", head.format("kind of record"), line, *kinds, ""),
        )
    )


INTRODUCTION: Final = """# Rights

Who may do what, and who sees what. `tests/attack/test_docket_rights.py` reads this page as what is
expected and tries every cell of it, allowed or not, on a real docket.

- **own**: on what belongs to the party of the actor, and to a case that the actor works on, or to
  no case.
- **released**: on what another party released to the party of the actor.
- **–**: never. The attempt leaves a line in the audit chain.

What is restricted to readers is seen by these alone, whatever their role. Kinds that are seen of
every party by the roles that see their own: {everywhere}. What is missing and what may not be seen
are answered alike.
"""


@functools.cache
def read_page(part: str) -> dict[str, dict[Role, frozenset[str]]]:
    """Return what the page expects, by name and role."""
    text = PAGE.read_text(encoding="utf-8").split(f"## {part}\n")[1].split("\n## ")[0]
    found = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        name = re.fullmatch(r"`(.+)`", cells[0])
        if name:
            marks = (frozenset(cell.replace(NOTHING, "").split(", ")) - {""} for cell in cells[1:])
            found[name[1]] = dict(zip(ROLES, marks, strict=True))
    return found


def test_the_page_says_what_the_files_of_rights_say() -> None:
    lines, expected = PAGE.read_text(encoding="utf-8").splitlines(), write_table().splitlines()
    missing = "\n".join(line for line in expected if line not in lines)
    wrong = "\n".join(line for line in lines if line not in expected)
    how = "write docs/rights.md anew: python tests/attack/test_docket_rights.py > docs/rights.md"
    assert lines == expected, f"{how}\nto add:\n{missing}\nto remove:\n{wrong}"


def test_every_act_and_kind_has_its_line() -> None:
    acts, kinds = set(ACTS) - set(read_page("Acts")), set(KINDS) - set(read_page("Reading"))
    assert not acts | kinds, f"no line in access/data/rights: {sorted(acts | kinds)}"


def test_the_table_names_nothing_that_is_not_there() -> None:
    source = PAGE.parents[1] / "src" / "zhanlian" / "app"
    told = "".join(file.read_text(encoding="utf-8") for file in source.rglob("*.py"))
    uses = {name for name in load_rights().acts if f'"{name}"' in told}
    assert set(load_rights().acts) - uses <= set(ACTS)
    assert set(load_rights().reads) <= set(KINDS)


def test_auditors_and_administrators_see_no_case() -> None:
    for kind, cells in read_page("Reading").items():
        assert not cells[Role.AUDITOR], kind
        assert not cells[Role.ADMINISTRATOR] or kind in load_rights().everywhere, kind


# ---------------------------------------------------------------- the docket under attack


@dataclass(frozen=True)
class Stance:
    """How an object stands to who acts.

    Attributes:
        who: prefix of the account: m member, n no member, r reader.
        record: which record of the kind.
        seen: through which relation it is seen, or none.
    """

    who: str
    record: str
    seen: str


STANCES: Final = {
    "own, member": Stance("m", "own", "own"),
    "own, of no case": Stance("n", "wide", "own"),
    "own, no member": Stance("n", "own", ""),
    "foreign": Stance("m", "foreign", ""),
    "released": Stance("n", "released", "released"),
    "restricted": Stance("m", "restricted", ""),
    "restricted, reader": Stance("r", "restricted", "own"),
}
WITHOUT_CASE: Final = frozenset(("user", "party"))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDocket]:
    engine = open_engine(tmp_path_factory.mktemp("attack") / "docket.sqlite")
    create_tables(engine)
    make_quick(engine)
    made = open_docket(tmp_path_factory.getbasetemp(), engine)
    for who in "mnr":
        for role in ROLES:
            level = {"level": Level.MINISTRY.value} if role is Role.APPROVER else {}
            name = f"{who}-{role.value}"
            do(made, "root1", "user.add", name=name, party=OWN, role=[role.value], **level)
    write_targets(made)
    yield made
    engine.dispose()


def write_targets(opened: OpenDocket) -> None:
    """Write a record of every kind for every stance, straight to the store."""
    records = [record for kind in KINDS for record in make_targets(kind)]
    case = make_noun(KINDS["case"].body)
    members = [Mark(MEMBER, f"{who}-{role.value}") for who in "mr" for role in ROLES]
    for name, party, marks in (("case-own", OWN, members), ("case-foreign", OTHER, [])):
        records.append(Record(name, "case", name, party, "open", "li", case, marks=tuple(marks)))
    with opened.docket.write_records() as desk:
        act = Told("li", NOW)
        desk.write(act, "test.prepare", [to_stored(record) for record in records])


def make_targets(kind: str) -> Iterator[Record[Any]]:
    """Yield the records of one kind; a case is its own case."""
    body, state = make_noun(KINDS[kind].body), KINDS[kind].states[0]

    def make(name: str, party: str, case: str | None, *marks: Mark) -> Record[Any]:
        own = f"{kind}-{name}" if kind == "case" else case
        within = None if kind in WITHOUT_CASE else own
        return Record(f"{kind}-{name}", kind, within, party, state, "li", body, marks=marks)

    readers = [Mark(READER, f"r-{role.value}") for role in ROLES]
    members = [Mark(MEMBER, f"{who}-{role.value}") for who in "mr" for role in ROLES]
    for_case = members if kind == "case" else []
    if kind != "case":
        yield make("own", OWN, "case-own")
        yield make("wide", OWN, None)
        yield make("foreign", OTHER, "case-foreign")
    yield make("released", OTHER, "case-foreign", Mark(RELEASED, OWN))
    yield make("restricted", OWN, "case-own", *readers, *for_case)


class Undone(Exception):
    """Raised when an act got through, so that nothing of it stays."""


class Probe:
    """A docket on which every act is undone in the end."""

    def __init__(self, opened: OpenDocket) -> None:
        self.read_records = opened.docket.read_records
        self.record = opened.docket.record
        self._write = opened.docket.write_records

    @contextlib.contextmanager
    def write_records(self) -> Iterator[RecordDesk]:
        with self._write() as desk:
            yield desk
            raise Undone


def attempt(opened: OpenDocket, act: AnyAct, who: str, target: str | None) -> Exception | None:
    """Return what an act failed with, or None when it came to its end."""
    request = to_plain(make_noun(act.request))
    try:
        perform(Probe(opened), who, Asked(act.name, request, target), opened.surroundings)
    except Undone:
        return None
    # What a made-up body meets behind the rights is not the question here.
    except (ZhanlianError, ValueError, LookupError, TypeError) as error:
        return error
    raise AssertionError("an act came back from a docket that undoes all")


def tell_refusal(error: Exception | None, target: str | None) -> str:
    """Return the key of the error by which the rights refused an act, or an empty text."""
    key = getattr(error, "key", "")
    if isinstance(error, NotFoundError):
        about_target = key == "error.record-missing" and error.fields["id"] == target
        return key if about_target else ""
    return key if key in ("error.act-denied", "error.actor-unknown") else ""


def count(opened: OpenDocket) -> tuple[int, int]:
    """Return how many versions and how many lines there are."""
    with opened.docket.read_records() as desk:
        query = select(func.count()).select_from(record_version)
        versions = desk.connection.execute(query).scalar_one()
    lines = opened.docket.take_checkpoint(NOW).lines
    return versions, lines


@pytest.mark.parametrize("name", ACTS)
def test_every_role_on_every_object(opened: OpenDocket, name: str) -> None:
    act, expected = ACTS[name], read_page("Acts").get(name, {})
    wrong, lines = [], 0
    before = count(opened)
    for role in ROLES:
        for stance_name, stance in STANCES.items():
            target = choose_target(act, stance)
            if target is None and stance_name != "own, member":
                continue
            relation = find_relation(act, stance, role)
            key = "" if relation in expected.get(role, ()) else "error.act-denied"
            error = attempt(opened, act, f"{stance.who}-{role.value}", target)
            if tell_refusal(error, target) != (key if relation else "error.record-missing"):
                wrong.append((role.value, stance_name, "expected", key, "found", error))
            lines += isinstance(error, DeniedError | NotFoundError)
    assert wrong == []
    assert count(opened) == (before[0], before[1] + lines)


def find_relation(act: AnyAct, stance: Stance, role: Role) -> str:
    """Return how an object stands to who sees it, or an empty text where it is not seen."""
    if act.on is None:
        return "own"
    kind = find_kind(act)
    relation = "" if (kind, stance.record) == ("case", "wide") else stance.seen
    if kind in load_rights().everywhere and stance.record != "restricted":
        relation = "own"
    return relation if relation in read_page("Reading")[kind][role] else ""


def find_kind(act: AnyAct) -> str:
    """Return the kind of an act's target; one that stands in cases for an act on every kind."""
    if act.on != ANY:
        return str(act.on)
    return next(one for one in KINDS if one not in WITHOUT_CASE | {"case", "draft"})


def choose_target(act: AnyAct, stance: Stance) -> str | None:
    """Return the id of the object for a stance, or None for an act on none."""
    if act.on is None:
        return None
    kind = find_kind(act)
    # A case is never of no case: seen without membership it would be a foreign one.
    return f"{kind}-{'foreign' if (kind, stance.record) == ('case', 'wide') else stance.record}"


def test_what_is_missing_and_what_is_not_seen_are_answered_alike(opened: OpenDocket) -> None:
    for act in ACTS.values():
        if act.on is None or act.on == ANY:
            continue
        hostile = ("\0", "\udcff", "x" * 5_000, "' OR 1=1") if act.name == "case.join" else ()
        for target in (f"{act.on}-foreign", "no-such-id", *hostile):
            if act.on in load_rights().everywhere and target.endswith("-foreign"):
                continue
            error = attempt(opened, act, "m-case-officer", target)
            assert tell_refusal(error, target) == "error.record-missing", (act.name, target)
            assert isinstance(error, NotFoundError)
            assert set(error.fields) == {"id"}


def test_an_account_that_is_closed_or_unknown_may_do_nothing(opened: OpenDocket) -> None:
    done = do(opened, "root1", "user.add", name="gone", party=OWN, role=["case-officer"])
    do(opened, "root1", "user.close", done.records[0].id, reason="合成")
    for act in ACTS.values():
        alike = ("root1 ", "Root1", "\0", "\udcff", "ｌｉ") if act.name == "case.join" else ()
        for who in ("gone", "nobody", *alike):
            error = attempt(opened, act, who, None if act.on is None else f"{act.on}-own")
            assert tell_refusal(error, None) == "error.actor-unknown", (act.name, who)


def test_the_line_of_a_denial_tells_who_tried_what_and_nothing_of_the_request(
    opened: OpenDocket,
) -> None:
    act = ACTS["case.join"]
    attempt(opened, act, "m-auditor", "case-own")
    line = opened.docket.list_audit_lines()[-1]
    assert (line.actor, line.action, line.object) == ("m-auditor", "denied", "case-own")
    assert line.after == '{"act":"case.join","why":"error.record-missing"}'


if __name__ == "__main__":
    sys.stdout.write(write_table())
