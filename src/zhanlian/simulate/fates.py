"""What a row of a return is, seen from the truth."""

from enum import IntEnum


class RowFate(IntEnum):
    """Every row that is written has exactly one."""

    GENUINE = 0  # the first row of a transfer, in the payer's return where there is one
    MIRROR = 1  # the same transfer in the other party's return
    REVERSED = 2  # a payment that was taken back
    REVERSAL = 3  # what takes it back
    FAILED = 4
    QUERY = 5  # no money: a balance query, or "no transfers"
    REPEAT = 6  # a row that an earlier delivery told
    SPOOF = 7  # a worthless token made to look like a genuine one
    POISONING = 8  # dust or nothing from an address made to look like a partner's
    SECOND_VIEW = 9  # the same money told again by another table or sheet of the same source
