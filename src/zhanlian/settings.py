"""The settings: one small table of environment variables, what they mean and what they may be.

A value that cannot be used is an error that names the variable; nothing falls back silently.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Final

from zhanlian.errors import ConfigError
from zhanlian.words import LANGUAGES

# Of what the driver takes besides: how the line is secured, how long to wait, which schema.
# A password stands in its place before the host, or in the driver's own file, never here.
_DATABASE: Final = re.compile(
    r"postgresql://(?:[^:/?#@\s]+(?::[^/?#@\s]*)?@)?"
    r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?/[^/?#@\s]+"
    r"(?:\?(?:(?:sslmode|sslrootcert|sslcert|sslkey|connect_timeout|options)=[^&#\s]*(?:&|$))+)?"
)
_BEFORE_HOST: Final = re.compile(r"(?<=://).*@", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where the docket lies; as text it shows host and name, but neither user nor password.

    Attributes:
        url: with everything in it, only to connect.
    """

    url: str = field(repr=False)

    def __str__(self) -> str:
        return hide_password(self.url)


Value = str | int | bool | Path | DatabaseAddress

# One file is held in memory while it is hashed and read; the limit keeps a run below 500 MB.
_MAX_FILE_MB: Final = 200
# A statement in text form is read in pieces, whatever its size; the limit is one of disk space.
_MAX_STATEMENT_MB: Final = 20_480
# Each batch flushes the folders of the vault that it wrote to: receiving 1,000 files took 0.9 s in
# batches of 100 and 0.7 s in batches of 500.
_BATCH: Final = 500
_PREFIX: Final = "ZHANLIAN_"
_NEAR: Final = 0.8  # likeness of two names; one slip in a name of five letters is 0.8


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable.

    Attributes:
        name: of the variable, ``ZHANLIAN_…``.
        default: as it would be written in the environment; empty where there is none.
        doc: key of the text that explains it.
        parse: turns the written value into the used one; raises ValueError when it cannot.
        show: what a message may say of a written value.
    """

    name: str
    default: str
    doc: str
    parse: Callable[[str], Value]
    show: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings with their values, by the name of the variable."""

    values: Mapping[str, Value]

    @property
    def language(self) -> str:
        """``zh`` or ``en``, or empty where the locale decides."""
        return str(self.values["ZHANLIAN_LANG"])

    @property
    def workspace(self) -> Path:
        """Folder of the workspace."""
        return Path(str(self.values["ZHANLIAN_WORKSPACE"]))

    @property
    def database(self) -> str:
        """URL of the PostgreSQL database of the docket, or empty for the file of the workspace."""
        address = self.values["ZHANLIAN_DATABASE"]
        return address.url if isinstance(address, DatabaseAddress) else ""

    @property
    def case(self) -> str:
        """Name of the case that evidence is received for."""
        return str(self.values["ZHANLIAN_CASE"])

    @property
    def received_by(self) -> str:
        """Who receives, or empty where the login name is taken."""
        return str(self.values["ZHANLIAN_RECEIVED_BY"])

    @property
    def max_file_bytes(self) -> int:
        """Largest file that is received, in bytes."""
        return self._count("ZHANLIAN_MAX_FILE_MB") * 1024 * 1024

    @property
    def max_statement_bytes(self) -> int:
        """Largest statement in text form that is received, in bytes."""
        return self._count("ZHANLIAN_MAX_STATEMENT_MB") * 1024 * 1024

    @property
    def batch(self) -> int:
        """Receipts written in one transaction."""
        return self._count("ZHANLIAN_BATCH")

    @property
    def debug(self) -> bool:
        """Whether an unforeseen failure shows its full trace."""
        return bool(self.values["ZHANLIAN_DEBUG"])

    def _count(self, name: str) -> int:
        return int(str(self.values[name]))


def _language(written: str) -> Value:
    if written not in ("", *LANGUAGES):
        raise ValueError(written)
    return written


def _database(written: str) -> Value:
    if written and not _DATABASE.fullmatch(written):
        raise ValueError
    return DatabaseAddress(written)


def hide_password(written: str) -> str:
    """Return what may be shown of an address, even of one that is written wrongly."""
    if "://" not in written:
        return "***" if "@" in written or "=" in written else written
    shown = _BEFORE_HOST.sub("***@", written)
    return re.sub(r"(?i)(password=)[^&]*", r"\1***", shown)


def _filled(written: str) -> Value:
    if not written.strip():
        raise ValueError(written)
    return written.strip()


def _folder(written: str) -> Value:
    return Path(str(_filled(written)))


def _yes_no(written: str) -> Value:
    if written not in ("", "0", "1"):
        raise ValueError(written)
    return written == "1"


def _count(least: int, most: int) -> Callable[[str], Value]:
    def parse(written: str) -> Value:
        number = int(written)
        if not least <= number <= most:
            raise ValueError(written)
        return number

    return parse


SETTINGS: Final = (
    Setting("ZHANLIAN_LANG", "", "settings.lang", _language),
    Setting("ZHANLIAN_WORKSPACE", "zhanlian-workspace", "settings.workspace", _folder),
    Setting("ZHANLIAN_DATABASE", "", "settings.database", _database, hide_password),
    Setting("ZHANLIAN_CASE", "default", "settings.case", _filled),
    Setting("ZHANLIAN_RECEIVED_BY", "", "settings.received-by", str.strip),
    Setting("ZHANLIAN_MAX_FILE_MB", str(_MAX_FILE_MB), "settings.max-file-mb", _count(1, 4096)),
    Setting(
        "ZHANLIAN_MAX_STATEMENT_MB",
        str(_MAX_STATEMENT_MB),
        "settings.max-statement-mb",
        _count(1, 1_048_576),
    ),
    Setting("ZHANLIAN_BATCH", str(_BATCH), "settings.batch", _count(1, 10_000)),
    Setting("ZHANLIAN_DEBUG", "0", "settings.debug", _yes_no),
)


def load_settings(environment: Mapping[str, str]) -> Settings:
    """Return the settings of an environment.

    Args:
        environment: variables by name, as in `os.environ`.

    Raises:
        ConfigError: a variable has a value that cannot be used, or the name of one is misspelt.
    """
    _refuse_slips(environment)
    values: dict[str, Value] = {}
    for setting in SETTINGS:
        written = environment.get(setting.name, setting.default)
        try:
            values[setting.name] = setting.parse(written)
        except ValueError:
            value = setting.show(written)
            raise ConfigError("error.setting-bad", name=setting.name, value=value) from None
    return Settings(MappingProxyType(values))


def _refuse_slips(environment: Mapping[str, str]) -> None:
    """Refuse names that are nearly a setting: left unread, they would fail silently."""
    known = [setting.name for setting in SETTINGS]
    for name in sorted(environment):
        if not name.startswith(_PREFIX) or name in known:
            continue
        tails = {one.removeprefix(_PREFIX): one for one in known}
        near = get_close_matches(name.removeprefix(_PREFIX), tails, n=1, cutoff=_NEAR)
        if near:
            raise ConfigError("error.setting-unknown", name=name, near=tails[near[0]])
