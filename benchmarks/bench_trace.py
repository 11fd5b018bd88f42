"""How long until the first screen of answers over 1 M transfers, from files?

`zhanlian trace` as its user runs it, in a process of its own: the clock starts before Python does
and stops when the totals, the query list and the freeze list stand on the screen. Then shares of
all accounts are worked out and written, which is told beside it.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.csv as pc

import measure
import transfers
from child import run_zhanlian
from zhanlian.words import say

_TRANSFERS: Final = 1_000_000
_VICTIMS: Final = 2_000
_CLOCK: Final = 1_700_000_000  # seconds; any instant will do
_LAST_OF_SCREEN: Final = say("cli.trace.aid", "en")[:40]  # a longer line may be wrapped


def _write_ledger(folder: Path, count: int) -> None:
    flow = transfers.make_ledger(count, max(count // 10, 10), min(_VICTIMS, count // 20))
    number = pa.array(range(count))
    time_ = pa.array([_CLOCK + place // 4 for place in range(count)], pa.timestamp("s", tz="UTC"))
    table = pa.table(
        {
            "transfer_id": number.cast(pa.string()),
            "time": time_.cast(pa.string()),
            "payer": pa.array(flow.payer).cast(pa.string()),
            "payee": pa.array(flow.payee).cast(pa.string()),
            "amount": pa.array(flow.amount).cast(pa.string()),
            "asset": pa.array(["CNY"] * count),
        }
    )
    pc.write_csv(table, folder / "transfers.csv")
    paid = flow.victim >= 0
    victims = pa.table(
        {
            "victim": pa.array(flow.victim[paid]).cast(pa.string()),
            "transfer_id": table["transfer_id"].filter(pa.array(paid)),
        }
    )
    pc.write_csv(victims, folder / "victims.csv")


def _time_screen(folder: Path, out: str) -> float:
    """Return seconds to the first screen; the files behind it are not waited for."""
    binary = str(Path(sys.executable).with_name("zhanlian"))
    command = [binary, "trace", "transfers.csv", "--victims", "victims.csv", "--out", out]
    begun = time.perf_counter()
    with subprocess.Popen(
        [*command, "--lang", "en"],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.startswith(_LAST_OF_SCREEN):
                break
        seconds = time.perf_counter() - begun
        child.terminate()
    return seconds


def main() -> int:
    """Return 0 when the bounds hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="short round: does it still run?")
    smoke = parser.parse_args().smoke
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_ledger(folder, 5_000 if smoke else _TRANSFERS)
        _time_screen(folder, "warm-up")
        rounds = range(1 if smoke else measure.ROUNDS)
        screen = statistics.median(_time_screen(folder, f"out{turn}") for turn in rounds)
        whole = run_zhanlian(
            ("trace", "transfers.csv", "--victims", "victims.csv", "--out", "whole"), folder
        )
    print(f"{'all files written, seconds':42} {whole.seconds:14,.1f}")
    print(f"{'peak memory, MB':42} {whole.megabytes:14,.1f}")
    bound = measure.load_floor("speed", "first_screen")
    facts = [("first screen of 1 M transfers, seconds", screen, "<=", bound)]
    return measure.judge(facts, smoke=smoke)


if __name__ == "__main__":
    sys.exit(main())
