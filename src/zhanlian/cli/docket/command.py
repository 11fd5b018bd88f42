"""A command on the docket: the options that all of them take, and what one call of it is."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from zhanlian.cli.docket.setting import tell_actor
from zhanlian.cli.session import Session

NEEDED: Final = inspect.Parameter.empty
"""Default of an option that must be told."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a command.

    Attributes:
        session: language and settings.
        who: name of the account that acts.
        login: of the machine, where it is another name.
        workspace: its folder.
        as_json: the answer is for programs.
        values: of the command's own arguments and options, by name.
    """

    session: Session
    who: str
    login: str
    workspace: Path
    as_json: bool
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """Return the value of one of the command's own options; None where it was not told."""
        return self.values[name]

    @contextmanager
    def open_workspace(self, *, create: bool = False) -> Iterator[tuple[Any, Any]]:
        """Give the workspace and what surrounds an act in it: time, ids, rules and login.

        Raises:
            NotFoundError: there is no workspace, and none is to be made.
            FormatError: a table of rules of the workspace cannot be used.
        """
        from zhanlian.app.docket.wire import wire_surroundings
        from zhanlian.app.wire import open_workspace

        around = wire_surroundings(self.workspace, self.login)
        with open_workspace(self.workspace, create=create) as workspace:
            yield workspace, around

    @contextmanager
    def open_docket(self, *, create: bool = False) -> Iterator[tuple[Any, Any]]:
        """Give the docket of the workspace and what surrounds an act in it.

        Raises:
            NotFoundError: there is no workspace, and none is to be made.
            FormatError: a table of rules of the workspace cannot be used.
        """
        with self.open_workspace(create=create) as (workspace, around):
            yield workspace.docket, around


def add_command(
    group: typer.Typer,
    session: Session,
    name: str,
    about: str,
    run: Callable[[Call], None],
    own: Iterable[inspect.Parameter] = (),
) -> None:
    """Add a command with its own parameters, and those that all commands on the docket take.

    Args:
        group: of commands.
        session: language and settings.
        name: of the command.
        about: key of its help.
        run: what it does.
        own: its own arguments and options; they come before the shared ones.
    """

    def call(who: str | None, workspace: Path, as_json: bool, lang: str | None, **own: Any) -> None:
        session.check_language(lang)
        run(Call(session, *tell_actor(who, session), workspace, as_json, own))

    parameters = [*own, *_list_shared(session)]
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    call.__annotations__ = {one.name: one.annotation for one in parameters}
    group.command(name, help=session.say(about))(call)


def argument(name: str, about: str, session: Session, *, shown: str = "ID") -> inspect.Parameter:
    """Return an argument that must be told, under the name by which the help shows it."""
    made = Annotated[str, typer.Argument(help=session.say(about), metavar=shown)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=made)


def target_argument(kind: str, session: Session) -> inspect.Parameter:
    """Return the argument that names the record of a kind that a command is about."""
    told = session.say("cli.docket.target", kind=session.say(f"kind.{kind}"))
    # An act on any kind of record has no kind to name.
    shown = kind.upper() if kind.replace("-", "").isalpha() else "ID"
    made = Annotated[str, typer.Argument(help=told, metavar=shown)]
    return inspect.Parameter("target", inspect.Parameter.KEYWORD_ONLY, annotation=made)


def option(
    name: str,
    kind: Any,
    about: str,
    session: Session,
    default: Any = None,
    **told: Any,
) -> inspect.Parameter:
    """Return an option.

    Args:
        name: of its value; also of its flag, unless `flag` is told.
        kind: type of its value.
        about: key of its help.
        session: language.
        default: its value where it is not told; `NEEDED` where it must be.
        told: `flag`, and what else Typer takes.
    """
    flag = told.pop("flag", f"--{name}")
    made = Annotated[kind, typer.Option(flag, help=session.say(about), **told)]
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, keyword, default=default, annotation=made)


def _list_shared(session: Session) -> list[inspect.Parameter]:
    folder = session.settings.workspace
    return [
        option("who", str | None, "cli.docket.as", session, flag="--as"),
        option("workspace", Path, "cli.option.workspace", session, folder),
        option("as_json", bool, "cli.docket.json", session, False, flag="--json"),
        option("lang", str | None, "cli.option.lang", session, metavar="zh|en"),
    ]
