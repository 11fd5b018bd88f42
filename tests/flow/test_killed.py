"""``kill -9`` at any instant: the workspace opens, nothing is half there, and running completes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from simulated import make_case
from synthetic_files import write_case

from zhanlian.app.ports import Workspace
from zhanlian.cli.program import call
from zhanlian.store.finding import Severity
from zhanlian.store.verify import verify_workspace
from zhanlian.store.workspace import open_workspace

_KILLS = 15
_OUTPUTS = ("ledger.jsonl", "ledger.xlsx", "report.html")
_ENVIRONMENT = {"ZHANLIAN_LANG": "en", "ZHANLIAN_RECEIVED_BY": "王某某", "ZHANLIAN_BATCH": "4"}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


_MONEY = ("flow.html", "flow.jsonl", "flow.xlsx", "rejected-rows.csv")
_MONEY_KILLS = 9


def _words(workspace: str) -> list[str]:
    return ["run", "in", "--workspace", workspace, "--out", f"{workspace}-out"]


def _start(workspace: str) -> "subprocess.Popen[bytes]":
    code = "import sys; from zhanlian.cli import main; sys.argv[0] = 'zhanlian'; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *_words(workspace)],
        env={**os.environ, **_ENVIRONMENT},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _state(workspace: Workspace) -> tuple[object, ...]:
    docket = workspace.docket
    receipts = {(one.sha256, one.source) for one in docket.list_receipts("default")}
    return tuple(docket.list_items("default")), receipts, docket.list_rejects("default")


def test_killed_at_many_points_a_run_completes_as_if_undisturbed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_case(tmp_path / "in", more=20)
    begun = time.monotonic()
    assert _start("whole").wait(60) == 0
    took = time.monotonic() - begun
    expected = {name: (tmp_path / "whole-out" / name).read_bytes() for name in _OUTPUTS}
    with open_workspace(tmp_path / "whole", create=False) as workspace:
        state = _state(workspace)
    killed = 0
    for number in range(_KILLS):
        name = f"ws{number}"
        process = _start(name)
        # From the first write on: importing, which comes before, can lose nothing.
        time.sleep(took * (0.3 + 0.7 * number / _KILLS))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        received = _received_so_far(tmp_path / name)
        assert call(_words(name), _ENVIRONMENT) == 0, number
        with open_workspace(tmp_path / name, create=False) as workspace:
            assert verify_workspace(workspace) == (), number
            assert _state(workspace) == state, number
            assert received <= set(workspace.vault.list_hashes()), number
        for output, data in expected.items():
            assert (tmp_path / f"{name}-out" / output).read_bytes() == data, (number, output)
    assert killed >= _KILLS // 2


def _received_so_far(folder: Path) -> set[str]:
    """Return the hashes that the cut-off run received, in a workspace that opens undamaged."""
    if not folder.exists():
        return set()
    with open_workspace(folder, create=True) as workspace:
        findings = verify_workspace(workspace)
        assert [one for one in findings if one.severity is Severity.DAMAGE] == []
        return {item.sha256 for item in workspace.docket.list_items("default")}


def _write_money(folder: Path) -> None:
    """Write a small simulated case: returns in several formats, and the victims' payments."""
    for name, data in make_case("300", seed=5).items():
        if not name.startswith("truth/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)


def test_killed_while_money_is_followed_a_run_completes_as_if_undisturbed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _write_money(tmp_path / "in")
    assert call(_words("warm"), _ENVIRONMENT) == 0  # kernels are compiled once a machine
    begun = time.monotonic()
    assert _start("whole").wait(60) == 0
    took = time.monotonic() - begun
    outputs = (*_OUTPUTS, *_MONEY)
    expected = {name: (tmp_path / "whole-out" / name).read_bytes() for name in outputs}
    killed = 0
    for number in range(_MONEY_KILLS):
        name = f"ws{number}"
        process = _start(name)
        time.sleep(took * (0.3 + 0.68 * number / _MONEY_KILLS))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        _received_so_far(tmp_path / name)
        assert call(_words(name), _ENVIRONMENT) == 0, number
        found = {one.name: one.read_bytes() for one in (tmp_path / f"{name}-out").iterdir()}
        assert found == expected, number
        left = [*(tmp_path / name).rglob("*.part"), *(tmp_path / name).rglob("incoming/*")]
        assert left == [], number
        with open_workspace(tmp_path / name, create=False) as workspace:
            assert verify_workspace(workspace) == (), number
    assert killed >= _MONEY_KILLS // 2
