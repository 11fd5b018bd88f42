"""What do 10,000 notices in one `zhanlian run` cost, first and when run again?

The folder holds UTF-8, GB18030 and HTML files. Each round starts with an empty workspace; the
second run over the same folder must do no reading twice.
"""

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import measure
import notices
from child import run_zhanlian


def main() -> int:
    """Return 0 when the floors hold."""
    smoke = measure.read_options(__doc__ or "").smoke
    count, rounds = (60, 1) if smoke else (10_000, measure.ROUNDS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        evidence = folder / "evidence"
        evidence.mkdir()
        for file in notices.make_files(count):
            (evidence / file.name).write_bytes(file.data)
        command = ("run", "evidence", "--workspace", "workspace")
        first, again = [], []
        for _ in range(rounds):
            shutil.rmtree(folder / "workspace", ignore_errors=True)
            first.append(run_zhanlian(command, folder))
            again.append(run_zhanlian(command, folder))
        size = sum(file.stat().st_size for file in (folder / "workspace").rglob("*"))
    seconds = statistics.median(ran.seconds for ran in first)
    repeat = statistics.median(ran.seconds for ran in again)
    peak = max(ran.megabytes for ran in [*first, *again])
    print(f"{count:,} notices; workspace {size / 1e6:,.1f} MB; median of {rounds}")
    print(f"{'first run, seconds':42} {seconds:14,.1f}   ({count / seconds:,.0f} notices/s)")
    print(f"{'same folder again, seconds':42} {repeat:14,.1f}   ({repeat / seconds:.2f} of it)")
    bound = measure.load_floor("memory", "run")
    return measure.judge([("peak memory, MB", peak, "<=", bound)], smoke=smoke)


if __name__ == "__main__":
    sys.exit(main())
