"""Simulated cases in memory, for the tests of what is written."""

import csv
import functools
import io

from zhanlian.simulate.case import FORMATS, write_case
from zhanlian.simulate.parameters import ALL_TRAPS, Trap, load_scale
from zhanlian.simulate.worlds.world import World, build_world


@functools.cache
def make_world(
    scale: str, seed: int = 1, missing: float = 0.0, traps: frozenset[Trap] = ALL_TRAPS
) -> World:
    """Return a world, made once a test run."""
    return build_world(seed, load_scale(scale), missing, traps)


@functools.cache
def make_case(
    scale: str, seed: int = 1, missing: float = 0.0, traps: frozenset[Trap] = ALL_TRAPS
) -> dict[str, bytes]:
    """Return all files of a case by path, made once a test run."""
    world = make_world(scale, seed, missing, traps)
    files = write_case(world, traps, tuple(FORMATS), "test")
    return {file.path: b"".join(file.chunks) for file in files}


def read_csv(data: bytes, encoding: str = "utf-8") -> list[list[str]]:
    """Return the records of a CSV file, by the standard library."""
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def read_dicts(data: bytes) -> list[dict[str, str]]:
    """Return the records of a CSV file with a header."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))
