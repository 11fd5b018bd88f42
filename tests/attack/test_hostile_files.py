"""Hostile files: whatever the bytes are, a result or a reject, in bounded time and memory."""

import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanlian.readers import Limits, ReadResult, read_evidence, read_tree
from zhanlian.readers.isolated import ReadingProcess
from zhanlian.words import LANGUAGES, say

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PAGE = (
    "<html><head><meta charset=utf-8><title>通报</title></head><body><div><p>某地警方在行动中抓获"
    "犯罪嫌疑人48名，案件正在侦办。</p><table><tr><td>1</td></tr></table></div></body></html>"
).encode()
MAIL = (
    b"From: a@example.org\r\nTo: b@example.org\r\nSubject: =?utf-8?b?6YCa5oql?=\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    b"5oqT6I63NDjkuro=\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-1.4\r\n--b--"
)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
    b"/Resources<</Font<</F 5 0 R>>>>>>endobj\n4 0 obj<</Length 37>>stream\n"
    b"BT /F 9 Tf (48 people were held) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n"
)


def make_zip(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def make_docx(body: bytes) -> bytes:
    import docx

    target = io.BytesIO()
    docx.Document().save(target)
    with zipfile.ZipFile(target) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    before, _, after = parts["word/document.xml"].partition(b"<w:body>")
    parts["word/document.xml"] = before + b"<w:body>" + body + after
    return make_zip(parts)


DOCX = make_docx("<w:p><w:r><w:t>抓获48人</w:t></w:r></w:p>".encode())
VALID = {
    "page": PAGE,
    "mail": MAIL,
    "pdf": PDF,
    "docx": DOCX,
    "zip": make_zip({"a.txt": b"48", "b.eml": MAIL, "c.html": PAGE}),
    "text": "抓获48人。".encode("gb18030"),
}


def check(result: ReadResult) -> None:
    """Asserts what holds for each result: something is told, and each reject has its words."""
    assert result.documents or result.members or result.rejects
    for found in result.rejects:
        for language in LANGUAGES:
            assert say(found.reason.key, language, found.reason.fields)
    for document in result.documents:
        document.text.encode("utf-8")


def find_keys(result: ReadResult) -> list[str]:
    check(result)
    return [found.reason.key.removeprefix("reject.") for found in result.rejects]


@pytest.mark.parametrize("kind", VALID)
def test_the_unharmed_files_are_read(kind: str) -> None:
    result = read_evidence(VALID[kind], "a")
    assert find_keys(result) == []


@QUICK
@given(st.binary(min_size=0, max_size=2000), st.sampled_from(["a.txt", "a.html", "a.pdf"]))
def test_random_bytes_never_raise(data: bytes, name: str) -> None:
    check(read_evidence(data, name))


@pytest.mark.parametrize("kind", VALID)
@QUICK
@given(data=st.data())
def test_mutated_files_never_raise(kind: str, data: st.DataObject) -> None:
    hostile = bytearray(VALID[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(hostile)))
        end = data.draw(st.integers(start, min(start + 40, len(hostile))))
        hostile[start:end] = data.draw(st.binary(max_size=20))
    for entry in read_tree(bytes(hostile), "a"):
        check(entry.result)


@pytest.mark.parametrize("kind", VALID)
def test_files_cut_at_any_place_never_raise(kind: str) -> None:
    whole = VALID[kind]
    for end in range(0, len(whole), max(len(whole) // 50, 1)):
        check(read_evidence(whole[:end], "a"))


def test_a_hundred_megabytes_of_digits_are_refused_at_once() -> None:
    data = b"1" * 100_000_000
    start = time.perf_counter()
    assert find_keys(read_evidence(data, "a.txt")) == ["too-long"]
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("tag", [b"div", b"font", b"ul><li", b"table><tr><td"])
def test_a_hundred_thousand_nested_elements_are_refused(tag: bytes) -> None:
    page = b"<html><body>" + (b"<" + tag + b">") * 100_000 + b"48"
    start = time.perf_counter()
    assert find_keys(read_evidence(page, "a.html")) in (["html-too-deep"], ["no-text"])
    assert time.perf_counter() - start < 20


def test_a_row_of_empty_comments_does_not_stop_the_sniffer() -> None:
    start = time.perf_counter()
    check(read_evidence(b"<!---->" * 580 + b"x", "a"))
    assert time.perf_counter() - start < 2


def test_a_bomb_in_a_zip_or_docx_is_refused_without_unpacking_it() -> None:
    zeros = b"0" * 50_000_000
    before = _peak_megabytes()
    assert find_keys(read_evidence(make_zip({"a.txt": zeros}), "a.zip")) == ["bomb"]
    hostile = make_zip({"[Content_Types].xml": b"<x/>", "word/document.xml": zeros})
    assert find_keys(read_evidence(hostile, "a.docx")) == ["bomb"]
    assert _peak_megabytes() - before < 300


def _peak_megabytes() -> float:
    resource = pytest.importorskip("resource", reason="needs POSIX to measure memory")
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def test_a_zip_that_lies_about_its_sizes_gives_no_more_than_it_declares() -> None:
    data = bytearray(make_zip({"a.txt": b"0" * 1_000_000}))
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    result = read_evidence(bytes(data), "a.zip")
    assert sum(len(member.data) for member in result.members) <= 10
    check(result)


def test_a_zip_of_zips_cannot_multiply_the_limits() -> None:
    data = make_zip({f"{number}.txt": b"x" for number in range(20)})
    for _ in range(3):
        data = make_zip({f"{number}.zip": data for number in range(20)})
    entries = list(read_tree(data, "a.zip", Limits(max_members=300)))
    assert len(entries) <= 301


def test_a_directory_of_a_million_entries_is_refused_before_it_is_built() -> None:
    data = make_zip({"a": b"1"}) + b"PK\x01\x02" * 1_000_000
    start = time.perf_counter()
    assert find_keys(read_evidence(data, "a.zip")) == ["too-many-members"]
    assert time.perf_counter() - start < 2


def test_mail_parts_nested_without_end_are_refused() -> None:
    level = b"--a\nContent-Type: multipart/mixed; boundary=a\n\n"
    head = b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n"
    assert find_keys(read_evidence(head + level * 50_000, "a.eml")) == ["mime-nesting"]


def test_a_pdf_that_says_it_has_a_million_pages_is_refused() -> None:
    kids = b"3 0 R " * 1_000_000
    data = PDF.replace(b"3 0 R]", kids + b"]").replace(b"/Count 1", b"/Count 1000000")
    start = time.perf_counter()
    assert set(find_keys(read_evidence(data, "a.pdf"))) <= {"too-many-pages", "broken"}
    assert time.perf_counter() - start < 30


def test_a_pdf_whose_pages_hold_themselves_is_refused() -> None:
    data = PDF.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[2 0 R]/Count 9")
    assert find_keys(read_evidence(data, "a.pdf"))


def test_a_page_that_hangs_its_parser_is_stopped_by_the_clock() -> None:
    # libxml2 looks each attribute up among all earlier ones: 200,000 cost minutes.
    attributes = b" ".join(b"a%d=1" % number for number in range(200_000))
    page = b"<html><body><div " + attributes + b">48</div>"
    start = time.perf_counter()
    assert find_keys(read_evidence(page, "a.html", Limits(seconds=1.0))) == ["timeout"]
    assert time.perf_counter() - start < 5
    assert read_evidence(PAGE, "a.html").documents


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not bound address space")
def test_a_mail_that_swells_is_stopped_by_the_memory_limit() -> None:
    head = b"From: a\nMIME-Version: 1.0\nContent-Type: message/delivery-status\n\n"
    keeper = ReadingProcess()
    try:
        limits = Limits(max_memory=130 * 1024 * 1024)
        result = keeper.read("mail", head + b"\n" * 400_000, "a.eml", limits)
        assert find_keys(result) in (["memory"], ["crashed"])
        assert keeper.read("mail", MAIL, "a.eml", Limits()).documents
    finally:
        keeper.close()


def test_the_next_file_is_read_after_the_reading_process_was_killed() -> None:
    keeper = ReadingProcess()
    try:
        first = keeper.read("html", PAGE, "a.html", Limits())
        assert keeper._child is not None
        keeper._child.kill()
        keeper._child.wait()
        assert keeper.read("html", PAGE, "a.html", Limits()) == first
    finally:
        keeper.close()


def test_a_reader_is_not_replaced_for_the_memory_of_whoever_started_it() -> None:
    held = bytearray(b"x") * (400 * 1024 * 1024)  # more than a reading process may grow to
    keeper = ReadingProcess()
    try:
        keeper.read("html", PAGE, "a.html", Limits())
        assert keeper._child is not None
    finally:
        keeper.close()
    assert len(held)


def test_threads_share_the_reading_process_without_mixing_answers() -> None:
    pages = [PAGE.replace(b"48", b"%d" % number) for number in range(100, 140)]
    found: dict[int, str] = {}

    def read(number: int) -> None:
        found[number] = read_evidence(pages[number], "a.html").documents[0].text

    threads = [threading.Thread(target=read, args=(number,)) for number in range(len(pages))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(str(100 + number) in text for number, text in found.items())
    assert len(found) == len(pages)


def test_modules_that_lie_among_the_evidence_are_never_run(tmp_path: Path) -> None:
    for name in ("lxml", "pypdfium2", "json", "zhanlian"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\n", encoding="utf-8")
    (tmp_path / "a.html").write_bytes(PAGE)
    script = (
        "from pathlib import Path; from zhanlian.readers import read_evidence;"
        "print(read_evidence(Path('a.html').read_bytes(), 'a.html').documents[0].text)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert "48" in done.stdout.decode()
    assert not (tmp_path / "ran").exists()
