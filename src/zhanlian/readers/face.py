"""The one way in: any bytes to a result, never an error for what the bytes are."""

from zhanlian.model.reading import ReadResult
from zhanlian.readers.isolated import READING_PROCESS
from zhanlian.readers.limits import DEFAULT_LIMITS, Limits
from zhanlian.readers.outcome import refuse
from zhanlian.readers.registry import find_format

_UNKNOWN = "application/octet-stream"


def read_evidence(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> ReadResult:
    """Return the texts, members and rejects of one file, told from its content.

    Never raises for what the bytes are: what cannot be read is a reject with a reason from the
    word catalogue. Members are not read further; `read_tree` does that. A small text costs
    some 20 µs; PDF, .docx, HTML and mails go through the reading process (`isolated`).

    Args:
        data: the file.
        name: shown in rejects; decides only whether text with tags is a page.
        limits: what the file may cost.
    """
    if not data:
        return refuse(_UNKNOWN, name, "empty")
    if len(data) > limits.max_bytes:
        return refuse(_UNKNOWN, name, "too-large", limit=limits.max_bytes)
    key, reader = find_format(data, name)
    if reader.ISOLATED:
        result = READING_PROCESS.read(key, data, name, limits)
    else:
        result = reader.parse(data, name, limits)
    if not (result.documents or result.members or result.rejects):
        return refuse(result.media_type, name, "no-text")
    return result
