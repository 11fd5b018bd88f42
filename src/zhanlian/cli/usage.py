"""What is wrong with a command line, in the reader's language.

Typer says it in English only; its kinds of error are told apart by name, since their classes are
not public.
"""

from collections.abc import Sequence

import typer

from zhanlian.cli.session import Session


def tell_usage(
    error: typer.TyperException, arguments: Sequence[str], known: bool, session: Session
) -> str:
    """Return what is wrong, or Typer's own words for a kind of error that has none here.

    Args:
        error: as Typer raised it.
        arguments: the command line behind the name of the program.
        known: whether its first word is a command.
        session: says it.
    """
    kind = type(error).__name__
    option = getattr(error, "option_name", None)
    if kind == "NoSuchOption" and option:
        return session.say("cli.usage-unknown-option", option=option)
    if kind == "BadOptionUsage" and option:
        return session.say("cli.usage-no-value", option=option)
    if kind == "MissingParameter":
        missing = getattr(error, "param", None)
        name = getattr(missing, "metavar", None) or getattr(missing, "name", None)
        if name:
            return session.say("cli.usage-missing", name=name)
    if kind == "UsageError" and arguments and not known and not arguments[0].startswith("-"):
        return session.say("cli.usage-unknown-command", command=arguments[0])
    return error.format_message()
