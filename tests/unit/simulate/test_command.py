"""`zhanlian simulate` writes a case into a new folder, and refuses what it cannot do."""

import json
import tomllib
from pathlib import Path

import pytest
from simulated import make_case

from zhanlian.app.simulate import ALL_FORMATS, SimulateRequest, simulate_case
from zhanlian.cli.program import call
from zhanlian.errors import InputError, StateError


class _Silence:
    """A progress that nobody looks at; counts its files."""

    def __init__(self) -> None:
        self.done = 0

    def begin(self, stage: str, total: int) -> None:
        assert stage == "simulate"

    def advance(self, count: int = 1, *, total: int | None = None) -> None:
        self.done += count

    def end(self) -> None:
        assert self.done


def test_the_command_writes_all_files_and_says_how_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "case"
    arguments = ["simulate", "--seed", "1", "--scale", "demo", "--out", str(out), "--lang", "en"]
    assert call(arguments, {}) == 0
    said = capsys.readouterr().out
    written = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert f"{len(written)} files" in said
    assert "6 victims" in said
    expected = {path: data for path, data in make_case("demo").items() if "world.json" not in path}
    assert {path: (out / path).read_bytes() for path in expected} == expected
    assert set(written) == {*expected, "truth/world.json"}


def test_a_case_carries_its_parameters_and_says_in_json_that_it_is_synthetic(
    tmp_path: Path,
) -> None:
    outcome = simulate_case(SimulateRequest(3, "demo", tmp_path / "new", 0.2), _Silence())
    world = json.loads((tmp_path / "new/truth/world.json").read_text("utf-8"))
    assert world["synthetic"] is True
    assert (world["seed"], world["scale"]) == (3, "demo")
    assert world["counts"]["missing"] == outcome.missing > 0
    assert sum(world["counts"]["rows"].values()) == outcome.rows
    assert tomllib.loads((tmp_path / "new/parameters.toml").read_text("utf-8"))["synthetic"] is True


def test_only_the_formats_that_are_asked_for_are_written(tmp_path: Path) -> None:
    request = SimulateRequest(1, "demo", tmp_path / "banks", formats=("banks",))
    simulate_case(request, _Silence())
    folders = {path.name for path in (tmp_path / "banks").iterdir() if path.is_dir()}
    assert folders == {"调单", "文书", "truth"}
    assert {"banks", "tenpay", "alipay", "camt053", "chain"} <= set(ALL_FORMATS)


@pytest.mark.parametrize(
    ("request_", "key"),
    [
        (SimulateRequest(-1, "demo", Path("new")), "seed-negative"),
        (SimulateRequest(1, "demo", Path("new"), 1.0), "missing-share"),
        (SimulateRequest(1, "demo", Path("new"), float("nan")), "missing-share"),
        (SimulateRequest(1, "vast", Path("new")), "scale-unknown"),
        (SimulateRequest(1, "demo", Path("new"), formats=("pdf",)), "format-unknown"),
        (SimulateRequest(1, "demo", Path("new"), without=("rain",)), "trap-unknown"),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is_written(
    request_: SimulateRequest, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=key):
        simulate_case(request_, _Silence())
    assert not any(tmp_path.iterdir())


def test_a_folder_with_files_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "evidence.txt").write_text("SYN")
    with pytest.raises(StateError, match="simulate-folder-full"):
        simulate_case(SimulateRequest(1, "demo", tmp_path), _Silence())
    assert [path.name for path in tmp_path.iterdir()] == ["evidence.txt"]
