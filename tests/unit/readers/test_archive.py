"""Zip archives and what lies in them; all are synthetic."""

import io
import zipfile

import pytest

from zhanlian.model.document import Member
from zhanlian.readers import Limits, read_evidence, read_tree
from zhanlian.words import say


def make_zip(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def make_zip_with_raw_name(name: bytes) -> bytes:
    """Return a zip as a Chinese Windows packs it: the name in its code page, no UTF-8 flag."""
    stand_in = "x" * len(name)
    return make_zip({stand_in: "抓获3人".encode()}).replace(stand_in.encode(), name)


def test_members_come_with_their_bytes_in_archive_order() -> None:
    data = make_zip({"乙.txt": b"2", "夹/甲.txt": b"1", "夹/": b""})
    result = read_evidence(data, "a.zip")
    assert (result.media_type, result.rejects) == ("application/zip", ())
    assert result.members == (Member("乙.txt", b"2"), Member("夹/甲.txt", b"1"))


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("诈骗案件通报.txt", "gb18030"),
        ("詐騙案件通報.txt", "big5"),
        ("诈骗案件通报.txt", "utf-8"),
        ("诈骗.txt", "gb18030"),
        ("résumé.txt", "cp437"),
    ],
)
def test_unmarked_names_are_read_in_the_code_page_they_were_packed_in(
    name: str, encoding: str
) -> None:
    (member,) = read_evidence(make_zip_with_raw_name(name.encode(encoding)), "a.zip").members
    assert member.path == name


def test_names_that_climb_out_are_text_and_nothing_else() -> None:
    names = ["../../etc/a.txt", "..\\..\\b.txt", "/abs.txt", "C:\\c.txt"]
    result = read_evidence(make_zip(dict.fromkeys(names, b"1")), "a.zip")
    assert [member.path for member in result.members] == names


def test_names_that_hide_something_are_shown_openly() -> None:
    result = read_evidence(make_zip({"a\u202etxt.exe": b"1", "b\x1b[31m": b"2"}), "a.zip")
    assert [member.path for member in result.members] == ["a‹U+202E›txt.exe", "b‹U+001B›[31m"]


def test_a_member_with_a_password_is_a_reject_and_the_others_are_read() -> None:
    data = bytearray(make_zip({"a.txt": b"1", "b.txt": b"2"}))
    data[6] |= 1  # the flag in the first local header …
    data[data.index(b"PK\x01\x02") + 8] |= 1  # … and in the directory
    result = read_evidence(bytes(data), "a.zip")
    assert [member.path for member in result.members] == ["b.txt"]
    assert [(one.place, one.reason.key) for one in result.rejects] == [
        ("a.txt", "reject.member-encrypted")
    ]


def test_a_damaged_member_is_a_reject_and_the_others_are_read() -> None:
    data = make_zip({"a.txt": b"hello", "b.txt": b"2"}, zipfile.ZIP_STORED)
    result = read_evidence(data.replace(b"hello", b"hellO", 1), "a.zip")
    assert [member.path for member in result.members] == ["b.txt"]
    assert [one.reason.key for one in result.rejects] == ["reject.member-broken"]


def test_a_member_of_another_compression_is_a_reject() -> None:
    (found,) = read_evidence(make_zip({"a": b"1"}, zipfile.ZIP_LZMA), "a.zip").rejects
    assert (found.place, found.reason.key) == ("a", "reject.member-method")


def test_limits_on_count_size_and_depth_are_rejects() -> None:
    data = make_zip({"a": b"1" * 600, "b": b"2" * 600})
    for limits, key in (
        (Limits(max_members=1), "reject.too-many-members"),
        (Limits(max_total_unpacked=1000), "reject.too-large-unpacked"),
        (Limits(max_depth=0), "reject.too-deep"),
    ):
        result = read_evidence(data, "a.zip", limits)
        assert result.members == ()
        assert [one.reason.key for one in result.rejects] == [key]


def test_a_member_larger_than_one_file_may_be_is_a_reject() -> None:
    result = read_evidence(make_zip({"a": b"1" * 600, "b": b"2"}), "a.zip", Limits(max_bytes=500))
    assert [member.path for member in result.members] == ["b"]
    assert [(one.place, one.reason.key) for one in result.rejects] == [("a", "reject.too-large")]


def test_a_tree_gives_containers_before_their_members() -> None:
    inner = make_zip({"丙.txt": "移交2人".encode()})
    data = make_zip({"甲.txt": "抓获3人".encode(), "乙.zip": inner, "丁.png": b"\x89PNG\r\n\x1a\n"})
    entries = list(read_tree(data, "a.zip"))
    assert [(one.number, one.parent, one.member) for one in entries] == [
        (0, None, None),
        (1, 0, "甲.txt"),
        (2, 0, "乙.zip"),
        (3, 2, "丙.txt"),
        (4, 0, "丁.png"),
    ]
    assert entries[3].result.documents[0].text == "移交2人"
    (found,) = entries[4].result.rejects
    assert found.source == "a.zip › 丁.png"
    assert "image/png" in say(found.reason.key, "zh", found.reason.fields)


def test_a_tree_opens_containers_to_its_depth_and_says_where_it_stopped() -> None:
    data = b"\xe6\x8a\x93"
    for _ in range(6):
        data = make_zip({"x": data})
    entries = list(read_tree(data, "a.zip", Limits(max_depth=3)))
    assert len(entries) == 4
    assert [one.reason.key for one in entries[-1].result.rejects] == ["reject.too-deep"]


def test_the_budget_of_a_tree_is_shared_by_its_archives() -> None:
    inner = make_zip({str(number): b"1" for number in range(10)})
    data = make_zip({f"{number}.zip": inner for number in range(10)})
    entries = list(read_tree(data, "a.zip", Limits(max_members=35)))
    assert sum(len(one.result.members) for one in entries) <= 35
    keys = [found.reason.key for one in entries for found in one.result.rejects]
    assert keys == ["reject.too-many-members"] * 8
