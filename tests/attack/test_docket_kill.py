"""Killed at any point of an act in the docket: all of it is there with its lines, or nothing.

CI walks a shorter way on both databases; the whole way of 1,000 kills is asked for with
``ZHANLIAN_KILLS=1000``.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from docket import open_docket
from sqlalchemy import Engine

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")

DRIVER = Path(__file__).with_name("docket_kill_driver.py")
KILLS = int(os.environ.get("ZHANLIAN_KILLS", "120"))


def test_no_act_is_lost_or_half_there(
    docket_engine: Engine, docket_place: Path | str, tmp_path: Path
) -> None:
    opened = open_docket(tmp_path, docket_engine)
    opened.docket.engine.dispose()
    done = subprocess.run(
        [sys.executable, str(DRIVER), str(docket_place), str(KILLS), "4", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60 + KILLS,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    print(told)  # noqa: T201 - figures for whoever asks for the whole way
    assert told["kills"] == KILLS
    assert told["points"] > 60  # the traps are laid
    assert (told["lost"], told["half"], told["damage"]) == ([], [], [])
    # 1 + 1 + 2 + 1 + 1 lines: never three, which would be an approval without its effect.
    assert "3" not in told["acts"]
    assert {"0", "1", "2", "4", "5"} <= set(told["acts"])
