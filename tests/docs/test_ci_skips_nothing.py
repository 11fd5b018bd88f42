"""A skip is honest on a contributor's machine and a failure in CI."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_CONFTEST = Path(__file__).parents[1] / "conftest.py"
_SKIPS = {
    "test": "import pytest\ndef test_it() -> None:\n    pytest.skip('no browser')\n",
    "mark": "import pytest\n@pytest.mark.skip(reason='no browser')\ndef test_it(): ...\n",
    "file": "import pytest\npytest.skip('no browser', allow_module_level=True)\n",
}


def _run_pytest(folder: Path, ci: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(_CONFTEST, folder / "conftest.py")
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            folder,
            folder,
        ],
        cwd=folder,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("kind", _SKIPS)
def test_a_skip_fails_in_ci_and_says_why(tmp_path: Path, kind: str) -> None:
    (tmp_path / "test_skipping.py").write_text(_SKIPS[kind], encoding="utf-8")
    ended = _run_pytest(tmp_path, "true")
    assert ended.returncode != 0
    assert "skipped in CI" in ended.stdout and "no browser" in ended.stdout


def test_a_skip_is_no_failure_outside_ci(tmp_path: Path) -> None:
    (tmp_path / "test_skipping.py").write_text(_SKIPS["test"], encoding="utf-8")
    ended = _run_pytest(tmp_path, "")
    assert ended.returncode == 0
    assert "1 skipped" in ended.stdout


def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    text = "import pytest\n@pytest.mark.xfail\ndef test_it():\n    raise ValueError\n"
    (tmp_path / "test_expected.py").write_text(text, encoding="utf-8")
    assert _run_pytest(tmp_path, "true").returncode == 0
