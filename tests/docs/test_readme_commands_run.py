"""What the README tells to type works, word for word, on the demo case."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import zhanlian.app

_ROOT = Path(__file__).parents[2]
_DEMO = Path(zhanlian.app.__file__).parent / "demo_case"


def _find_blocks(text: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)


_BLOCKS = _find_blocks((_ROOT / "README.md").read_text(encoding="utf-8"))
_DOCKET = next(block for block in _BLOCKS if "user add" in block)
_LINES = [
    line.split(" #")[0].strip()
    for block in _BLOCKS
    if block != _DOCKET
    for line in block.splitlines()
]
_TYPED = [line for line in _LINES if line.startswith(".venv/bin/zhanlian ")]


def _type_in(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    binary = str(Path(sys.executable).with_name("zhanlian"))
    return subprocess.run(  # noqa: S602  (typed as the reader would type it)
        line.replace(".venv/bin/zhanlian", binary),
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(_DEMO, tmp_path / "FOLDER")
    shutil.copy(_DEMO / "02-same-story.html", tmp_path / "notice.html")
    return tmp_path


def test_the_commands_of_the_readme_run_one_after_the_other(folder: Path) -> None:
    assert [line.split()[1] for line in _TYPED] == ["run", "figures", "simulate", "trace"]
    for line in _TYPED:
        ended = _type_in(line, folder)
        assert ended.returncode == 0, ended.stderr
        assert "Traceback" not in ended.stderr
        assert ended.stdout.strip()


def test_the_run_writes_what_the_readme_promises(folder: Path) -> None:
    ended = _type_in(_TYPED[0], folder)
    for name in ("report.html", "ledger.xlsx", "ledger.jsonl"):
        (written,) = (folder / "my-workspace").rglob(name)
        assert written.stat().st_size > 0
        assert name in ended.stdout
    for name in ("vault", "docket.sqlite", "lake", "out"):
        assert (folder / "my-workspace" / name).exists()


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_walk_through_of_the_docket_reaches_a_freeze_and_what_is_due(
    readme: str, tmp_path: Path
) -> None:
    told = (_ROOT / readme).read_text(encoding="utf-8")
    block = next(one for one in _find_blocks(told) if "user add" in one)
    ended = _type_in("set -e\n" + block, tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "6222****0017" in ended.stdout.partition("freeze.docx")[2]
    assert (tmp_path / "freeze.docx").stat().st_size > 0


@pytest.mark.parametrize("target", ["demo", "test", "bench", "clean"])
def test_make_knows_the_targets_of_the_readme(target: str) -> None:
    ended = subprocess.run(
        ["make", "--dry-run", target], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
