"""The demo: a small invented case of notices and money, written out and run like any other."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

import zhanlian.app
from zhanlian.app.money.first_screen import MoneySummary
from zhanlian.app.ports import Progress, Rooms
from zhanlian.app.receive import ReceiveLimits
from zhanlian.app.run import RunOutcome, RunRequest, run_case
from zhanlian.app.simulate import SimulateRequest, simulate_case
from zhanlian.store.database import use_database
from zhanlian.store.whole_files import prepare_folder, write_whole

# A case small enough to be read in a minute, with some returns still missing.
_SEED: Final = 7
_SCALE: Final = "demo"
_MISSING: Final = 0.1
_TRUTH: Final = "truth"
_BATCH: Final = 100
_MAX_FILE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """Where the demo goes, what its case is called, and in which language it reports."""

    folder: Path
    case: str
    received_by: str
    language: str


def run_demo(
    request: DemoRequest, rooms: Rooms, progress: Progress, show: Callable[[MoneySummary], None]
) -> RunOutcome:
    """Return the outcome of a run over the synthetic demo case.

    Raises:
        StoreError: the folder cannot be written, or holds something else.
    """
    evidence = request.folder / "evidence"
    prepare_folder(evidence)
    paths = []
    for entry in resources.files(zhanlian.app).joinpath("demo_case").iterdir():
        if entry.is_file() and not entry.name.endswith(".py"):
            paths.append(write_whole(evidence / entry.name, iter((entry.read_bytes(),))))
    money = request.folder / "money"
    made = simulate_case(SimulateRequest(_SEED, _SCALE, money, _MISSING, replace=True), progress)
    # What really took place is for comparison, and no evidence.
    truth = money / _TRUTH
    paths += [path for path in made.written if truth not in path.parents]
    # An invented case never goes into the database of a team.
    with use_database(""):
        return run_case(
            RunRequest(
                paths=[str(path) for path in sorted(paths)],
                workspace=request.folder / "workspace",
                case=request.case,
                received_by=request.received_by,
                legal_basis="",
                language=request.language,
                limits=ReceiveLimits(_BATCH, _MAX_FILE),
                out=request.folder,
            ),
            rooms,
            progress,
            show,
        )
