"""What all benchmarks share: one core, warm-up, the median, peak memory, floors."""

import argparse
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

ROUNDS: Final = 5
_FLOORS: Final = Path(__file__).with_name("floors.json")


def read_options(question: str) -> argparse.Namespace:
    """Return the options that every benchmark knows: `smoke` (short, judges nothing)."""
    parser = argparse.ArgumentParser(description=question)
    parser.add_argument("--smoke", action="store_true", help="short round: does it still run?")
    return parser.parse_args()


def stay_on_one_core() -> str:
    """Return how the process was held to one core and one thread (call before imports)."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    if not hasattr(os, "sched_setaffinity"):
        return "one thread (this system cannot pin a process)"
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"one thread, pinned to core {core}"


def median_rate(work: Callable[[list[str]], object], batches: Sequence[list[str]]) -> float:
    """Return the median of characters a second over the batches behind the first (warm-up).

    Every round gets texts of its own: nothing that was remembered from the round before helps.
    Seconds are processor time, which for one thread on an idle core is wall time, and on a busy
    machine leaves out the waiting for others.
    """
    rates = []
    for batch in batches:
        begun = time.process_time()
        work(batch)
        rates.append(sum(map(len, batch)) / (time.process_time() - begun))
    return statistics.median(rates[1:])


def peak_megabytes() -> float:
    """Return the peak resident memory of this process so far, in MB (10^6 bytes)."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def load_floor(section: str, name: str) -> float:
    """Return a pinned floor (or ceiling) from floors.json."""
    return float(json.loads(_FLOORS.read_text(encoding="utf-8"))[section][name])


def judge(facts: Sequence[tuple[str, float, str, float]], *, smoke: bool) -> int:
    """Print each fact beside its bound and return 1 when one is broken, else 0.

    Args:
        facts: name, measured value, ``>=`` or ``<=``, bound.
        smoke: print only; a short round on a busy machine proves no speed.
    """
    broken = 0
    for name, value, sign, bound in facts:
        holds = value >= bound if sign == ">=" else value <= bound
        verdict = "smoke" if smoke else "ok" if holds else "BROKEN"
        broken += not (holds or smoke)
        print(f"{name:42} {value:14,.1f}   {sign} {bound:,g}   {verdict}")
    return 1 if broken else 0
