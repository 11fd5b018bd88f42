"""Every package that is installed has one exact version, and no address to fetch it from."""

import re
import tomllib
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_LINE = re.compile(r"([A-Za-z0-9_.-]+)==([0-9][0-9A-Za-z.]*)")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins() -> dict[str, str]:
    lines = (_ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [_LINE.fullmatch(line) for line in lines if line and not line.startswith("#")]
    assert all(found)
    return {_plain(match[1]): match[2] for match in found if match}


def test_every_declared_dependency_is_pinned() -> None:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["build-system"]["requires"], *project["project"]["dependencies"]]
    for extra in project["project"]["optional-dependencies"].values():
        wanted += extra
    names = {_plain(re.split(r"[<>=!~;\[ ]", spec)[0]) for spec in wanted}
    assert names <= _pins().keys()


def test_nothing_is_pinned_twice() -> None:
    lines = (_ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    names = [_plain(line.split("==")[0]) for line in lines if line and line[0] != "#"]
    assert len(names) == len(set(names))
