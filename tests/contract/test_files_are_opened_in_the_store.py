"""Files are opened, made and removed in the store only; the few exceptions are named here."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import zhanlian

_SOURCE = Path(zhanlian.__file__).parent
_ACTS = {"write_bytes", "write_text", "mkdir", "unlink", "rmdir", "touch", "chmod", "symlink_to"}
_READS = {"read_bytes", "read_text"}
_EXCEPTIONS = {
    # A closed pipe is no error: what is still buffered goes nowhere.
    "cli/program.py": {"os.open"},
}


def _modes(call: ast.Call) -> list[str]:
    values = [*call.args, *(word.value for word in call.keywords)]
    return [one.value for one in values if isinstance(one, ast.Constant) and one.value in _OPENING]


_OPENING = {one + two for one in ("r", "w", "x", "a", "r+", "w+") for two in ("", "b")}


def _find_openings(text: str) -> Iterator[str]:
    packaged = "importlib import resources" in text  # the package's own data, read through it
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id == "open":
            yield "open"
        if not isinstance(called, ast.Attribute):
            continue
        owner = called.value.id if isinstance(called.value, ast.Name) else ""
        if called.attr == "open" and (owner in ("os", "io") or _modes(node)):
            yield f"{owner}.open"
        elif called.attr in _ACTS or (called.attr in _READS and not packaged):
            yield called.attr


@pytest.mark.parametrize(
    "file",
    [
        file
        for file in sorted(_SOURCE.rglob("*.py"))
        if file.relative_to(_SOURCE).parts[0] != "store"
    ],
    ids=lambda file: file.relative_to(_SOURCE).as_posix(),
)
def test_a_room_beside_the_store_opens_no_file(file: Path) -> None:
    name = file.relative_to(_SOURCE).as_posix()
    found = set(_find_openings(file.read_text(encoding="utf-8")))
    assert found == _EXCEPTIONS.get(name, set())


@pytest.mark.parametrize(
    "line",
    ["open('a')", "path.open('rb')", "path.open(mode='w')", "os.open(a, b)", "path.mkdir()",
     "path.read_bytes()", "Path('a').write_text('')"],
)  # fmt: skip
def test_an_opening_is_found(line: str) -> None:
    assert list(_find_openings(line))


def test_a_part_of_an_archive_in_memory_is_no_file() -> None:
    assert not list(_find_openings("archive.open(entry)"))
