"""Evidence, verify and the audit chain of a workspace with accounts: who passes and who not."""

import json
from pathlib import Path

import pytest

from zhanlian.app.wire import open_workspace
from zhanlian.cli.program import call
from zhanlian.errors import DeniedError, NotFoundError

ENVIRONMENT = {"LANG": "en_US.UTF-8"}
DENIED, MISSING = DeniedError.exit_code, NotFoundError.exit_code


def run(*arguments: str) -> int:
    return call([*arguments, "--lang", "en"], ENVIRONMENT)


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text("合成通报：2031年5月，向我方移交犯罪嫌疑人3名。", "utf-8")
    return path


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with accounts of two parties, and a case of li."""
    path = tmp_path / "ws"
    where = ("--workspace", str(path))

    def add(name: str, role: str, party: str = "wz") -> None:
        told = ("--name", name, "--party", party, "--role", role)
        assert run("user", "add", *told, "--as", "root1", *where) == 0

    add("root1", "administrator")
    told = ("--code", "mm", "--name", "mm", "--as", "root1")
    assert run("user", "add-party", *told, *where) == 0
    for name, role in (("li", "case-officer"), ("sun", "analyst"), ("wu", "auditor")):
        add(name, role)
    add("mm-wu", "auditor", "mm")
    assert run("case", "open", "--name", "合成案", "--as", "li", *where) == 0
    return path


def receive(workspace: Path, notice: Path, who: str, case: str = "合成案") -> int:
    told = ("--received-by", who, "--case", case, "--workspace", str(workspace))
    return run("run", str(notice), *told)


def list_denials(workspace: Path) -> list[tuple[str, str]]:
    with open_workspace(workspace, create=False) as opened:
        lines = opened.docket.list_audit_lines()  # type: ignore[attr-defined]
    return [(line.actor, line.object) for line in lines if line.action == "denied"]


def test_only_members_receive_for_a_case(workspace: Path, notice: Path) -> None:
    assert receive(workspace, notice, "li") == 0
    assert receive(workspace, notice, "sun") == MISSING
    assert receive(workspace, notice, "li", "合成他案") == MISSING
    assert receive(workspace, notice, "root1") == DENIED
    assert receive(workspace, notice, "nobody") == DENIED
    assert list_denials(workspace) == [
        ("sun", "合成案"),
        ("li", "合成他案"),
        ("root1", "合成案"),
        ("nobody", "合成案"),
    ]
    assert not (workspace / "out" / "合成他案").exists()


def test_others_are_not_told_that_there_is_evidence(
    workspace: Path, notice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(workspace, notice, "li")
    where = ("--workspace", str(workspace))
    capsys.readouterr()
    assert run("evidence", "--as", "li", *where) == 0
    assert "notice.txt" in capsys.readouterr().out
    assert run("evidence", "--as", "sun", *where) == 0
    assert capsys.readouterr().out == ""
    told = []
    for case in ("合成案", "合成无此案"):
        assert run("evidence", "--case", case, "--as", "sun", *where) == MISSING
        told.append(capsys.readouterr().err.replace(case, "X"))
    assert told[0] == told[1]
    with open_workspace(workspace, create=False) as opened:
        sha256 = opened.docket.list_items("合成案")[0].sha256
    for item in (sha256, "0" * 64):
        assert run("row", item, "1", "--as", "sun", *where) == MISSING
        told.append(capsys.readouterr().err.replace(item, "X"))
    assert told[2] == told[3]


def test_whoever_joins_the_case_reads_its_evidence(workspace: Path, notice: Path) -> None:
    receive(workspace, notice, "li")
    where = ("--workspace", str(workspace))
    assert run("evidence", "--case", "合成案", "--as", "sun", *where) == MISSING
    assert run("case", "join", "合成案", "--member", "sun", "--as", "li", *where) == 0
    assert run("evidence", "--case", "合成案", "--as", "sun", *where) == 0


@pytest.mark.parametrize(
    ("who", "code"), [("wu", 0), ("root1", 0), ("li", DENIED), ("sun", DENIED), ("x", DENIED)]
)
def test_verify_and_checkpoint_belong_to_auditor_and_administrator(
    workspace: Path, tmp_path: Path, who: str, code: int
) -> None:
    where = ("--as", who, "--workspace", str(workspace))
    out = tmp_path / "end.json"
    assert run("verify", *where) == code
    assert run("checkpoint", "--out", str(out), *where) == code
    assert out.exists() is (code == 0)
    assert len(list_denials(workspace)) == (0 if code == 0 else 2)


def test_only_an_administrator_takes_a_copy_of_everything(workspace: Path, tmp_path: Path) -> None:
    for who, code in (("li", DENIED), ("wu", DENIED), ("root1", 0)):
        environment = {**ENVIRONMENT, "ZHANLIAN_RECEIVED_BY": who}
        out = tmp_path / f"{who}.zip"
        assert call(["backup", str(out), "--workspace", str(workspace)], environment) == code
        assert out.exists() is (code == 0)


def audit(
    workspace: Path, who: str, capsys: pytest.CaptureFixture[str], *more: str
) -> list[dict[str, object]]:
    capsys.readouterr()
    assert run("audit", "--as", who, "--json", "--workspace", str(workspace), *more) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_auditor_reads_who_did_what_and_no_identifier(
    workspace: Path, notice: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(workspace, notice, "li")
    where = ("--as", "li", "--workspace", str(workspace))
    told = ("--alarm", "合成-警-1", "--alarm-at", "2024-09-23 09:50", "--bank", "合成银行")
    money = ("--amount", "39000.00", "--transferred-at", "2024-09-23 09:30", "--unit", "合成中心")
    people = (
        "--officer",
        "合成甲",
        "--officer",
        "合成乙",
        "--victim",
        "合成丙",
        "--holder",
        "合成丁",
    )
    account = ("--account", "6200000000000001", "--request-no", "合成-止-1")
    assert run("order", "stop", "合成案", *told, *money, *people, *account, *where) == 0
    lines = audit(workspace, "wu", capsys)
    assert [line["action"] for line in lines][-1] == "stop.order.draft"
    shown = json.dumps(lines, ensure_ascii=False)
    for hidden in ("6200000000000001", "notice.txt", "合成丁", "合成丙"):
        assert hidden not in shown
    assert audit(workspace, "wu", capsys, "--action", "case.open", "--actor", "li")
    assert audit(workspace, "wu", capsys, "--until", "2001-01-01") == []
    assert len(audit(workspace, "wu", capsys, "--limit", "2")) == 2


def test_an_administrator_reads_of_accounts_and_another_party_nothing_of_ours(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds = {line["kind"] for line in audit(workspace, "root1", capsys)}
    assert kinds == {"user", "party"}
    foreign = audit(workspace, "mm-wu", capsys)
    assert {line["kind"] for line in foreign} <= {"user", "party"}
    assert "合成案" not in json.dumps(foreign, ensure_ascii=False)
    for who in ("li", "sun", "nobody"):
        assert run("audit", "--as", who, "--workspace", str(workspace)) == DENIED
    assert [who for who, _ in list_denials(workspace)] == ["li", "sun", "nobody"]


def test_taking_lines_away_leaves_a_line(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "lines.jsonl"
    told = ("--out", str(out), "--workspace", str(workspace))
    assert run("audit", "--as", "root1", *told) == DENIED
    assert not out.exists()
    assert run("audit", "--as", "wu", *told) == 0
    written = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    last = audit(workspace, "wu", capsys)[-1]
    assert (last["action"], last["actor"]) == ("audit.export", "wu")
    assert last["told"]["lines"] == len(written)  # type: ignore[index]


def test_a_workspace_without_accounts_asks_nobody(tmp_path: Path, notice: Path) -> None:
    path = tmp_path / "own"
    where = ("--workspace", str(path))
    assert receive(path, notice, "anybody") == 0
    assert run("evidence", *where) == run("verify", *where) == run("audit", *where) == 0
    assert list_denials(path) == []
