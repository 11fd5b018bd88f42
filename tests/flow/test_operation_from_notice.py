"""An operation is entered from its notice in one step, every number with its words."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docket import NOW, OpenDocket, do, open_docket

from zhanlian.app.docket.boards import compare_operation, trace_operation
from zhanlian.app.docket.gate import Visitor
from zhanlian.app.docket.notice import (
    Notice,
    enter_notice,
    load_evidence,
    load_file,
    read_notice,
)
from zhanlian.app.wire import extract_operations, wire_tree
from zhanlian.cli.program import call
from zhanlian.errors import InputError, LimitError, NotFoundError, StateError
from zhanlian.model.evidence import EvidenceItem, Receipt
from zhanlian.store.audit import Act
from zhanlian.store.hashing import hash_bytes

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
MOST = 10_000_000


@pytest.fixture
def opened(tmp_path: Path) -> OpenDocket:
    return open_docket(tmp_path)


def read(path: Path) -> tuple[Notice, str]:
    data, sha256 = load_file(path, MOST)
    return read_notice(data, sha256, path.name, wire_tree(), extract_operations), sha256


def find_notice() -> Path:
    """Return a synthetic notice that tells of an operation with counts."""
    for path in sorted(CORPUS.glob("S*.txt")):
        notice, _ = read(path)
        if any(operation.counts and operation.agencies for operation in notice.operations):
            return path
    raise AssertionError("no notice of the corpus tells of an operation")


def test_every_count_cites_the_words_that_carry_it(opened: OpenDocket) -> None:
    path = find_notice()
    notice, sha256 = read(path)
    told = [one for operation in notice.operations for one in operation.counts]
    done = enter_notice(opened.docket, "li", notice, opened.surroundings)
    counts = [one.body for each in done for one in each.records if one.kind == "count"]
    assert len(counts) >= len(told) > 0
    quotes = {(one.value, one.quote, one.start) for one in counts}
    for one in told:
        assert (one.value, one.quote, one.start) in quotes
    assert {one.source for one in counts} == {sha256}
    assert {one.state for each in done for one in each.records} == {"reported", "stated"}


def test_the_whole_notice_is_entered_or_nothing(opened: OpenDocket) -> None:
    notice, _ = read(find_notice())
    enter_notice(opened.docket, "li", notice, opened.surroundings)
    lines = len(opened.docket.list_audit_lines())
    with pytest.raises(StateError):
        enter_notice(opened.docket, "zhou", notice, opened.surroundings)
    assert len(opened.docket.list_audit_lines()) == lines


def test_a_party_does_not_learn_that_another_one_entered_the_notice(opened: OpenDocket) -> None:
    notice, _ = read(find_notice())
    enter_notice(opened.docket, "li", notice, opened.surroundings)
    done = enter_notice(opened.docket, "mm-li", notice, opened.surroundings)
    assert {record.party for each in done for record in each.records} == {"mm-police"}


def test_what_tells_of_no_operation_is_refused(opened: OpenDocket, tmp_path: Path) -> None:
    for name, text in (("a.txt", "合成：今日天气晴。\n"), ("b.txt", "")):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with pytest.raises(NotFoundError):
            notice, _ = read(path)
            enter_notice(opened.docket, "li", notice, opened.surroundings)
    with pytest.raises(InputError):
        load_file(tmp_path / "none.txt", MOST)
    with pytest.raises(LimitError):
        load_file(tmp_path / "a.txt", 3)


@dataclass
class Kept:
    """A workspace with one item of evidence, for the case 合成案."""

    docket: Any
    vault: "Kept.Vault"

    class Vault:
        """One object."""

        def __init__(self, data: bytes) -> None:
            self._data = data

        def load(self, sha256: str) -> bytes:
            """Return the object, when it is asked for by its hash."""
            assert sha256 == hash_bytes(self._data).sha256
            return self._data


def test_evidence_is_read_for_members_of_its_case_alone(opened: OpenDocket) -> None:
    data = find_notice().read_bytes()
    digests = hash_bytes(data)
    do(opened, "li", "case.open", name="合成案")
    do(opened, "li", "case.open", name="别案")
    item = EvidenceItem(digests.sha256, digests.sm3, digests.size, "text/plain", "notice.txt")
    receipt = Receipt(
        digests.sha256, "notice.txt", "notice.txt", NOW, "li", "合调〔2024〕1号", "合成案"
    )
    opened.docket.receive([(item, receipt)], case="合成案", act=Act("li", NOW))
    kept = Kept(opened.docket, Kept.Vault(data))
    assert load_evidence(kept, Visitor("li", NOW), digests.sha256, "合成案") == data
    for who, case in (("sun", "合成案"), ("mm-li", "合成案"), ("li", "别案"), ("li", "无此案")):
        with pytest.raises(NotFoundError):
            load_evidence(kept, Visitor(who, NOW), digests.sha256, case)
    with pytest.raises(NotFoundError):
        load_evidence(kept, Visitor("li", NOW), "0" * 64, "合成案")


def test_the_first_seed_gives_back_its_public_figures(opened: OpenDocket, shared: Path) -> None:
    (path,) = (shared / "seeds").glob("000*.txt")
    notice, _ = read(path)
    (done,) = enter_notice(opened.docket, "li", notice, opened.surroundings)
    operation = done.records[0].id
    found = compare_operation(opened.docket, "li", operation, opened.surroundings)
    told = {
        (group.verb.value, group.nationality, group.counted_role, group.cumulative): [
            (one.says, one.value) for one in group.said
        ]
        for group in found
    }
    assert told == {
        ("caught", "", None, False): [("公安部", 807)],
        ("caught", "CN", None, False): [("公安部", 352)],
        ("caught", "MM", None, False): [("公安部", 455)],
        ("caught", "CN", "leader", False): [("公安部", 21)],
        ("caught", "CN", "fugitive", False): [("公安部", 51)],
        ("handed-over", "CN", None, False): [("公安部", 352)],
        ("handed-over", "CN", None, True): [("公安部", 48_000)],
    }
    trace = trace_operation(opened.docket, "li", operation, opened.surroundings)
    assert [seen.record.kind for seen in trace.around] == ["count"] * 7


def run(*arguments: str, workspace: Path) -> int:
    return call([*arguments, "--workspace", str(workspace)], {"ZHANLIAN_LANG": "en"})


@pytest.fixture
def workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    made = tmp_path / "workspace"
    people: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
        ("root1", "wz", "administrator", ()),
        ("li", "wz", "case-officer", ()),
        ("qian", "wz", "approver", ("--level", "province")),
        ("mz", "mm", "liaison", ()),
    )
    for name, party, role, more in people:
        if party == "mm":
            add = ("user", "add-party", "--as", "root1", "--code", "mm", "--name", "mm")
            assert run(*add, "--country", "MM", workspace=made) == 0
        account = ("--name", name, "--party", party, "--role", role, *more)
        assert run("user", "add", "--as", "root1", *account, workspace=made) == 0
    capsys.readouterr()
    return made


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_commands_read_in_both_languages_and_as_json(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(find_notice())
    assert run("operation", "import", path, "--as", "li", "--json", workspace=workspace) == 0
    (entered, *_) = rows(capsys)
    operation = entered["records"][0]["id"]
    for name in ("counts", "trace"):
        look = ("operation", name, operation, "--as", "li")
        assert run(*look, "--json", workspace=workspace) == 0
        assert rows(capsys)
        for language in ("zh", "en"):
            assert run(*look, "--lang", language, workspace=workspace) == 0
            assert capsys.readouterr().out.strip()
    hidden = run("operation", "counts", operation, "--as", "mz", workspace=workspace)
    nothing = run("operation", "counts", "nothing", "--as", "mz", workspace=workspace)
    assert hidden == nothing == NotFoundError.exit_code


def test_places_and_leads_by_command(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def operation(*arguments: str, who: str = "li") -> list[dict[str, Any]]:
        assert run("operation", *arguments, "--as", who, "--json", workspace=workspace) == 0
        return rows(capsys)

    told = ("--says", "wz", "--on", "2024-09-20", "--source", "合成")
    named = ("--name", "合成园区", "--place-type", "compound")
    (compound,) = operation("add-place", *named, *told)
    within = compound["records"][0]["id"]
    inside = ("--name", "合成窝点", "--place-type", "den", "--within", within)
    (den,) = operation("add-place", *inside, *told)
    board = operation("places")
    assert [row["body"]["name"] for row in board] == ["合成园区", "合成窝点"]
    assert {row["state"] for row in board} == {"claimed"}
    (waits,) = operation("verify-place", den["records"][0]["id"], *told)
    assert waits["draft"]

    (campaign,) = operation("open-campaign", "--name", "合成专项")
    of = campaign["records"][0]["id"]
    grades = ("--source-grade", "B", "--information-grade", "2")
    (lead,) = operation("record-lead", "--title", "合成线索", "--source", "合成", *grades)
    units = ("--issued-to", "甲支队", "--issued-to", "乙支队", "--campaign", of)
    operation("issue", lead["records"][0]["id"], *units)
    scores = operation("score", of)
    assert [(one["receiver"], one["issued"], one["answered"]) for one in scores] == [
        ("乙支队", 1, 0),
        ("甲支队", 1, 0),
    ]
    for name in (("places",), ("score", of)):
        for language in ("zh", "en"):
            asked = ("operation", *name, "--as", "li", "--lang", language)
            assert run(*asked, workspace=workspace) == 0
            assert capsys.readouterr().out.strip()


def test_the_audience_is_told_in_words(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grades = ("--source-grade", "B", "--information-grade", "2", "--content", "甲某某称")
    asked = ("record-lead", "--title", "合成线索", "--source", "合成", *grades)
    assert run("operation", *asked, "--as", "li", "--json", workspace=workspace) == 0
    lead = rows(capsys)[0]["records"][0]["id"]
    look = ("operation", "audience", lead, "--to", "mm", "--as", "li")
    assert run(*look, "--json", workspace=workspace) == 0
    (told,) = rows(capsys)
    assert [one["account"] for one in told["would_see"]] == ["mz"]
    assert told["masked"] == ["content"]
    assert told["level"] == "province"
    for language in ("zh", "en"):
        assert run(*look, "--lang", language, workspace=workspace) == 0
        text = capsys.readouterr().out
        assert "mz" in text
        assert "甲某某" not in text
    assert run(*look[:3], "--to", "nobody", "--as", "li", workspace=workspace) == 3
