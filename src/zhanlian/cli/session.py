"""What every command knows: the language, the settings, and where it may write."""

import locale
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from zhanlian.errors import InputError
from zhanlian.model.message import Message
from zhanlian.settings import Settings, load_settings
from zhanlian.words import LANGUAGES, say
from zhanlian.words.shown import plain_line

if TYPE_CHECKING:
    from rich.console import Console

_PIPE_WIDTH: Final = 160


@dataclass(frozen=True, slots=True)
class Session:
    """One call of the program.

    Attributes:
        language: of everything that is said.
        settings: of the environment.
    """

    language: str
    settings: Settings

    def say(self, key: str, **fields: object) -> str:
        """Return a text of the catalogue in the session's language."""
        return say(key, self.language, fields)

    def tell(self, message: Message) -> str:
        """Return a message in the session's language."""
        return say(message.key, self.language, dict(message.fields))

    def note(self, text: str) -> None:
        """Write a line to standard error, where nothing is records."""
        sys.stderr.write(plain_line(text) + "\n")

    def print(self, text: str) -> None:
        """Write a line to standard output."""
        sys.stdout.write(plain_line(text) + "\n")

    def check_language(self, told: str | None) -> None:
        """Refuse a language that there is none of; `open_session` has used the others.

        Raises:
            InputError: the language is not in the catalogue.
        """
        if told is not None and told not in LANGUAGES:
            raise InputError("error.language-unknown", language=told, known=", ".join(LANGUAGES))

    def console(self, stream: IO[str]) -> "Console":
        """Return a console for tables; wide enough for a pipe to lose nothing."""
        from rich.console import Console

        width = None if stream.isatty() else _PIPE_WIDTH
        return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def open_session(arguments: Sequence[str], environment: Mapping[str, str]) -> Session:
    """Return the session of a call.

    The language is the one after ``--lang``, else ``ZHANLIAN_LANG``, else the locale's.

    Raises:
        ConfigError: a setting has a value that cannot be used.
    """
    settings = load_settings(environment)
    asked = asked_language(arguments) or settings.language
    return Session(asked or locale_language(environment), settings)


def asked_language(arguments: Sequence[str]) -> str | None:
    """Return the language after ``--lang``, or None; the help must know it before all else."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            return None
        name, sign, value = argument.partition("=")
        if name == "--lang":
            told = value if sign else "".join(arguments[place + 1 : place + 2])
            return told if told in LANGUAGES else None
    return None


def locale_language(environment: Mapping[str, str]) -> str:
    """Return ``en`` for an English locale, else ``zh``: a bare C locale says nothing."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "en" if environment[name].lower().startswith("en") else "zh"
    told = locale.getlocale()[0] or ""
    return "en" if told.lower().startswith("en") else "zh"


def use_utf8() -> None:
    """Make both streams UTF-8 with line feeds, whatever the system's code page is."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def tell_receiver(told: str | None, session: Session) -> str:
    """Return who acts: as told, else by the settings, else the name of the login.

    Raises:
        InputError: none of them tells a name.
    """
    name = (told or session.settings.received_by or login_name()).strip()
    if not name:
        raise InputError("error.receiver-missing")
    return name


def login_name() -> str:
    """Return the name of the account that runs the program, or an empty text where it has none."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def has_desktop(environment: Mapping[str, str]) -> bool:
    """Return whether a page that is opened would be seen by somebody."""
    if environment.get("CI") or environment.get("SSH_CONNECTION"):
        return False
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
