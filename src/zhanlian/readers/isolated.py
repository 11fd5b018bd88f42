"""Reading in a process of its own, with a clock and a memory limit.

PDF, .docx, HTML and mails are read by C libraries or by parsers without a bound on time; a
hostile file may make them hang, swell or crash. One reading process serves file after file (a
start costs about 0.1 s, a round trip about 0.1 ms, so that ten thousand small pages do not each
pay for one); it is replaced after a fault, a timeout, or when it has grown. It speaks JSON and
bytes and no pickle, since what it sends is as little to be trusted as what it was sent.
"""

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from dataclasses import asdict
from typing import IO, Any, Final

from zhanlian.model.reading import ReadResult
from zhanlian.readers.limits import Limits
from zhanlian.readers.outcome import refuse
from zhanlian.readers.registry import MEDIA_TYPES
from zhanlian.readers.wire import decode_result

LENGTH: Final = struct.Struct(">Q")


class ReadingProcess:
    """A keeper of one reading process; safe to use from several threads, one file at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()

    def read(self, format_name: str, data: bytes, name: str, limits: Limits) -> ReadResult:
        """Return what the format's `parse` returns, or a reject for a hang, a crash or a swell."""
        media_type = MEDIA_TYPES[format_name]
        with self._lock:
            try:
                child = self._start()
            except OSError as error:
                return refuse(media_type, name, "no-process", detail=type(error).__name__)
            clock = _Clock(child, limits.seconds)
            retire = True
            try:
                result, retire = _ask(child, format_name, data, name, limits)
            except (OSError, EOFError, ValueError, KeyError, TypeError):
                key = "timeout" if clock.has_struck else "crashed"
                result = refuse(media_type, name, key, seconds=limits.seconds)
            finally:
                clock.stop()
                # Also when we are interrupted: half an answer must not be taken for the next.
                if retire or clock.has_struck:
                    self._stop()
            return result

    def close(self) -> None:
        """Ends the process, if there is one."""
        with self._lock:
            self._stop()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            # We are a fork: the pipes of our parent's process are not ours to speak on.
            self._child, self._owner = None, os.getpid()
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._stop()
        # -P: the directory we stand in may be the evidence, and may hold an `lxml.py`.
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "zhanlian.readers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self._child

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None or self._owner != os.getpid():
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # unsent bytes of a dead process
        child.wait()


class _Clock:
    """A timer that kills the process; on every platform, unlike signals and select on pipes."""

    def __init__(self, child: subprocess.Popen[bytes], seconds: float) -> None:
        self.has_struck = False
        self._child = child
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.daemon = True
        self._timer.start()

    def _strike(self) -> None:
        self.has_struck = True
        self._child.kill()

    def stop(self) -> None:
        """Takes the kill back; waits for a strike under way, lest it hit a later file."""
        self._timer.cancel()
        self._timer.join()


def _ask(
    child: subprocess.Popen[bytes], format_name: str, data: bytes, name: str, limits: Limits
) -> tuple[ReadResult, bool]:
    if child.stdin is None or child.stdout is None:
        raise EOFError
    request = {"format": format_name, "name": name, "limits": asdict(limits), "size": len(data)}
    send(child.stdin, json.dumps(request).encode())
    child.stdin.write(data)
    child.stdin.flush()
    # Six bytes for a character is the most that JSON writes; members come behind, unescaped.
    most = 6 * limits.max_text_chars + 1024 * limits.max_members + 1_000_000
    told: Any = json.loads(receive(child.stdout, most))
    sizes = [int(size) for size in told["sizes"]]
    if min(sizes, default=0) < 0 or sum(sizes) > limits.max_total_unpacked:
        raise ValueError("members exceed what was allowed")
    members = [take(child.stdout, size) for size in sizes]
    return decode_result(told["result"], members), bool(told["retire"])


def send(pipe: IO[bytes], frame: bytes) -> None:
    """Writes one frame: its length, then its bytes."""
    pipe.write(LENGTH.pack(len(frame)))
    pipe.write(frame)


def receive(pipe: IO[bytes], most: int) -> bytes:
    """Return one frame.

    Raises:
        EOFError: the other side is gone.
        ValueError: the frame is longer than allowed.
    """
    (length,) = LENGTH.unpack(take(pipe, LENGTH.size))
    if length > most:
        raise ValueError("frame too long")
    return take(pipe, length)


def take(pipe: IO[bytes], count: int) -> bytes:
    """Return exactly so many bytes, or raise EOFError."""
    data = pipe.read(count) if count else b""
    if len(data) != count:
        raise EOFError
    return data


READING_PROCESS: Final = ReadingProcess()
atexit.register(READING_PROCESS.close)
