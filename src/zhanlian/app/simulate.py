"""A synthetic case, made from a seed and written into a folder of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import zhanlian
from zhanlian.app.ports import Progress
from zhanlian.errors import InputError, StateError
from zhanlian.simulate.case import FORMATS, write_case
from zhanlian.simulate.parameters import ALL_TRAPS, SCALES, Trap, load_scale
from zhanlian.simulate.worlds.world import build_world
from zhanlian.store.whole_files import prepare_folder, write_whole
from zhanlian.words.paths import show_path

ALL_FORMATS: Final = tuple(FORMATS)
TRAPS: Final = tuple(Trap)
SCALE_NAMES: Final = SCALES
STAGE: Final = "simulate"


@dataclass(frozen=True, slots=True)
class SimulateRequest:
    """What to make.

    Attributes:
        seed: the same one gives the same bytes, with the same version.
        scale: a name, or a number of transfers.
        folder: to write to; new or empty.
        missing: share of the mules' accounts whose records are withheld.
        formats: of `ALL_FORMATS`; empty for all.
        without: traps to leave out.
        replace: write over what an earlier call with the same request left there.
    """

    seed: int
    scale: str
    folder: Path
    missing: float = 0.0
    formats: Sequence[str] = ()
    without: Sequence[str] = ()
    replace: bool = False


@dataclass(frozen=True, slots=True)
class SimulateOutcome:
    """What was made: counts, and the files in the order in which they were written."""

    folder: Path
    transfers: int
    victims: int
    rows: int
    missing: int
    written: tuple[Path, ...]


def simulate_case(request: SimulateRequest, progress: Progress) -> SimulateOutcome:
    """Return what was written.

    Raises:
        InputError: a scale, format, trap, seed or share that there is none of.
        StateError: the folder holds something already.
        StoreError: the folder cannot be written.
    """
    traps, formats = _check(request)
    scale = load_scale(request.scale)
    if not request.replace:
        _demand_room(request.folder)
    world = build_world(request.seed, scale, request.missing, traps)
    written = []
    rows = 0
    progress.begin(STAGE, 0)
    folders: set[Path] = set()
    for file in write_case(world, traps, formats, zhanlian.__version__):
        path = request.folder / file.path
        if path.parent not in folders:
            prepare_folder(path.parent)
            folders.add(path.parent)
        written.append(write_whole(path, file.chunks))
        rows += sum(len(fates) for _, fates in file.list_fates())
        progress.advance(total=len(written))
    progress.end()
    return SimulateOutcome(
        request.folder, len(world.flows), scale.victims, rows, int(world.missing.sum()),
        tuple(written),
    )  # fmt: skip


def _check(request: SimulateRequest) -> tuple[frozenset[Trap], tuple[str, ...]]:
    if request.seed < 0:
        raise InputError("error.seed-negative", seed=request.seed)
    if not 0 <= request.missing < 1:
        raise InputError("error.missing-share", share=request.missing)
    unknown = [name for name in request.formats if name not in ALL_FORMATS]
    if unknown:
        raise InputError("error.format-unknown", format=unknown[0], known=", ".join(ALL_FORMATS))
    strange = [name for name in request.without if name not in TRAPS]
    if strange:
        raise InputError("error.trap-unknown", trap=strange[0], known=", ".join(TRAPS))
    left_out = frozenset(Trap(name) for name in request.without)
    chosen = tuple(name for name in ALL_FORMATS if not request.formats or name in request.formats)
    return ALL_TRAPS - left_out, chosen


def _demand_room(folder: Path) -> None:
    """Refuse a folder that holds something: old and new files would make one false case."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StateError("error.simulate-folder-full", path=show_path(folder))
