"""The quality of reading does not fall below what was once reached.

`benchmarks/floors.json` pins F1 on the labelled notices together with a hash of the corpus, so
that a floor is never compared with another set of documents. A floor is raised when beaten and
lowered only on purpose.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_ROOT: Final = Path(__file__).parents[2]
_FLOORS: Final = json.loads((_ROOT / "benchmarks/floors.json").read_text(encoding="utf-8"))


def _texts_of(shared: Path, corpus: str) -> Path:
    return shared / "seeds" if corpus == "seeds" else shared / "notices" / corpus


def _hash_corpus(shared: Path, corpus: str) -> str:
    files = [*(shared / "notices" / corpus).glob("*.claims.jsonl")]
    files += _texts_of(shared, corpus).glob("*.txt")
    whole = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        whole.update(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _score(shared: Path, corpus: str) -> float:
    zhanlian = Path(sys.executable).with_name("zhanlian")
    ended = subprocess.run(
        [
            sys.executable,
            shared / "notices/score.py",
            shared / "notices" / corpus,
            "--texts",
            _texts_of(shared, corpus),
            "--misses",
            "30",
            "--command",
            f"{zhanlian} figures --json {{docs}}",
        ],
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    print(ended.stdout, ended.stderr)  # noqa: T201  (shown with a failure: what was missed)
    return float(ended.stdout.splitlines()[-1].removeprefix("F1 "))


@pytest.mark.parametrize("corpus", sorted(_FLOORS["quality"]))
def test_the_corpus_is_the_one_the_floor_was_pinned_on(shared: Path, corpus: str) -> None:
    assert _hash_corpus(shared, corpus) == _FLOORS["quality"][corpus]["corpus_sha256"]


@pytest.mark.parametrize("corpus", sorted(_FLOORS["quality"]))
def test_reading_keeps_its_f1(shared: Path, corpus: str) -> None:
    assert _score(shared, corpus) >= _FLOORS["quality"][corpus]["f1"]
