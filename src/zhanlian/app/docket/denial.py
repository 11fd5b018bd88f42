"""Denied attempts: each leaves a line in the audit chain, whatever it was that was attempted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from zhanlian.errors import DeniedError, NotFoundError
from zhanlian.store.audit import Act, Entry

DENIED: Final = "denied"
_LONGEST: Final = 80  # signs of what somebody asks for; the rest is cut in the line


class Chain(Protocol):
    """Where a line is written that changes no record."""

    def record(self, entries: list[Entry], act: Act) -> None: ...


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody tries.

    Attributes:
        who: name of the account, as told.
        act: its name.
        about: what it is tried on: an id, a name, as told.
        at: aware, UTC.
        login: of the machine, where it is another name.
    """

    who: str
    act: str
    about: str
    at: datetime
    login: str = ""


@contextmanager
def tell_denied(chain: Chain, attempt: Attempt) -> Iterator[None]:
    """Write a line when what is done inside is denied, and let the error pass.

    What is missing and what may not be seen are told alike, so both leave one.
    """
    try:
        yield
    except (DeniedError, NotFoundError) as error:
        after = {"act": attempt.act, "why": error.key}
        if attempt.login:
            after["login"] = attempt.login
        entry = Entry(DENIED, attempt.about[:_LONGEST] or attempt.act, after=after)
        chain.record([entry], Act(attempt.who[:_LONGEST], attempt.at))
        raise
