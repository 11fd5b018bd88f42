"""Following money: what a user chooses, by the words of the command line."""

from enum import StrEnum


class Rule(StrEnum):
    """The six tracing rules, by the words of the command line."""

    FIFO = "fifo"
    LIFO = "lifo"
    ROLLING = "rolling"
    PARI_PASSU = "pari-passu"
    LIBR = "libr"
    POISON = "poison"


class ReturnReading(StrEnum):
    """The two readings of the words on proportion; the choice is disclosed."""

    USUAL = "usual"  # frozen × loss_i / Σ loss
    LITERAL = "literal"  # frozen × loss_i / frozen total, capped
