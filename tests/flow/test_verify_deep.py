"""A figure planted among what was read is told by reading the evidence anew."""

import sqlite3
import zlib
from pathlib import Path

import pytest

from zhanlian.cli.program import call
from zhanlian.store.lake import Lake

_ENVIRONMENT = {"ZHANLIAN_LANG": "en", "ZHANLIAN_RECEIVED_BY": "王某某"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    notice = "近日，某市公安机关抓获犯罪嫌疑人4817名，捣毁窝点12个。\n"  # synthetic
    (tmp_path / "in" / "a.txt").write_text(notice, encoding="utf-8")
    workspace = str(tmp_path / "ws")
    assert call(["run", str(tmp_path / "in"), "--workspace", workspace], _ENVIRONMENT) == 0
    return tmp_path / "ws"


def _verify(folder: Path, *more: str) -> int:
    return call(["verify", "--workspace", str(folder), *more], _ENVIRONMENT)


def _plant(folder: Path) -> None:
    """Change a figure and its text in the lake, with a check value that fits."""
    with sqlite3.connect(folder / "lake" / "readings.sqlite") as connection:
        kept = connection.execute("SELECT sha256, version, packed FROM reading").fetchall()
    connection.close()
    with Lake(folder / "lake") as lake:
        for sha256, version, packed in kept:
            lake.save_reading(sha256, version, zlib.decompress(packed).replace(b"4817", b"9817"))


def test_what_was_read_honestly_is_found_whole(folder: Path) -> None:
    assert _verify(folder, "--deep") == 0


def test_a_planted_figure_is_told_by_reading_anew(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _plant(folder)
    assert _verify(folder) == 0  # what is derived is no evidence
    assert _verify(folder, "--deep") == 7
    assert "a.txt" in capsys.readouterr().out
