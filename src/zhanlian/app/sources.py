"""How evidence and its members are named to the user: texts to show, never paths to open."""

from typing import Final

_INSIDE: Final = "!"


def member_source(shown: str, member: str) -> str:
    """Return how a member of a container is named to the user: ``path!member``."""
    return f"{shown}{_INSIDE}{member}"
