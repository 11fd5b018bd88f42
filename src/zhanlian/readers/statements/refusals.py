"""How a reader says that a row or a file cannot be taken."""

from zhanlian.errors import ZhanlianError
from zhanlian.model.evidence import Reject
from zhanlian.model.message import Message, Value


class CellError(Exception):
    """A row that cannot be taken; caught where rows are read.

    Args:
        reason: key under ``reject.`` of the words.
        detail: the cell as written.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def refuse_file(name: str, error: ZhanlianError, place: str = "") -> Reject:
    """Return the reject of a file that ends with an error.

    Args:
        name: of the file, as received.
        error: why it cannot be read further.
        place: where in it, as far as that is known.
    """
    fields: dict[str, Value] = {
        key: told if isinstance(told, str | int | float) else str(told)
        for key, told in error.fields.items()
    }
    return Reject(name, place, Message(error.key, fields))
