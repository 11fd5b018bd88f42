"""Columns of numbers as columns of text, fast enough for millions of rows."""

from typing import Final

import numpy as np

from zhanlian.kernels.flow import Int64s

SHANGHAI: Final = 8 * 3600  # seconds ahead of UTC, without summer time since 1991
MARK: Final = "合成数据SYNTHETIC"
_PARTS: Final = {
    "Y": (0, 4),
    "m": (5, 7),
    "d": (8, 10),
    "H": (11, 13),
    "M": (14, 16),
    "S": (17, 19),
}


def write_times(time: Int64s, pattern: str, ahead: int = SHANGHAI) -> list[str]:
    """Return times as text by a strftime pattern of the fields Y, m, d, H, M and S.

    Args:
        time: (n,) seconds since 1970, UTC.
        pattern: e.g. ``%Y%m%d%H%M%S``.
        ahead: seconds that the shown zone is ahead of UTC.
    """
    if not len(time):
        return []
    iso = np.datetime_as_string((np.asarray(time) + ahead).astype("datetime64[s]"))
    signs = np.ascontiguousarray(iso.astype("U19")).view("U1").reshape(len(time), 19)
    columns = []
    place = 0
    while place < len(pattern):
        if pattern[place] == "%":
            first, last = _PARTS[pattern[place + 1]]
            columns.append(signs[:, first:last])
            place += 2
        else:
            columns.append(np.full((len(time), 1), pattern[place], dtype="U1"))
            place += 1
    joined = np.ascontiguousarray(np.concatenate(columns, axis=1))
    texts: list[str] = joined.view(f"U{joined.shape[1]}").ravel().tolist()
    return texts


def write_amounts(units: Int64s, digits: int = 2) -> list[str]:
    """Return whole units as decimal texts with all their digits."""
    scale = 10**digits
    return [
        f"{'-' if one < 0 else ''}{abs(one) // scale}.{abs(one) % scale:0{digits}d}"
        for one in np.asarray(units).tolist()
    ]


def round_half_up(units: Int64s, to: int) -> Int64s:
    """Return whole units rounded to multiples, halves away from nought."""
    signs = np.where(units < 0, -1, 1)
    rounded: Int64s = (np.abs(units) + to // 2) // to * to * signs
    return rounded


def pick(share_of_hundred: int, serial: Int64s, salt: int) -> np.ndarray:
    """Return which rows are chosen: the same rows every time, spread evenly."""
    mixed = (np.asarray(serial).astype(np.uint64) * np.uint64(2_654_435_761)) ^ np.uint64(
        salt * 40_503
    )
    chosen: np.ndarray = (mixed >> np.uint64(9)) % np.uint64(100) < np.uint64(share_of_hundred)
    return chosen
