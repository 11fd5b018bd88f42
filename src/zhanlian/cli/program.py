"""The program: builds the commands in the reader's language and turns errors into words."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Annotated, Final

import typer

import zhanlian
from zhanlian.app.wire import use_database
from zhanlian.cli.docket.group import add_group, name_group
from zhanlian.cli.failure import (
    EXIT_INTERRUPTED,
    tell_error,
    tell_stopped,
    tell_unforeseen,
    write_line,
)
from zhanlian.cli.session import (
    Session,
    asked_language,
    locale_language,
    open_session,
    use_utf8,
)
from zhanlian.cli.usage import tell_usage
from zhanlian.errors import ZhanlianError
from zhanlian.words.shown import plain_line

# One module a command, in the order of the help.
COMMANDS: Final = (
    "run",
    "figures",
    "cases",
    "operations",
    "map",
    "trace",
    "restitution",
    "clock",
    "row",
    "evidence",
    "verify",
    "checkpoint",
    "audit",
    "backup",
    "restore",
    "migrate",
    "settings",
    "simulate",
    "demo",
)

# Groups of commands that are made from the acts of the docket.
GROUPS: Final = (
    "case",
    "person",
    "order",
    "listing",
    "operation",
    "handover",
    "task",
    "draft",
    "user",
)

EXIT_USAGE: Final = 2
EXIT_PIPE: Final = 141  # 128 + SIGPIPE


def main() -> None:
    """Run the program with the arguments of this process, and leave with its exit code."""
    use_utf8()
    sys.exit(call(sys.argv[1:], os.environ))


def call(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Return the exit code of a call; whatever goes wrong is said in words, never as a trace."""
    language = asked_language(arguments) or locale_language(environment)
    try:
        session = open_session(arguments, environment)
        language = session.language
        with use_database(session.settings.database):
            return _invoke(session, arguments)
    except ZhanlianError as error:
        return tell_error(error, language)
    except KeyboardInterrupt:
        return tell_stopped(language)
    except BrokenPipeError:
        return _leave_pipe()
    # The last resort by design: a user meets words, and the trace only where it is asked for.
    except Exception as error:  # noqa: BLE001
        return tell_unforeseen(error, environment)


def build_app(
    session: Session, names: Sequence[str] = (*COMMANDS, *GROUPS), asked: str | None = None
) -> typer.Typer:
    """Return the named commands, with their help in the session's language.

    Args:
        session: language and settings.
        names: of commands and groups.
        asked: the one command of a group that is built; all where there is none of that name.
    """
    app = _begin(session)
    for name in names:
        if name in GROUPS:
            add_group(app, session, name, asked)
        else:
            import_module(f"zhanlian.cli.{name}").add_to(app, session)
    return app


def list_app(session: Session) -> typer.Typer:
    """Return all commands, and of groups their names alone: enough to say what there is."""
    app = build_app(session, COMMANDS)
    for name in GROUPS:
        name_group(app, session, name)
    return app


def _begin(session: Session) -> typer.Typer:
    app = typer.Typer(
        help=session.say("cli.about"),
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    @app.callback()
    def _program(
        version: Annotated[
            bool,
            typer.Option(
                "--version",
                help=session.say("cli.option.version"),
                is_eager=True,
                callback=_show_version,
            ),
        ] = False,
        lang: Annotated[
            str | None, typer.Option("--lang", help=session.say("cli.option.lang"), metavar="zh|en")
        ] = None,
    ) -> None:
        session.check_language(lang)

    return app


def _build_asked(session: Session, known: list[str], arguments: Sequence[str]) -> typer.Typer:
    """Return no more commands than a call needs: checking options costs 3 ms a command."""
    if known:
        return build_app(session, known, next(iter(arguments[1:]), None))
    if set(arguments).isdisjoint(GROUPS):
        return list_app(session)
    return build_app(session)


def _show_version(asked: bool) -> None:
    if asked:
        sys.stdout.write(f"zhanlian {zhanlian.__version__}\n")
        raise typer.Exit


def _invoke(session: Session, arguments: Sequence[str]) -> int:
    known = [name for name in arguments[:1] if name in (*COMMANDS, *GROUPS)]
    command = typer.main.get_command(_build_asked(session, known, arguments))
    try:
        # Without a word of what to do, the help is the answer.
        code = command.main(
            list(arguments) or ["--help"], prog_name="zhanlian", standalone_mode=False
        )
    except typer.TyperException as error:
        # The group and its command, where the error knows them.
        place = getattr(getattr(error, "ctx", None), "command_path", "")
        place = place or " ".join(["zhanlian", *known])
        detail = plain_line(tell_usage(error, arguments, bool(known), session))
        write_line(session.say("cli.usage", detail=detail, command=place))
        return EXIT_USAGE
    except SystemExit as error:
        # Typer leaves by itself when the reader of a pipe went away, with a code of its own.
        if isinstance(error.__context__, BrokenPipeError):
            raise BrokenPipeError from error
        raise
    if code == EXIT_INTERRUPTED:
        raise KeyboardInterrupt
    sys.stdout.flush()
    return code if isinstance(code, int) else 0


def _leave_pipe() -> int:
    # Python flushes stdout once more when it leaves; that must not fail a second time.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return EXIT_PIPE
