"""What goes wrong, in words on standard error: a user meets no trace."""

import platform
import sys
import traceback
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import zhanlian
from zhanlian.errors import Words, ZhanlianError
from zhanlian.words import has_key, say
from zhanlian.words.shown import plain_line

EXIT_UNFORESEEN: Final = 70  # EX_SOFTWARE of sysexits.h
EXIT_INTERRUPTED: Final = 130  # 128 + SIGINT


def tell_error(error: ZhanlianError, language: str) -> int:
    """Return the exit code of an error, and say what is wrong and what to do."""
    fields = {name: _show(value, language) for name, value in error.fields.items()}
    text = say(error.key, language, fields) if has_key(error.key) else str(error)
    write_line(plain_line(text))
    return error.exit_code


def _show(value: object, language: str) -> str:
    """Return a field of an error as its reader sees it."""
    if isinstance(value, Words):
        told = [_show_key(key, language) for key in value.keys]
        return say("cli.list-comma", language).join(told)
    if isinstance(value, datetime):
        from zhanlian.report.docket.labels import local_time

        return local_time(value)
    return str(value)


def _show_key(key: str, language: str) -> str:
    room, _, code = key.partition(".")
    if room == "act":
        from zhanlian.report.docket.labels import act_words

        return act_words(code, language)
    return say(key, language) if has_key(key) else code


def tell_stopped(language: str) -> int:
    """Return the exit code of a run that its user stopped, and say that nothing is harmed."""
    write_line("\n" + say("cli.stopped", language))
    return EXIT_INTERRUPTED


def tell_unforeseen(error: Exception, environment: Mapping[str, str]) -> int:
    """Return the exit code of a fault of the program, and say what to report."""
    kind = type(error).__name__
    where = _innermost(error)
    fields = {
        "kind": kind,
        "where": where,
        "version": zhanlian.__version__,
        "python": platform.python_version(),
    }
    # Both languages: the language itself may be what failed.
    for language in ("zh", "en"):
        write_line(say("cli.unforeseen", language, fields))
    if environment.get("ZHANLIAN_DEBUG") == "1":
        traceback.print_exception(error)
    return EXIT_UNFORESEEN


def _innermost(error: BaseException) -> str:
    """Return module and line of our own code where it broke: no path, nothing of the evidence."""
    found = "-"
    for frame, line in traceback.walk_tb(error.__traceback__):
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("zhanlian."):
            found = f"{module}:{line}"
    return found


def write_line(text: str) -> None:
    """Write a line to standard error, if anybody still reads it."""
    try:
        sys.stderr.write(text + "\n")
    except BrokenPipeError:
        return
