"""Field 86 of MT940: who stands on the other side, as far as the bank's form tells it."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from zhanlian.readers.statements.cells import clean_account

_LINE: Final = 65  # characters of one line; a full one goes on in the middle of a word
# The form of German and Austrian banks (DFÜ agreement): a code of three digits, then parts that
# begin with a sign and two digits. Polish and Hungarian banks use other signs.
_CODED: Final = re.compile(r"\d{3}([?~<>^@])(?=\d\d)", re.ASCII)
_PURPOSE: Final = (*range(20, 30), *range(60, 64))
_BANK, _ACCOUNT, _NAME, _TEXT = 30, 31, (32, 33), 0
# The Dutch SEPA form: /IBAN/NL…/BIC/…/NAME/…/REMI/…
_SLASHED: Final = re.compile(r"/(TRTP|IBAN|BIC|NAME|REMI|EREF|MARF|CSID|ORDP|BENM|PREF|CNTP)/")
_LABELS: Final = re.compile(r"(EREF|KREF|MREF|SVWZ|CRED|ABWA|ABWE|IBAN|BIC|MTLG)[+:]")
_BEGINNINGS: Final = tuple(" ?~<>^@/")  # of a line whose former one ends where it ends
_FORM: Final = re.compile(r"(?:USTD|STRD)//")
_LONGEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Remarks:
    """What a field 86 tells; None where it does not."""

    account: str | None = None
    name: str | None = None
    bank: str | None = None
    reference: str | None = None
    summary: str | None = None


def read_remarks(text: str) -> Remarks:
    """Return what a field 86 tells; text of no known form is the summary, whole.

    Args:
        text: with a line feed where the field goes on in the next line.

    Raises:
        ValueError: the account in it became a float.
    """
    joined = _join(text)
    coded = _CODED.match(joined)
    if coded is not None:
        return _read_coded(joined[coded.end() - 1 :], coded[1])
    if _SLASHED.match(joined):
        return _read_slashed(joined)
    return Remarks(summary=joined.strip()[:_LONGEST] or None)


def _join(text: str) -> str:
    """Return the lines of a field as one; a line cut short has lost the blank at its end."""
    lines = text.split("\n")
    parts = [lines[0]]
    for former, line in pairwise(lines):
        whole = len(former) >= _LINE or line.startswith(_BEGINNINGS)
        parts += [line] if whole else [" ", line]
    return "".join(parts).rstrip()


def _read_coded(text: str, sign: str) -> Remarks:
    parts: dict[int, str] = {}
    for part in re.split(re.escape(sign) + r"(?=\d\d)", text)[1:]:
        number = int(part[:2])
        parts[number] = parts.get(number, "") + part[2:]
    purpose = "".join(parts.get(number, "") for number in _PURPOSE).strip()
    name = "".join(parts.get(number, "") for number in _NAME).strip()
    summary = " ".join(one for one in (parts.get(_TEXT, "").strip(), purpose) if one)
    return Remarks(
        account=clean_account(parts.get(_ACCOUNT, "")),
        name=name or None,
        bank=parts.get(_BANK, "").strip() or None,
        reference=_find_label(purpose, "EREF"),
        summary=summary[:_LONGEST] or None,
    )


def _find_label(purpose: str, label: str) -> str | None:
    """Return what stands behind a label of the purpose (``EREF+…``), up to the next one."""
    parts = _LABELS.split(purpose)
    for name, told in zip(parts[1::2], parts[2::2], strict=True):
        if name == label:
            return _tell_reference(told.strip())
    return None


def _tell_reference(told: str | None) -> str | None:
    return None if told in ("", "NOTPROVIDED") else told


def _read_slashed(text: str) -> Remarks:
    parts = _SLASHED.split(text)
    told = {name: value.strip(" /") for name, value in zip(parts[1::2], parts[2::2], strict=True)}
    counterparty = [one.strip() for one in told.get("CNTP", "").split("/")] + ["", "", ""]
    purpose = _FORM.sub("", told.get("REMI", ""))
    return Remarks(
        account=clean_account(told.get("IBAN") or counterparty[0]),
        name=told.get("NAME") or counterparty[2] or None,
        bank=told.get("BIC") or counterparty[1] or None,
        reference=_tell_reference(told.get("EREF")),
        summary=purpose[:_LONGEST] or None,
    )
