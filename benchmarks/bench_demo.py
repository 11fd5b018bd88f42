"""How long does `make demo` take from a finished install to the report?

The command is the one that `make demo` calls; no browser is opened.
"""

import statistics
import sys
import tempfile
from pathlib import Path

import measure
from child import run_zhanlian


def _run_once() -> float:
    with tempfile.TemporaryDirectory() as name:
        ran = run_zhanlian(("demo", "--no-open"), Path(name))
        reports = list(Path(name).rglob("report.html"))
        assert reports, "the demo wrote no report.html"
    return ran.seconds


def main() -> int:
    """Return 0 when the floors hold."""
    smoke = measure.read_options(__doc__ or "").smoke
    _run_once()
    seconds = statistics.median(_run_once() for _ in range(1 if smoke else measure.ROUNDS))
    bound = measure.load_floor("speed", "demo")
    return measure.judge([("zhanlian demo, seconds", seconds, "<=", bound)], smoke=smoke)


if __name__ == "__main__":
    sys.exit(main())
