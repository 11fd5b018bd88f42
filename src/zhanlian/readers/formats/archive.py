"""Zip archives: members with their bytes, read piece by piece under a cap.

Names inside are text to show and nothing else: nobody opens a path of that name, so ``../`` in
one is harmless and kept. Only stored and deflated members are read (others can demand gigabytes
of dictionary from a few bytes); deflate is read in pieces, so a lying size costs one piece.
"""

import zipfile
from io import BytesIO
from typing import Final

from zhanlian.model.document import Member
from zhanlian.model.evidence import Reject
from zhanlian.model.reading import ReadResult
from zhanlian.readers.limits import Limits
from zhanlian.readers.outcome import refuse, reject
from zhanlian.readers.plausibility import score_text
from zhanlian.readers.zip_kind import BROKEN, has_too_many, is_zip
from zhanlian.words.shown import plain_name

MEDIA_TYPE: Final = "application/zip"
ISOLATED: Final = False

_PIECE: Final = 1024 * 1024
_RATIO_FROM: Final = 10 * 1024 * 1024  # below this an archive harms nobody, however well it packs
_UTF8_FLAG: Final = 0x800
_ENCRYPTED_FLAG: Final = 0x1
_READ_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def sniff(head: bytes) -> bool:
    """Return whether the first bytes are those of a zip."""
    return is_zip(head)


def parse(data: bytes, name: str, limits: Limits) -> ReadResult:
    """Return the members of an archive; a reject for each that cannot be taken out."""
    if limits.max_depth <= 0:
        return refuse(MEDIA_TYPE, name, "too-deep")
    # Members may themselves be zips whose directories are counted here too: hence the factor.
    if has_too_many(data, 4 * limits.max_members):
        return refuse(MEDIA_TYPE, name, "too-many-members", limit=limits.max_members)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _parse_archive(archive, name, len(data), limits)
    except BROKEN as error:
        return refuse(MEDIA_TYPE, name, "broken", detail=type(error).__name__)


def _parse_archive(archive: zipfile.ZipFile, name: str, size: int, limits: Limits) -> ReadResult:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > limits.max_members:
        return refuse(MEDIA_TYPE, name, "too-many-members", limit=limits.max_members)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.max_total_unpacked:
        return refuse(MEDIA_TYPE, name, "too-large-unpacked", limit=limits.max_total_unpacked)
    if unpacked > max(_RATIO_FROM, limits.max_ratio * size):
        return refuse(MEDIA_TYPE, name, "bomb", ratio=unpacked // max(size, 1))
    members: list[Member] = []
    rejects: list[Reject] = []
    for entry, shown in zip(entries, _decode_names(entries), strict=True):
        taken = _take(archive, entry, shown, name, limits)
        if isinstance(taken, Member):
            members.append(taken)
        else:
            rejects.append(taken)
    return ReadResult(MEDIA_TYPE, (), tuple(members), tuple(rejects))


def _take(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str, name: str, limits: Limits
) -> Member | Reject:
    if entry.flag_bits & _ENCRYPTED_FLAG:
        return reject(name, "member-encrypted", shown)
    if entry.compress_type not in _READ_METHODS:
        return reject(name, "member-method", shown, method=entry.compress_type)
    if entry.file_size > limits.max_bytes:
        return reject(name, "too-large", shown, limit=limits.max_bytes)
    taken = bytearray()
    try:
        with archive.open(entry) as stream:
            # zipfile never gives more than the size the directory declares, which was summed.
            while piece := stream.read(_PIECE):
                taken += piece
    except BROKEN as error:
        return reject(name, "member-broken", shown, detail=type(error).__name__)
    return Member(shown, bytes(taken))


def _decode_names(entries: list[zipfile.ZipInfo]) -> list[str]:
    """Return the names as they were meant.

    A name is UTF-8 where its flag says so, else in the code page of the machine that packed:
    on a Chinese Windows GBK. All unmarked names of an archive are weighed together, since one
    alone may be two characters long.
    """
    unmarked = [
        entry.orig_filename.encode("cp437") for entry in entries if not entry.flag_bits & _UTF8_FLAG
    ]
    encoding = _tell_names(b"\n".join(unmarked))
    return [
        plain_name(
            entry.orig_filename
            if entry.flag_bits & _UTF8_FLAG
            else entry.orig_filename.encode("cp437").decode(encoding)
        )
        for entry in entries
    ]


def _tell_names(names: bytes) -> str:
    best_score, best = float("-inf"), "cp437"
    if names.isascii():
        return best
    for encoding in ("utf-8", "gb18030", "big5hkscs", "cp437"):
        try:
            score = score_text(names.decode(encoding))
        except UnicodeDecodeError:
            continue
        if score > best_score:
            best_score, best = score, encoding
    return best
