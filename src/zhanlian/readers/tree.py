"""A file with everything inside it, containers opened under one shared budget."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from zhanlian.model.document import Member
from zhanlian.model.reading import ReadResult
from zhanlian.readers.face import read_evidence
from zhanlian.readers.limits import DEFAULT_LIMITS, Limits


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One file of a tree, a container before its members.

    Attributes:
        number: position in the walk, from 0, the file itself.
        parent: number of the container it lies in, None for the file itself.
        member: its path inside that container as shown, None for the file itself.
        data: its bytes.
        result: what was read from it.
    """

    number: int
    parent: int | None
    member: str | None
    data: bytes
    result: ReadResult


def read_tree(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Iterator[TreeEntry]:
    """Yield a file and then everything inside it, depth first, in the containers' order.

    The limits on members and unpacked bytes hold for the whole tree: an archive of archives
    cannot multiply them. A container that no budget is left for is yielded with its reject.
    """
    waiting: list[tuple[int | None, int, str, Member | None]] = [
        (None, limits.max_depth, name, None)
    ]
    members_left, bytes_left = limits.max_members, limits.max_total_unpacked
    number = 0
    while waiting:
        parent, depth, shown, member = waiting.pop()
        content = data if member is None else member.data
        budget = replace(
            limits,
            max_depth=depth,
            max_members=max(members_left, 1),
            max_total_unpacked=max(bytes_left, 1),
        )
        result = read_evidence(content, shown, budget)
        path = None if member is None else member.path
        yield TreeEntry(number, parent, path, content, result)
        members_left -= len(result.members)
        bytes_left -= sum(len(one.data) for one in result.members)
        waiting += [
            (number, depth - 1, f"{shown} › {one.path}", one) for one in reversed(result.members)
        ]
        number += 1
