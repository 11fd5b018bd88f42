"""The one tree of errors, from which every failure that a user can meet descends.

An error says what is wrong, where, and what to do about it. `key` names its text in the word
catalogue (`words/`), so that the reader chooses the language; `fields` fill the text.
"""

from typing import ClassVar


class Words:
    """Codes in the fields of an error that the reader shall see in words.

    Args:
        keys: of the word catalogue, e.g. ``state.case.open``; shown as a list.
    """

    def __init__(self, *keys: str) -> None:
        self.keys = keys

    def __repr__(self) -> str:
        return ", ".join(key.rpartition(".")[2] for key in self.keys)


class ZhanlianError(Exception):
    """Base of all errors with a meaning for the user.

    Args:
        key: key of the text in the word catalogue, e.g. ``error.file-missing``.
        fields: values for the text's placeholders: which file, which place, which value.
    """

    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1

    def __init__(self, key: str, /, **fields: object) -> None:
        self.key = key
        self.fields = fields
        told = ", ".join(f"{name}={value!r}" for name, value in fields.items())
        super().__init__(f"{key}({told})" if told else key)


class InputError(ZhanlianError):
    """What was given cannot be used as it is."""

    http_status = 400
    exit_code = 2


class FormatError(InputError):
    """The bytes are not what their format demands."""

    http_status = 422


class SchemaError(InputError):
    """A table or record lacks a field, or holds one of the wrong kind."""

    http_status = 422


class NotFoundError(ZhanlianError):
    """The thing asked for is not there, or not for this reader."""

    http_status = 404
    exit_code = 3


class StateError(ZhanlianError):
    """The act does not fit the present state of its object."""

    http_status = 409
    exit_code = 4


class ConflictError(StateError):
    """Somebody else changed the object in between."""


class DeniedError(ZhanlianError):
    """The actor has no right to this act on this object."""

    http_status = 403
    exit_code = 5


class LimitError(ZhanlianError):
    """A limit on size, time, depth or memory was reached."""

    http_status = 413
    exit_code = 6


class StoreError(ZhanlianError):
    """The workspace cannot be read or written, or does not hold what it should."""

    exit_code = 7


class ConfigError(ZhanlianError):
    """A setting has a value that cannot be used."""

    exit_code = 8
