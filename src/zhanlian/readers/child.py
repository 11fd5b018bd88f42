"""The reading process: takes files from its standard input, gives results, dies when told."""

import json
import signal
import sys
from typing import IO, Any, Final

from zhanlian.model.reading import ReadResult
from zhanlian.readers.isolated import receive, send, take
from zhanlian.readers.limits import Limits
from zhanlian.readers.outcome import refuse
from zhanlian.readers.registry import BY_NAME
from zhanlian.readers.wire import encode_result

_REQUEST_LONGEST: Final = 1_000_000
_GROWN: Final = 300 * 1024 * 1024  # bytes; a process that was ever larger is replaced


def main() -> None:
    """Reads files until the input ends."""
    # Ctrl-C goes to the whole group; the parent decides, and its end of the pipe tells us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            request: Any = json.loads(receive(source, _REQUEST_LONGEST))
            data = take(source, int(request["size"]))
        except EOFError:
            return
        limits = Limits(**request["limits"])
        _bind(limits)
        result = _read(request["format"], data, request["name"], limits)
        del data
        _answer(target, result)


def _read(format_name: str, data: bytes, name: str, limits: Limits) -> ReadResult:
    reader = BY_NAME[format_name]
    try:
        return reader.parse(data, name, limits)
    except MemoryError:
        return refuse(reader.MEDIA_TYPE, name, "memory", limit=limits.max_memory)
    except RecursionError:
        return refuse(reader.MEDIA_TYPE, name, "too-deep")
    # The one border behind which everything is foreign: whatever a library throws at hostile
    # bytes is a fact about the file, told with its name.
    except Exception as error:  # noqa: BLE001
        return refuse(reader.MEDIA_TYPE, name, "broken", detail=type(error).__name__)


def _answer(target: IO[bytes], result: ReadResult) -> None:
    told = {
        "result": encode_result(result),
        "sizes": [len(member.data) for member in result.members],
        "retire": _peak() > max(_GROWN, _BORN),
    }
    send(target, json.dumps(told).encode())
    for member in result.members:
        target.write(member.data)
    target.flush()


if sys.platform == "win32":

    def _bind(limits: Limits) -> None:
        """Windows has no such limits: the parent's clock is the only bound there."""
        del limits

    def _peak() -> int:
        return 0

else:
    import resource

    def _bind(limits: Limits) -> None:
        """Bounds memory, and processor time as well, should the parent die and its clock too."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + 2
        _lower(resource.RLIMIT_CPU, seconds)
        _lower(resource.RLIMIT_AS, limits.max_memory)

    def _lower(kind: int, wanted: int) -> None:
        _, hard = resource.getrlimit(kind)
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):
            return  # macOS refuses RLIMIT_AS below what is mapped; the clock still holds

    def _peak() -> int:
        """Return the largest resident size so far, in bytes."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024  # Linux tells kilobytes


# Linux hands the peak of the process that started us on to us: a parent that holds a ledger of a
# million rows would have every reading process replaced after its first file.
_BORN: Final = _peak()


if __name__ == "__main__":
    main()
