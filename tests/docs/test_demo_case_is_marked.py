"""The demo case cannot be mistaken for real evidence."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

import zhanlian.app

_FILES = sorted((Path(zhanlian.app.__file__).parent / "demo_case").iterdir())


def _visible_text(file: Path) -> str:
    data = file.read_bytes()
    if file.suffix == ".eml":
        return str(message_from_bytes(data, policy=default).get_content())
    return data.decode("utf-8")


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.name)
def test_every_file_says_that_it_is_synthetic(file: Path) -> None:
    text = _visible_text(file)
    assert "SYNTHETIC EXAMPLE" in text
    opening = "\n".join(text.splitlines()[:3])
    if file.suffix != ".html":
        assert "合成示例" in opening or "SYNTHETIC EXAMPLE" in opening


def test_the_demo_case_has_the_files_the_story_needs() -> None:
    assert len(_FILES) == 10
    assert {file.suffix for file in _FILES} == {".txt", ".html", ".eml", ".pdf"}
