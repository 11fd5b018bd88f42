"""The one way in: told from content, refused with a reason, quick for small texts."""

import ast
import time
import tomllib
from pathlib import Path

import pytest

import zhanlian.readers
import zhanlian.words
from zhanlian.model.document import Document
from zhanlian.readers import REGISTRY, Limits, read_evidence
from zhanlian.words import LANGUAGES, say


def test_a_text_comes_back_character_for_character() -> None:
    text = "抓获48人。\r\n移交3人。\n"
    result = read_evidence(text.encode(), "a.txt")
    assert result.media_type == "text/plain"
    assert result.documents == (Document(text, "utf-8"),)


@pytest.mark.parametrize(
    ("data", "media_type", "key"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png", "kind-image"),
        (b"\xff\xd8\xff\xe0", "image/jpeg", "kind-image"),
        (b"\0\0\0\x18ftypmp42", "video/mp4", "kind-media"),
        (b"Rar!\x1a\x07\x01\0", "application/vnd.rar", "kind-archive"),
        (b"{\\rtf1 x}", "application/rtf", "kind-word"),
        (b"\x7fELF\x02", "application/x-elf", "kind-program"),
        (
            b"MZ" + b"\0" * 58 + (64).to_bytes(4, "little") + b"PE\0\0",
            "application/vnd.microsoft.portable-executable",
            "kind-program",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "application/msword",
            "kind-word",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", "kind-unknown"),
        (b"ab\0\x01\x02\xff\xfe\xfd", "application/octet-stream", "text-binary"),
        (b"", "application/octet-stream", "empty"),
    ],
)
def test_what_is_not_read_is_named_with_a_remedy(data: bytes, media_type: str, key: str) -> None:
    result = read_evidence(data, "a.txt")
    assert (result.media_type, result.documents, result.members) == (media_type, (), ())
    assert [one.reason.key for one in result.rejects] == [f"reject.{key}"]


def test_texts_that_begin_like_a_program_or_picture_are_texts() -> None:
    for text in ("MZ公司涉案48人", "BM公司涉案48人", "IDs of 48 people", "BZ 48"):
        assert read_evidence(text.encode(), "a").documents[0].text == text


def test_a_file_above_the_limits_is_a_reject() -> None:
    for limits, key in ((Limits(max_bytes=9), "too-large"), (Limits(max_text_chars=9), "too-long")):
        (found,) = read_evidence(b"1234567890", "a.txt", limits).rejects
        assert found.reason.key == f"reject.{key}"


def test_each_reject_of_the_code_has_a_text_with_its_fields_in_each_language() -> None:
    folder = Path(zhanlian.readers.__file__).parent
    used = {f"reject.kind-{kind}" for kind in _find_kinds(folder / "formats" / "binary.py")}
    # Statements have words of their own; `statements/test_words.py` looks after them.
    for file in (one for one in folder.rglob("*.py") if "statements" not in one.parts):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                used |= _find_keys(node)
    for language in LANGUAGES:
        assert used == load_own_keys(language)


def load_own_keys(language: str) -> set[str]:
    """Return the keys of this room's part of the catalogue."""
    words = Path(zhanlian.words.__file__).parent / language / "readers.toml"
    told = tomllib.loads(words.read_text(encoding="utf-8"))
    assert list(told) == ["reject"]
    return {f"reject.{key}" for key in told["reject"]}


def _find_keys(call: ast.Call) -> set[str]:
    name = getattr(call.func, "id", "")
    texts = [one.value for one in call.args if isinstance(one, ast.Constant)]
    if name in ("FormatError", "LimitError"):
        return {str(texts[0])}
    if name in ("refuse", "reject", "_reject_runs"):
        place = {"refuse": 2, "reject": 1, "_reject_runs": 2}[name]
        argument = call.args[place]
        if isinstance(argument, ast.Constant):
            return {f"reject.{argument.value!s}"}
        if isinstance(argument, ast.Name) and name == "refuse":
            return {"reject.timeout", "reject.crashed"}
    return set()


def _find_kinds(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    rows = [node for node in ast.walk(tree) if isinstance(node, ast.Tuple) and len(node.elts) > 1]
    last = (row.elts[-1] for row in rows)
    kinds = {one.value for one in last if isinstance(one, ast.Constant)}
    media_types = {one.elts[-2] for one in rows}
    assert media_types
    return {kind for kind in kinds if isinstance(kind, str) and kind.isalpha()}


def test_both_languages_use_the_same_fields() -> None:
    fields = {"limit": 1, "detail": "x", "seconds": 1, "encoding": "x", "offset": 1, "part": "x"}
    fields |= {"pages": 1, "ratio": 1, "method": 1, "media_type": "x"}
    for key in sorted(load_own_keys("zh")):
        for language in LANGUAGES:
            assert "{" not in say(key, language, fields)


def test_the_registry_ends_with_the_format_that_takes_everything() -> None:
    assert REGISTRY[-1][0] == "plain"
    assert REGISTRY[-1][1].sniff(b"\xff")


def test_a_small_text_costs_well_under_a_millisecond() -> None:
    data = "3月5日，某地抓获犯罪嫌疑人48名。\r\n".encode() * 40
    times = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(200):
            read_evidence(data, "a.txt")
        times.append((time.perf_counter() - start) / 200)
    assert sorted(times)[2] < 0.001
