"""Texts of account numbers in one form, and what kind of text each is.

Only signs that are no part of a number are taken away (blanks, quotes, hyphens between digits).
Leading zeros stay, and a masked number stays a text of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhanlian.kernels.compile import compiled
from zhanlian.kernels.flow import Flags, Int32s, Int64s
from zhanlian.model.transfer import OF_ROWS
from zhanlian.money.ledger.texts import encode, to_numpy

_ODD: Final = 1
_MASKED: Final = 2
_SPLIT: Final = 4
_DIGITS: Final = 8
_HEX: Final = 16
_EMPTY: Final = 32
_COLON: Final = 64

# 1000000001_156, 6222…_CNY, 6222…-00001: a number, then its currency or the sub-account's serial.
_SUFFIX: Final = r"^(?P<main>[0-9A-Za-z]{8,})_(?:[0-9]{1,6}|[A-Za-z]{3})$"
_SERIAL: Final = r"^(?P<main>[0-9]{12,})-[0-9]{1,5}$"
_HYPHENS: Final = r"^[0-9*]+(?:-[0-9*]+)+$"
_CARD_DIGITS: Final = (16, 19)
# "atm:…" in a cell of a return would be taken for the purse of an ATM, and its money for cash.
_MADE: Final = rf"(?is)^((?:{'|'.join((*OF_ROWS, 'account'))})?:.*)$"


@dataclass(frozen=True, slots=True)
class Numbers:
    """The distinct numbers of a case.

    Attributes:
        texts: distinct numbers in one form.
        of: (t,) number of each raw text, -1 where it is no number.
        main: (k,) the number without currency or serial; a number's own index where it has none.
        masked: (k,) some digits are hidden: it may stand for several accounts.
        length: (k,) signs.
        card_like: (k,) 16 to 19 digits.
    """

    texts: pa.Array
    of: Int32s
    main: Int32s
    masked: Flags
    length: Int32s
    card_like: Flags


def read_numbers(raw: pa.Array) -> Numbers:
    """Return the distinct numbers behind raw texts."""
    kinds, _ = classify(raw)
    tidy = _tidy(raw, kinds)
    mains = _find_mains(tidy)
    made = encode(pa.chunked_array([tidy, mains.drop_null()], pa.string()))
    kinds, length = classify(made.texts)
    count = len(tidy)
    of = np.where(kinds[made.codes[:count]] & _EMPTY, np.int32(-1), made.codes[:count])
    main = np.arange(len(made.texts), dtype=np.int32)
    has_main = to_numpy(mains.is_valid())
    main[made.codes[:count][has_main]] = made.codes[count:]
    digits = (kinds & _DIGITS) > 0
    low, high = _CARD_DIGITS
    return Numbers(
        texts=made.texts,
        of=of.astype(np.int32),
        main=main,
        masked=(kinds & _MASKED) > 0,
        length=length,
        card_like=digits & (length >= low) & (length <= high),
    )


def map_numbers(texts: Sequence[str], joined: pa.Table) -> dict[str, str]:
    """Return each text with the canonical number that the ledger has for it.

    Args:
        texts: as lists of victims, of measures or others write account numbers; what is no number
            is left out.
        joined: of `JOINED`, of the ledger.
    """
    found = read_numbers(pa.array(texts, pa.string()))
    names = found.texts.to_pylist()
    canonical = dict(
        zip(joined["number"].to_pylist(), joined["canonical"].to_pylist(), strict=True)
    )
    told = {}
    for text, number in zip(texts, found.of.tolist(), strict=True):
        if number < 0:
            continue
        own, main = names[number], names[found.main[number]]
        told[text] = canonical.get(own) or canonical.get(main, main)
    return told


def classify(texts: pa.Array) -> tuple[Int32s, Int32s]:
    """Return (n,) what signs each text has, as bits, and (n,) its length in bytes."""
    if not len(texts):
        return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32)
    plain = pa.concat_arrays([texts.cast(pa.large_string())])
    _, places, data = plain.buffers()
    offsets = np.frombuffer(places, dtype=np.int64)[plain.offset : plain.offset + len(plain) + 1]
    content = np.frombuffer(data, dtype=np.uint8) if data is not None else np.empty(0, np.uint8)
    return _classify(offsets, content), np.diff(offsets).astype(np.int32)


def is_empty(texts: pa.Array) -> Flags:
    """Return (n,) whether a text has neither letter nor digit but 0: no number, whatever it is."""
    found: Flags = (classify(texts)[0] & _EMPTY) > 0
    return found


def _tidy(raw: pa.Array, kinds: Int32s) -> pa.Array:
    texts = raw.cast(pa.string())
    odd = (kinds & (_ODD | _HEX | _SPLIT | _COLON)) > 0
    if not odd.any():
        return texts
    chosen = texts.filter(pa.array(odd))
    plain = pc.utf8_normalize(chosen, form="NFKC")
    plain = pc.replace_substring_regex(plain, pattern=r"[\s'\"`]+", replacement="")
    hexes = pc.match_substring_regex(plain, pattern="^0[xX][0-9a-fA-F*]+$")
    plain = pc.if_else(hexes, pc.utf8_lower(plain), plain)
    hyphens = pc.and_not(
        pc.match_substring_regex(plain, pattern=_HYPHENS),
        pc.match_substring_regex(plain, pattern=_SERIAL),
    )
    plain = pc.if_else(hyphens, pc.replace_substring(plain, pattern="-", replacement=""), plain)
    plain = pc.replace_substring_regex(plain, pattern=_MADE, replacement=r"account:\1")
    return pc.replace_with_mask(texts, pa.array(odd), plain)


def _find_mains(texts: pa.Array) -> pa.Array:
    """Return each text's number without its suffix, null where it has none."""
    split = pa.array((classify(texts)[0] & (_SPLIT | _MASKED)) == _SPLIT)
    chosen = texts.filter(split)
    found = [pc.extract_regex(chosen, pattern=pattern) for pattern in (_SUFFIX, _SERIAL)]
    mains = pc.coalesce(*(pc.struct_field(one, "main") for one in found))
    return pc.replace_with_mask(pa.nulls(len(texts), pa.string()), split, mains)


@compiled
def _classify(offsets: Int64s, content: np.ndarray) -> Int32s:
    kinds = np.zeros(len(offsets) - 1, dtype=np.int32)
    for text in range(len(offsets) - 1):
        bits = 0
        told = False
        digits = True
        start, end = offsets[text], offsets[text + 1]
        for place in range(start, end):
            sign = content[place]
            if sign >= 0x31 and sign <= 0x39:
                told = True
            elif sign != 0x30:
                digits = False
                if sign <= 0x20 or sign == 0x22 or sign == 0x27 or sign == 0x60:
                    bits |= _ODD
                elif sign >= 0x80:
                    bits |= _ODD
                    told = True
                elif sign == 0x2A:
                    bits |= _MASKED
                elif sign == 0x2D or sign == 0x5F:
                    bits |= _SPLIT
                elif sign == 0x3A:
                    bits |= _COLON
                elif (sign >= 0x41 and sign <= 0x5A) or (sign >= 0x61 and sign <= 0x7A):
                    told = True
        if end - start > 2 and content[start] == 0x30 and content[start + 1] | 0x20 == 0x78:
            bits |= _HEX
        if digits and end > start:
            bits |= _DIGITS
        # "0", "-", "/": what systems write where there is no number.
        if not told:
            bits |= _EMPTY
        kinds[text] = bits
    return kinds
