"""What do 10,000 notices in one `zhanlian run` cost, first and when run again?

The folder holds UTF-8, GB18030 and HTML files. Time is the median of five runs over 1,000 notices,
each with an empty workspace, and one run over 10,000; memory is the peak of all of them. The
second run over the same folder must do no reading twice.
"""

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import measure
import notices
from child import Ran, run_zhanlian


def _run_twice(folder: Path, count: int) -> tuple[Ran, Ran]:
    """Return what a first run over so many notices took, and what the same run took again."""
    evidence = folder / f"evidence-{count}"
    if not evidence.exists():
        evidence.mkdir()
        for file in notices.make_files(count):
            (evidence / file.name).write_bytes(file.data)
    shutil.rmtree(folder / "workspace", ignore_errors=True)
    command = ("run", evidence.name, "--workspace", "workspace")
    return run_zhanlian(command, folder), run_zhanlian(command, folder)


def _tell(count: int, pairs: list[tuple[Ran, Ran]]) -> None:
    first, again = (
        statistics.median(ran.seconds for ran in runs) for runs in zip(*pairs, strict=True)
    )
    name = f"{count:,} notices, seconds"
    print(f"{name:42} {first:14,.1f}   ({count / first:,.0f} a second; again {again:,.1f} s)")


def main() -> int:
    """Return 0 when the floors hold."""
    smoke = measure.read_options(__doc__ or "").smoke
    few, many, rounds = (20, 60, 1) if smoke else (1_000, 10_000, measure.ROUNDS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _run_twice(folder, 20)
        small = [_run_twice(folder, few) for _ in range(rounds)]
        _tell(few, small)
        large = [_run_twice(folder, many)]
        _tell(many, large)
    peak = max(ran.megabytes for pair in [*small, *large] for ran in pair)
    bound = measure.load_floor("memory", "run")
    return measure.judge([("peak memory, MB", peak, "<=", bound)], smoke=smoke)


if __name__ == "__main__":
    sys.exit(main())
