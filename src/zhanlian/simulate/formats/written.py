"""A file that a world is written to, and what each of its lines is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from zhanlian.kernels.flow import Int32s, Int64s


@dataclass(frozen=True, slots=True)
class LineFates:
    """Fates of the data rows of one file.

    Attributes:
        line: (k,) 1-based line in the file; of a sheet the row, of XML the line of the entry.
        fate: (k,) `RowFate`.
        transfer: (k,) place in the world's flows, or -1.
        fee_transfer: (k,) of the fee inside the row, or -1.
    """

    line: Int64s
    fate: Int32s
    transfer: Int64s
    fee_transfer: Int64s

    def __len__(self) -> int:
        return len(self.line)


def no_fates() -> LineFates:
    """Return the fates of a file without rows."""
    none = np.zeros(0, dtype=np.int64)
    return LineFates(none, none.astype(np.int32), none, none)


@dataclass(frozen=True, slots=True)
class SimulatedFile:
    """One file, its bytes made when they are asked for.

    Attributes:
        path: below the folder of the world, with slashes.
        chunks: its bytes, to be read once.
        fates: what its data rows are.
        sheets: what the rows of further sheets are, by name.
    """

    path: str
    chunks: Iterator[bytes]
    fates: LineFates = field(default_factory=no_fates)
    sheets: Mapping[str, LineFates] = field(default_factory=dict)

    def list_fates(self) -> list[tuple[str, LineFates]]:
        """Return the fates by place: the path, and ``path#sheet`` of a further sheet."""
        told = [(self.path, self.fates)] if len(self.fates) else []
        return told + [(f"{self.path}#{name}", fates) for name, fates in self.sheets.items()]
