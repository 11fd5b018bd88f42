"""Bytes of one format to texts, members and rejects: nothing is guessed, nothing lost silently."""

from typing import Final

from zhanlian.model.reading import ReadResult
from zhanlian.readers.face import read_evidence
from zhanlian.readers.limits import DEFAULT_LIMITS, Limits
from zhanlian.readers.registry import REGISTRY, Format
from zhanlian.readers.tree import TreeEntry, read_tree

__all__: Final = [
    "DEFAULT_LIMITS",
    "REGISTRY",
    "Format",
    "Limits",
    "ReadResult",
    "TreeEntry",
    "read_evidence",
    "read_tree",
]
