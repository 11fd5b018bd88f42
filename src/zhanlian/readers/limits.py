"""Limits on what one hostile or broken file may cost."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may hold, and how long its reader may take.

    The defaults let through every file that investigators are known to receive and stop what
    would fill the memory of a laptop with 8 GB.

    Attributes:
        max_bytes: size of one file.
        max_text_chars: characters of one document's text.
        max_members: files in one container, and in all containers inside one file together.
        max_total_unpacked: bytes of all members together.
        max_ratio: unpacked to packed size of an archive of more than 10 MB unpacked; text packs
            10 to 30 times, DEFLATE can reach 1,032.
        max_depth: containers inside containers (.zip in .eml in .zip …).
        max_html_depth: HTML elements inside each other; the parser itself stops at 256.
        max_pages: pages of one PDF.
        seconds: wall time for one file in the reading process.
        max_memory: bytes of address space of the reading process (POSIX only).
    """

    max_bytes: int = 200 * 1024 * 1024
    max_text_chars: int = 5_000_000
    max_members: int = 10_000
    max_total_unpacked: int = 1024 * 1024 * 1024
    max_ratio: int = 200
    max_depth: int = 4
    max_html_depth: int = 256
    max_pages: int = 5_000
    seconds: float = 60.0
    max_memory: int = 2 * 1024 * 1024 * 1024

    def __post_init__(self) -> None:
        numbers = (self.max_bytes, self.max_text_chars, self.max_members, self.max_ratio)
        if min(*numbers, self.max_total_unpacked, self.max_pages, self.seconds) <= 0:
            raise ValueError("limits are positive")


DEFAULT_LIMITS: Final = Limits()
