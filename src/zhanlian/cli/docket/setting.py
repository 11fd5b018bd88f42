"""Where a docket command works, and under whose name."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zhanlian.cli.session import Session, login_name, tell_receiver


def tell_actor(told: str | None, session: Session) -> tuple[str, str]:
    """Return the name of the account that acts, and the machine's login where that is another.

    On the command line the operating system vouches for who sits there: a name other than the
    login's is taken as told, and the login stands in the audit line beside it.

    Raises:
        InputError: no name is told, set or known.
    """
    who, login = tell_receiver(told, session), login_name()
    return who, "" if login == who else login


def tell_visitor(told: str | None, session: Session) -> Any:
    """Return who stands before the gate of a workspace, now.

    Raises:
        InputError: no name is told, set or known.
    """
    from zhanlian.app.docket.gate import Visitor
    from zhanlian.app.wire import tell_time

    who, login = tell_actor(told, session)
    return Visitor(who, tell_time(), login)


@contextmanager
def open_docket(path: Path, *, create: bool = False) -> Iterator[Any]:
    """Give the docket of a workspace.

    Raises:
        NotFoundError: there is no workspace, and none is to be made.
    """
    from zhanlian.app.wire import open_workspace

    with open_workspace(path, create=create) as workspace:
        yield workspace.docket
