"""Following money: the names of the six rules."""

from enum import StrEnum


class Rule(StrEnum):
    """The six tracing rules, by the words of the command line."""

    FIFO = "fifo"
    LIFO = "lifo"
    ROLLING = "rolling"
    PARI_PASSU = "pari-passu"
    LIBR = "libr"
    POISON = "poison"
