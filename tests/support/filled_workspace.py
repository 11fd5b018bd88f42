"""A workspace with synthetic evidence, rejects, acts and confirmed mappings."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from zhanlian.model.evidence import EvidenceItem, Receipt, Reject
from zhanlian.model.message import Message
from zhanlian.store.audit import Act, Entry
from zhanlian.store.database import use_database
from zhanlian.store.docket import Docket
from zhanlian.store.engine import open_engine, write_transaction
from zhanlian.store.marker import MARKER
from zhanlian.store.migrations.steps import migrate
from zhanlian.store.vault import Vault
from zhanlian.store.workspace import DOCKET, Workspace, open_workspace

AT: Final = datetime(2031, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)
ACT: Final = Act("张某某", AT)
CASE: Final = "合成案"
MAPPING: Final = "mappings/合成.mapping.toml"


@contextmanager
def opened(path: Path, url: str = "") -> Iterator[Workspace]:
    """Give a workspace of a folder, made where there is none, in the database of a URL."""
    with use_database(url), open_workspace(path, create=True) as workspace:
        yield workspace


def receive(workspace: Workspace, data: bytes, source: str) -> None:
    """Receive bytes under a name into the case."""
    digests = workspace.vault.put(data)
    item = EvidenceItem(digests.sha256, digests.sm3, digests.size, "text/plain", source)
    receipt = Receipt(digests.sha256, source, source, AT, "张某某", "合调〔2031〕1号", CASE)
    reject = Reject(source, "第1页", Message("reject.encrypted", {"pages": 3}))
    workspace.docket.receive([(item, receipt)], case=CASE, act=ACT, rejects=[(item.sha256, reject)])


def fill(path: Path, url: str = "", count: int = 5) -> None:
    """Make a workspace with so many items, and a mapping."""
    with opened(path, url) as workspace:
        for number in range(count):
            receive(workspace, f"合成通报第{number}号".encode() * (number * 1000), f"{number}.txt")
        workspace.docket.record([Entry("list.view", CASE, after={"rows": 3})], ACT)
    (path / "mappings").mkdir(exist_ok=True)
    (path / MAPPING).write_text("# 合成示例\n", encoding="utf-8")


def make_old(path: Path) -> None:
    """Make a workspace as the first version left it: no Alembic, no identity."""
    vault = Vault(path / "vault")
    vault.prepare()
    digests = vault.put("合成通报".encode())
    engine = open_engine(path / DOCKET)
    with write_transaction(engine) as connection:
        migrate(connection, "0001")
        connection.exec_driver_sql("DROP TABLE alembic_version")
        connection.exec_driver_sql("CREATE TABLE schema_version (version INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("INSERT INTO schema_version VALUES (1)")
    item = EvidenceItem(digests.sha256, digests.sm3, digests.size, "text/plain", "1.txt")
    receipt = Receipt(digests.sha256, "1.txt", "1.txt", AT, "张某某", "合调〔2031〕1号", CASE)
    Docket(engine).receive([(item, receipt)], case=CASE, act=ACT)
    engine.dispose()
    (path / MARKER).write_text('{"format": 1, "state": "ready"}', encoding="utf-8")
