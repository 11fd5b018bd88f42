"""Verify says exactly what is wrong after one changed byte or one changed, lost or moved line."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zhanlian.errors import StoreError
from zhanlian.model.evidence import EvidenceItem, Receipt, Reject
from zhanlian.model.message import Message
from zhanlian.store.audit import Act, Checkpoint, Entry, append
from zhanlian.store.engine import write_transaction
from zhanlian.store.finding import Finding, Severity
from zhanlian.store.hashing import Digests, hash_bytes
from zhanlian.store.verify import verify_workspace
from zhanlian.store.workspace import DOCKET, open_workspace
from zhanlian.words import say

Arrive = Callable[..., tuple[EvidenceItem, Receipt]]

CASE = "合成案"
NOON = datetime(2031, 5, 6, 12, tzinfo=UTC)
TEXTS = [f"合成通报第{n}号：移交嫌疑人{n + 3}名".encode() for n in range(3)]


@pytest.fixture
def filled(tmp_path: Path, act: Act, arrive: Arrive) -> Path:
    """A workspace with 3 items, 4 receipts, 2 rejects (one superseded); lines 1 to 8."""
    path = tmp_path / "ws"
    with open_workspace(path, create=True) as workspace:
        digests = workspace.vault.put_batch(TEXTS)
        arrivals = [arrive(one, f"in/{n}.txt") for n, one in enumerate(digests)]
        docket = workspace.docket
        docket.receive(arrivals, case=CASE, act=act)  # lines 1 (case), 2, 3, 4
        docket.receive([arrive(digests[0], "in/copy.txt")], case=CASE, act=act)  # line 5
        rejects = [(one.sha256, refuse(f"in/{n}.txt")) for n, one in enumerate(digests[:2])]
        docket.receive([], case=CASE, act=act, rejects=rejects)  # lines 6, 7
        examined = [("in/0.txt", digests[0].sha256)]
        docket.receive([], case=CASE, act=act, examined=examined)  # line 8
    return path


def refuse(source: str) -> Reject:
    return Reject(source, "", Message("reject.encrypted", {"pages": 3}))


def verify(path: Path, checkpoint: Checkpoint | None = None) -> list[tuple[str, str]]:
    """Return (about, kind) of all findings, after saying each in both languages."""
    with open_workspace(path, create=False) as workspace:
        return [tell(finding) for finding in verify_workspace(workspace, checkpoint)]


def tell(finding: Finding) -> tuple[str, str]:
    for language in ("zh", "en"):
        assert finding.about in say(finding.reason.key, language, finding.reason.fields) or (
            finding.about == "docket"
        )
    return finding.about, finding.reason.key.removeprefix("finding.")


def run_sql(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path / DOCKET)
    with connection:
        for statement in statements:
            assert connection.execute(statement).rowcount != 0
    connection.close()


def object_path(path: Path, digests: Digests) -> Path:
    found = path / "vault" / "objects" / digests.sha256[:2] / digests.sha256[2:]
    found.chmod(0o600)
    return found


def test_a_whole_workspace_has_no_findings(filled: Path) -> None:
    assert verify(filled) == []


def test_an_empty_workspace_has_no_findings(tmp_path: Path) -> None:
    open_workspace(tmp_path, create=True).close()
    assert verify(tmp_path) == []


def test_any_flipped_byte_of_an_object_is_found_with_both_hashes(filled: Path) -> None:
    digests = hash_bytes(TEXTS[1])
    path = object_path(filled, digests)
    for place in range(len(TEXTS[1])):
        changed = bytearray(TEXTS[1])
        changed[place] ^= 1
        path.write_bytes(changed)
        with open_workspace(filled, create=False) as workspace:
            (finding,) = verify_workspace(workspace)
        assert finding.severity is Severity.DAMAGE
        assert finding.reason.key == "finding.object-changed"
        assert finding.reason.fields == {
            "about": digests.sha256,
            "expected": digests.sha256,
            "found": hash_bytes(bytes(changed)).sha256,
        }


def test_a_lost_object_is_found(filled: Path) -> None:
    digests = hash_bytes(TEXTS[2])
    object_path(filled, digests).unlink()
    assert verify(filled) == [(digests.sha256, "object-missing")]


def test_an_object_without_an_item_is_a_note(filled: Path) -> None:
    with open_workspace(filled, create=False) as workspace:
        digests = workspace.vault.put(b"a run was cut off here")
        (finding,) = verify_workspace(workspace)
    assert tell(finding) == (digests.sha256, "object-orphan")
    assert finding.severity is Severity.NOTE


def test_a_damaged_object_without_an_item_is_damage(filled: Path) -> None:
    with open_workspace(filled, create=False) as workspace:
        digests = workspace.vault.put(b"a run was cut off here")
    object_path(filled, digests).write_bytes(b"")
    kinds = [(digests.sha256, "object-changed"), (digests.sha256, "object-orphan")]
    assert verify(filled) == kinds


def test_a_stray_file_is_a_note(filled: Path) -> None:
    (filled / "vault" / "objects" / "notes.txt").write_text("by hand")
    ((about, kind),) = verify(filled)
    assert about.endswith("notes.txt") and kind == "object-stray"


@pytest.mark.parametrize(
    "change",
    [
        "actor = '李某某'",
        "actor = actor || ' '",
        "at = '2031-05-06T07:08:09.123457+00:00'",
        "action = 'receipt.add'",
        "object = 'x'",
        "before = '{}'",
        "after = replace(after, '0.txt', '9.txt')",
        "after = null",
        "after = x'ff'",
        "time_source = 'other clock'",
        "hash = replace(hash, substr(hash, 1, 1), 'f') || ''",
        "hash = 'x'",
        "prev_hash = 'x'",
        "prev_hash = 7",
    ],
)
def test_one_changed_field_of_one_line_is_found_at_that_line(filled: Path, change: str) -> None:
    run_sql(filled, f"UPDATE audit_line SET {change} WHERE seq = 2")  # noqa: S608
    found = verify(filled)
    if found == [] and change.startswith("hash = replace"):
        pytest.skip("the hash of this line begins with f already")
    assert found == [("line 2", "line-changed")]


@pytest.mark.parametrize("seq", range(1, 8))
def test_one_removed_line_is_found(filled: Path, seq: int) -> None:
    run_sql(filled, f"DELETE FROM audit_line WHERE seq = {seq}")  # noqa: S608
    found = verify(filled)
    assert (f"line {seq + 1}", "lines-missing") in found
    assert all(about == "docket" for about, kind in found if kind != "lines-missing")


def test_a_removed_line_is_found_after_renumbering(filled: Path) -> None:
    run_sql(
        filled,
        "DELETE FROM audit_line WHERE seq = 4",
        "UPDATE audit_line SET seq = seq - 1 WHERE seq > 4",
    )
    assert ("line 4", "line-changed") in verify(filled)


@pytest.mark.parametrize("seq", range(1, 8))
def test_two_lines_that_changed_places_are_found(filled: Path, seq: int) -> None:
    run_sql(
        filled,
        f"UPDATE audit_line SET seq = -1 WHERE seq = {seq}",  # noqa: S608
        f"UPDATE audit_line SET seq = {seq} WHERE seq = {seq + 1}",  # noqa: S608
        f"UPDATE audit_line SET seq = {seq + 1} WHERE seq = -1",  # noqa: S608
    )
    changed = [about for about, kind in verify(filled) if kind == "line-changed"]
    assert changed == [f"line {seq}", f"line {seq + 1}"]


def test_a_line_changed_with_its_own_hash_breaks_the_next_one(filled: Path) -> None:
    with open_workspace(filled, create=False) as workspace:
        line = workspace.docket.list_audit_lines()[1]
    told = {name: getattr(line, name) for name in line.__slots__} | {"actor": "李某某"}
    forged = type(line)(**told).compute_hash()
    change = f"UPDATE audit_line SET actor = '李某某', hash = '{forged}' WHERE seq = 2"  # noqa: S608
    run_sql(filled, change)
    assert verify(filled) == [("line 3", "line-unlinked")]


def test_a_tail_cut_off_with_its_rows_is_found_by_a_checkpoint_only(filled: Path) -> None:
    with open_workspace(filled, create=False) as workspace:
        checkpoint = workspace.docket.take_checkpoint(NOON)
    run_sql(
        filled,
        "UPDATE reject SET superseded_by = NULL",
        "DELETE FROM audit_line WHERE seq = 8",
    )
    assert verify(filled) == []
    assert verify(filled, checkpoint) == [("audit chain", "tail-missing")]


def test_a_tail_cut_off_without_its_rows_is_found(filled: Path) -> None:
    run_sql(filled, "DELETE FROM audit_line WHERE seq >= 7")
    found = [tell for tell in verify(filled) if tell[0] != "docket"]
    assert found == [("reject 6", "row-changed"), ("reject 7", "row-unlogged")]


def test_a_chain_written_anew_is_found_by_a_checkpoint(
    filled: Path, tmp_path: Path, act: Act
) -> None:
    with open_workspace(filled, create=False) as workspace:
        checkpoint = workspace.docket.take_checkpoint(act.at)
        assert verify_workspace(workspace, checkpoint) == ()
        workspace.docket.receive([], case="合成案二", act=act, rejects=[("", refuse("x"))])
        assert verify_workspace(workspace, checkpoint) == ()  # growth is no damage
    other = Checkpoint(checkpoint.seq, "0" * 64, checkpoint.at, checkpoint.lines)
    assert verify(filled, other) == [("line 8", "checkpoint-differs")]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE \"case\" SET name = '别案'", "case 1"),
        ("UPDATE item SET name = 'x' WHERE seq = 3", "item 3"),
        ("UPDATE item SET media_type = 'x' WHERE seq = 3", "item 3"),
        ("UPDATE receipt SET received_by = '李某某' WHERE seq = 5", "receipt 5"),
        ("UPDATE receipt SET legal_basis = '' WHERE seq = 5", "receipt 5"),
        ("UPDATE receipt SET received_at = '2030' WHERE seq = 5", "receipt 5"),
        ("UPDATE reject SET superseded_by = NULL WHERE seq = 6", "reject 6"),
        ("UPDATE reject SET superseded_by = 8 WHERE seq = 7", "reject 7"),
        ("UPDATE reject SET fields = '{}' WHERE seq = 7", "reject 7"),
    ],
)
def test_one_changed_row_is_found(filled: Path, statement: str, expected: str) -> None:
    run_sql(filled, statement)
    assert (expected, "row-changed") in verify(filled)


@pytest.mark.parametrize(("table", "seq"), [("receipt", 5), ("reject", 6), ("item", 3)])
def test_one_removed_row_is_found(filled: Path, table: str, seq: int) -> None:
    run_sql(filled, f"DELETE FROM {table} WHERE seq = {seq}")  # noqa: S608
    assert (f"{table} {seq}", "row-missing") in verify(filled)


def test_a_receipt_slipped_in_is_found(filled: Path) -> None:
    run_sql(
        filled,
        'INSERT INTO receipt SELECT 99, "case", sha256, source || 1, name, received_at,'
        " received_by, legal_basis FROM receipt WHERE seq = 5",
    )
    assert ("receipt 99", "row-unlogged") in verify(filled)


def test_another_sm3_in_the_docket_is_found_twice(filled: Path) -> None:
    run_sql(filled, f"UPDATE item SET sm3 = '{'0' * 64}' WHERE seq = 3")  # noqa: S608
    digests = hash_bytes(TEXTS[1])
    assert verify(filled) == [("item 3", "row-changed"), (digests.sha256, "item-differs")]


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path / DOCKET)
    told = [line for line in connection.iterdump() if line.startswith("INSERT")]
    connection.close()
    return told


def test_a_flipped_byte_of_the_docket_is_told_or_harmless(filled: Path) -> None:
    whole, before = (filled / DOCKET).read_bytes(), dump(filled)
    told = harmless = 0
    for place in range(0, len(whole), 797):
        changed = bytearray(whole)
        changed[place] ^= 0x10
        (filled / DOCKET).write_bytes(changed)
        try:
            findings = verify(filled)
        except StoreError:
            findings = [("docket", "not opened")]
        if findings:
            told += 1
        else:
            harmless += 1
            assert dump(filled) == before, place
        for name in ("-wal", "-shm"):
            (filled / (DOCKET + name)).unlink(missing_ok=True)
    assert told > 5 and harmless > 5  # free pages are most of a small database


def test_progress_counts_objects_and_lines(filled: Path) -> None:
    seen: list[tuple[int, int]] = []
    with open_workspace(filled, create=False) as workspace:
        verify_workspace(workspace, progress=lambda done, total: seen.append((done, total)))
    # The lines of a page come together: a million steps would take longer than some of the work.
    assert seen == [(8, 11), (9, 11), (10, 11), (11, 11)]


def test_a_line_far_behind_the_others_costs_no_memory(filled: Path) -> None:
    with sqlite3.connect(filled / DOCKET) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("UPDATE audit_line SET seq = ? WHERE seq = 8", (2**63 - 1,))
    connection.close()
    assert (f"line {2**63 - 1}", "lines-missing") in verify(filled)


def test_a_trigger_that_eats_what_comes_is_told(filled: Path) -> None:
    with sqlite3.connect(filled / DOCKET) as connection:
        connection.execute(
            "CREATE TRIGGER eats AFTER INSERT ON receipt BEGIN"
            " DELETE FROM receipt WHERE seq = new.seq; END"
        )
    connection.close()
    assert verify(filled) == [("docket", "schema-foreign")]


@pytest.mark.parametrize("whole_shard", [False, True])
def test_an_object_behind_a_link_is_missing(
    filled: Path, tmp_path: Path, whole_shard: bool
) -> None:
    sha256 = hash_bytes(TEXTS[0]).sha256
    place = filled / "vault" / "objects" / sha256[:2]
    place = place if whole_shard else place / sha256[2:]
    elsewhere = place.replace(tmp_path / "elsewhere")
    place.symlink_to(elsewhere, target_is_directory=whole_shard)
    kinds = dict(verify(filled))
    assert kinds[sha256] == "object-missing"
    assert "object-stray" in kinds.values()


def test_a_line_that_tells_of_a_row_that_is_none_is_told(filled: Path, act: Act) -> None:
    with (
        open_workspace(filled, create=False) as workspace,
        write_transaction(workspace.docket.engine) as connection,
    ):
        append(connection, act, [Entry("case.open", "x", after={"case": [1]})])
    assert verify(filled) == [("line 9", "line-unreadable")]
