"""Commands without money do not wait for what only money needs."""

import subprocess
import sys
from pathlib import Path

import pytest

from zhanlian.cli.program import call
from zhanlian.store.workspace import open_workspace

_HEAVY = ("numpy", "pyarrow", "numba", "duckdb", "alembic", "psycopg")
_CODE = f"""
import sys
from zhanlian.cli.program import call
code = call(sys.argv[1:], {{"ZHANLIAN_LANG": "en"}})
loaded = [name for name in {_HEAVY!r} if name in sys.modules]
sys.stderr.write(f"{{code}} {{loaded}}")
"""


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("run", "--help"),
        ("trace", "--help"),
        ("settings",),
        ("figures", "told.txt"),
        ("clock", "stop.payment", "--from", "2024-11-02 14:20"),
        ("case", "--help"),
        ("order", "--help"),
        ("listing", "--help"),
    ],
    ids=" ".join,
)
def test_a_light_command_loads_no_arrays(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "told.txt").write_text("警方抓获犯罪嫌疑人35名。", encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", _CODE, *words],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert ran.stderr.splitlines()[-1] == "0 []"


@pytest.mark.parametrize(
    "words",
    [
        ("case", "list"),
        ("draft", "list"),
        ("order", "list"),
        ("task", "due"),
        ("listing", "board"),
        ("case", "open", "--name", "合成示例案"),
    ],
    ids=" ".join,
)
def test_a_command_on_records_loads_no_arrays(words: tuple[str, ...], tmp_path: Path) -> None:
    code, loaded = _run_as_officer(words, tmp_path / "ws")
    assert (code, loaded) == ("0", "[]")


def test_a_list_of_cases_loads_no_room_of_the_docket_that_it_shows_nothing_of(
    tmp_path: Path,
) -> None:
    rooms = tuple(f"zhanlian.docket.{name}" for name in ("handovers", "operations", "returns"))
    assert _run_as_officer(("case", "list"), tmp_path / "ws", rooms) == ("0", "[]")


def _run_as_officer(
    words: tuple[str, ...], workspace: Path, looked_for: tuple[str, ...] = _HEAVY
) -> tuple[str, str]:
    """Return exit code of a command on a docket with an officer, and what it loaded."""
    place = ("--workspace", str(workspace), "--as")
    for name, role in (("chief", "administrator"), ("officer", "case-officer")):
        account = ("--name", name, "--party", "cn-a", "--shown", name, "--role", role)
        assert call(("user", "add", *account, *place, "chief"), {"ZHANLIAN_LANG": "en"}) == 0
    code = _CODE.replace(repr(_HEAVY), repr(looked_for))
    ran = subprocess.run(
        [sys.executable, "-c", code, *words, *place, "officer"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    answer = ran.stderr.splitlines()[-1].split(" ", 1)
    return answer[0], answer[1]


def test_a_command_on_a_docket_waits_neither_for_migrations_nor_for_postgresql(
    tmp_path: Path,
) -> None:
    open_workspace(tmp_path / "ws", create=True).close()
    words = ("evidence", "--workspace", str(tmp_path / "ws"))
    ran = subprocess.run(
        [sys.executable, "-c", _CODE, *words], capture_output=True, encoding="utf-8", check=True
    )
    code, loaded = ran.stderr.splitlines()[-1].split(" ", 1)
    assert code == "0" and "alembic" not in loaded and "psycopg" not in loaded
