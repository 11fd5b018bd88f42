"""Synthetic evidence and acts for the tests of the store."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zhanlian.model.evidence import EvidenceItem, Receipt
from zhanlian.store.audit import Act
from zhanlian.store.hashing import Digests
from zhanlian.store.workspace import Workspace, open_workspace

AT = datetime(2031, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)

Arrive = Callable[..., tuple[EvidenceItem, Receipt]]


@pytest.fixture
def act() -> Act:
    """The act of an invented officer at an invented time."""
    return Act("张某某", AT)


@pytest.fixture
def arrive() -> Arrive:
    """Builds an arrival of bytes that are in the vault."""

    def build(digests: Digests, source: str, case: str = "合成案") -> tuple[EvidenceItem, Receipt]:
        name = source.rsplit("/", 1)[-1]
        item = EvidenceItem(digests.sha256, digests.sm3, digests.size, "text/plain", name)
        receipt = Receipt(digests.sha256, name, source, AT, "张某某", "合调〔2031〕1号", case)
        return item, receipt

    return build


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace in ``tmp_path/ws``."""
    with open_workspace(tmp_path / "ws", create=True) as made:
        yield made
