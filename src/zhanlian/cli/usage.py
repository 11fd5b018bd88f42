"""What is wrong with a command line, in the reader's language.

Typer says it in English only; its kinds of error are told apart by name, since their classes are
not public.
"""

import re
from collections.abc import Sequence
from typing import Final

import typer

from zhanlian.cli.session import Session

_NOT_ONE_OF: Final = re.compile(r"'(.*)' is not one of (.+?)\.?$", re.DOTALL)
_NO_COMMAND: Final = re.compile(r"No such command '([^']*)'", re.DOTALL)
_NO_TIME: Final = re.compile(r"'(.*)' does not match the format", re.DOTALL)


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
    name = _find_name(error)
    if kind == "MissingParameter" and name:
        return session.say("cli.usage-missing", name=name)
    if kind == "BadParameter" and name:
        return _tell_value(name, str(getattr(error, "message", "")), session)
    unknown = _NO_COMMAND.search(error.format_message()) if kind == "UsageError" else None
    if unknown and known:
        return session.say("cli.usage-unknown-command", command=unknown[1])
    if kind == "UsageError" and arguments and not known and not arguments[0].startswith("-"):
        return session.say("cli.usage-unknown-command", command=arguments[0])
    return error.format_message()


def _find_name(error: typer.TyperException) -> str:
    """Return the parameter's name as help shows it: --out, or SHA256 for an argument."""
    of = getattr(error, "param", None)
    options = [one for one in getattr(of, "opts", ()) if one.startswith("--")]
    argument = getattr(of, "metavar", None) or str(getattr(of, "name", None) or "").upper()
    return str(options[0] if options else argument)


def _tell_value(name: str, message: str, session: Session) -> str:
    """Return what is wrong with a value; Typer's English only where it says something unknown."""
    found = _NOT_ONE_OF.search(message)
    if found:
        known = ", ".join(one.strip(" '") for one in found[2].split(","))
        return session.say("cli.usage-one-of", name=name, value=found[1], known=known)
    found = _NO_TIME.search(message)
    if found:
        return session.say("cli.usage-time", name=name, value=found[1])
    if "valid integer" in message:
        return session.say("cli.usage-whole", name=name)
    why = message.removeprefix("Value error, ").rstrip(".")
    return session.say("cli.usage-value", name=name, why=why)
