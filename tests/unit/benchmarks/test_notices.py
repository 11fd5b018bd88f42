"""The synthetic notices of the benchmarks are stable, and no easier than real ones."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def notices() -> ModuleType:
    path = Path(__file__).parents[3] / "benchmarks/notices.py"
    spec = importlib.util.spec_from_file_location("benchmark_notices", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_same_seed_gives_the_same_notice(notices: ModuleType) -> None:
    assert notices.make_texts(20) == notices.make_texts(20)
    assert len(set(notices.make_texts(200))) == 200


def test_no_paragraph_stands_twice_in_a_notice(notices: ModuleType) -> None:
    for text in notices.make_texts(200):
        paragraphs = [line for line in text.splitlines() if line]
        assert len(paragraphs) == len(set(paragraphs))


def test_folders_hold_several_formats_and_encodings(notices: ModuleType) -> None:
    files = list(notices.make_files(10))
    assert {Path(file.name).suffix for file in files} == {".txt", ".html"}
    with pytest.raises(UnicodeDecodeError):
        b"".join(file.data for file in files).decode("utf-8")
