"""Receiving and reading over rooms in memory: what is done, in which order, and never twice."""

from pathlib import Path

from fake_rooms import FakeReader, FakeWorkspace, SilentProgress, fixed_time

from zhanlian.app import read
from zhanlian.app.read import ReadTally, read_items
from zhanlian.app.receive import ReceiveLimits, Receiver, Reception
from zhanlian.app.record import find_record, find_text
from zhanlian.model.document import Member
from zhanlian.model.reading import ReadResult
from zhanlian.store.folders import find_files

_LIMITS = ReceiveLimits(batch=2, max_file_bytes=1000)


def _run(
    folder: Path,
    workspace: FakeWorkspace,
    reader: FakeReader,
    version: str = "one",
    case: str = "c",
) -> ReadTally:
    reading = reader.reading(version)
    receiver = Receiver(workspace, reading, Reception(case, "王某某", "", fixed_time))
    receiver.receive_files(find_files([str(folder)]).files, _LIMITS, SilentProgress())
    return read_items(workspace, reading, receiver, SilentProgress())


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def test_every_file_becomes_an_item_with_a_receipt_and_a_record(tmp_path: Path) -> None:
    workspace, reader = FakeWorkspace(), FakeReader()
    tally = _run(_write(tmp_path, {"a": "12", "b": "30 4", "c": "x"}), workspace, reader)
    assert tally == ReadTally(read=3, known=0)
    assert workspace.docket.batches[:2] == [2, 1]
    assert [one.source for one in workspace.docket.receipts] == [
        f"{tmp_path}/{name}" for name in "abc"
    ]
    (item,) = (one for one in workspace.docket.list_items("c") if one.name == "b")
    record = find_record(workspace.lake, item.sha256, "one")
    assert record is not None and record.extraction is not None
    assert [int(claim.value) for claim in record.extraction.claims] == [30, 4]
    assert find_text(workspace.lake, item.sha256, "one") == "30 4"


def test_a_second_run_reads_nothing_and_another_version_reads_all(tmp_path: Path) -> None:
    workspace, reader = FakeWorkspace(), FakeReader()
    _write(tmp_path, {"a": "12", "z": "BOX\nin=7"})
    assert _run(tmp_path, workspace, reader) == ReadTally(read=3, known=0)
    assert _run(tmp_path, workspace, reader) == ReadTally(read=0, known=3)
    assert len(reader.names) == 3
    assert _run(tmp_path, workspace, reader, version="two") == ReadTally(read=3, known=0)


def test_members_are_items_of_their_own_down_to_the_innermost(tmp_path: Path) -> None:
    workspace, reader = FakeWorkspace(), FakeReader()
    _write(tmp_path, {"z.box": "BOX\nsub/in.box=BOX|x.txt=7\ny.txt=8"})
    assert _run(tmp_path, workspace, reader).read == 4
    items = {one.name: one for one in workspace.docket.list_items("c")}
    assert items["x.txt"].parent == items["in.box"].sha256
    assert items["in.box"].member == "sub/in.box"
    sources = {one.source for one in workspace.docket.receipts}
    assert f"{tmp_path}/z.box!sub/in.box!x.txt" in sources


def test_the_same_bytes_are_one_item_with_a_receipt_for_each_place(tmp_path: Path) -> None:
    workspace, reader = FakeWorkspace(), FakeReader()
    tally = _run(_write(tmp_path, {"a": "12", "b": "12", "z": "BOX\nin=12"}), workspace, reader)
    assert tally.read == 2
    assert len(workspace.docket.list_items("c")) == 2
    assert len(workspace.docket.receipts) == 4


def test_a_container_that_holds_itself_ends(tmp_path: Path) -> None:
    workspace, reader = FakeWorkspace(), _RoundReader()
    _write(tmp_path, {"z": "BOX"})
    assert _run(tmp_path, workspace, reader).read == 1


def test_a_reject_keeps_its_place_and_goes_when_a_new_version_reads_it(tmp_path: Path) -> None:
    workspace, reader = FakeWorkspace(), FakeReader()
    _write(tmp_path, {"z.box": "BOX\nworse=BAD", "b": "BAD 1"})
    _run(tmp_path, workspace, reader)
    rejects = [reject.source for _, reject in workspace.docket.list_rejects("c")]
    assert sorted(rejects) == [f"{tmp_path}/b", f"{tmp_path}/z.box!worse"]
    _run(tmp_path, workspace, _BetterReader(), version="two")
    assert workspace.docket.list_rejects("c") == []


def test_another_case_gets_members_and_rejects_of_what_was_read_before(tmp_path: Path) -> None:
    workspace, reader = FakeWorkspace(), FakeReader()
    _write(tmp_path, {"z.box": "BOX\nin=7", "b": "BAD 1"})
    _run(tmp_path, workspace, reader, case="first")
    _run(tmp_path, workspace, reader, case="second")
    assert len(workspace.docket.list_items("second")) == 3
    assert len(workspace.docket.list_rejects("second")) == 1


def test_killed_behind_any_write_a_second_run_ends_in_the_same_state(tmp_path: Path) -> None:
    files = {"a": "12", "m.box": "BOX\nzz.box=BOX|x=7\ny=BAD", "z.box": "BOX\nx=7\nw=9"}
    whole = FakeWorkspace()
    _run(_write(tmp_path, files), whole, FakeReader())
    for allowed in range(40):
        workspace = FakeWorkspace()
        counter = _KillAfter(workspace, allowed)
        try:
            _run(tmp_path, workspace, FakeReader())
        except _KilledError:
            counter.let_live()
            _run(tmp_path, workspace, FakeReader())
        else:
            break
        assert workspace.docket.items == whole.docket.items, allowed
        assert workspace.docket.rejects == whole.docket.rejects, allowed
        assert workspace.lake.readings == whole.lake.readings, allowed
        assert len(workspace.docket.receipts) == len(whole.docket.receipts), allowed
    assert 8 < allowed < 39


class _KilledError(Exception):
    pass


class _KillAfter:
    """Ends the run behind so many writes to docket and lake."""

    def __init__(self, workspace: FakeWorkspace, allowed: int) -> None:
        self.left = allowed
        self._alive = False
        workspace.docket.before_write = self._count
        workspace.lake.before_write = self._count

    def let_live(self) -> None:
        self._alive = True

    def _count(self) -> None:
        if not self._alive and self.left == 0:
            raise _KilledError
        self.left -= 1


def test_containers_deeper_than_the_limit_are_a_reject(tmp_path: Path) -> None:
    workspace, reader = FakeWorkspace(), _NestedReader()
    _write(tmp_path, {"z.box": "BOX 9"})
    _run(tmp_path, workspace, reader)
    (reject,) = (one for _, one in workspace.docket.list_rejects("c"))
    assert reject.reason.key == "reject.tree-too-deep"
    assert len(workspace.docket.list_items("c")) == read.MAX_DEPTH + 1


class _NestedReader(FakeReader):
    """``BOX 9`` holds ``BOX 8`` holds ``BOX 7`` …"""

    def read(self, data: bytes, name: str) -> ReadResult:
        level = int(data.split()[1])
        return super().read(f"BOX\nin.box=BOX {level - 1}".encode(), name)


class _RoundReader(FakeReader):
    """A container holds itself."""

    def read(self, data: bytes, name: str) -> ReadResult:
        return ReadResult("application/x-box", members=(Member("again", data),))


class _BetterReader(FakeReader):
    """Reads what another version could not."""

    def read(self, data: bytes, name: str) -> ReadResult:
        return super().read(data.replace(b"BAD", b"now"), name)
