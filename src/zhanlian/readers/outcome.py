"""Ways to say that a file, or a place in it, could not be read."""

from zhanlian.errors import ZhanlianError
from zhanlian.model.evidence import Reject
from zhanlian.model.message import Message, Value
from zhanlian.model.reading import ReadResult


def reject(name: str, key: str, place: str = "", /, **fields: Value) -> Reject:
    """Return the reject of one place; key is one under ``reject.`` of the word catalogue."""
    return Reject(name, place, Message(f"reject.{key}", dict(fields)))


def refuse(media_type: str, name: str, key: str, /, **fields: Value) -> ReadResult:
    """Return the result for a file of which nothing can be read."""
    return ReadResult(media_type, rejects=(reject(name, key, **fields),))


def refuse_error(media_type: str, name: str, error: ZhanlianError) -> ReadResult:
    """Return the result for a file whose reading ended in an error of our own tree."""
    fields = {k: v if isinstance(v, str | int | float) else str(v) for k, v in error.fields.items()}
    return ReadResult(media_type, rejects=(Reject(name, "", Message(error.key, fields)),))
