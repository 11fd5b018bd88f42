"""A command as its user runs it, in a process of its own: wall time and peak memory."""

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_EVERY: Final = 0.05  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command took: seconds of wall time, megabytes (10^6) at the peak."""

    seconds: float
    megabytes: float


def run_zhanlian(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Ran:
    """Return the time and peak memory of one `zhanlian` command, helper processes included.

    Raises:
        RuntimeError: the command failed; the message carries the end of its output.
    """
    command = [str(Path(sys.executable).with_name("zhanlian")), *arguments]
    with tempfile.TemporaryFile() as output:
        begun = time.perf_counter()
        child = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        ended = threading.Event()
        sampled = [0.0]
        watcher = threading.Thread(target=_watch, args=(child.pid, ended, sampled))
        watcher.start()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        ended.set()
        watcher.join()
        if child.returncode:
            output.seek(0)
            raise RuntimeError(output.read()[-2000:].decode("utf-8", "replace"))
    unit = 1 if sys.platform == "darwin" else 1024
    return Ran(seconds, max(usage.ru_maxrss * unit / 1e6, sampled[0]))


def _watch(session: int, ended: threading.Event, sampled: list[float]) -> None:
    # The system's own peak counts one process; helpers are added up by looking (Linux only).
    while Path("/proc/self/stat").exists() and not ended.wait(_EVERY):
        pages = sum(_pages_of(entry, session) for entry in Path("/proc").glob("[0-9]*"))
        sampled[0] = max(sampled[0], pages * _PAGE / 1e6)


def _pages_of(entry: Path, session: int) -> int:
    with contextlib.suppress(OSError):  # the process may end while we look
        fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        if int(fields[3]) == session:
            return int(fields[21])
    return 0
