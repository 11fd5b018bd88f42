"""The worked sentence of docs/claims.md gives the claims that the page shows."""

import re
from pathlib import Path

from zhanlian.model.document import Document
from zhanlian.reading.body import find_body
from zhanlian.reading.claims import find_claims

_ROOT = Path(__file__).parents[2]
_PAGE = (_ROOT / "docs/claims.md").read_text(encoding="utf-8")


def _told_rows() -> list[list[str]]:
    lines = _PAGE[_PAGE.index("| quote | metric |") :].splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    return rows[2 : rows.index([])]


def _read_rows(text: str) -> list[list[str]]:
    claims = find_claims(text, find_body(Document(text, "utf-8")))
    quotes: dict[int | None, str] = {claim.start: claim.quote for claim in claims}
    return [
        [
            claim.quote,
            claim.metric,
            str(claim.value),
            claim.qualifier,
            claim.role or "",
            claim.verb,
            quotes.get(claim.part_of, ""),
        ]
        for claim in claims
    ]


def test_the_sentence_of_the_page_gives_the_table_of_the_page() -> None:
    (text,) = re.findall(r"```text\n(.*?)```", _PAGE, flags=re.DOTALL)
    assert len(_told_rows()) == 4
    assert _read_rows(text) == _told_rows()


def test_the_chinese_page_shows_the_same_sentence() -> None:
    (text,) = re.findall(r"```text\n(.*?)```", _PAGE, flags=re.DOTALL)
    page = (_ROOT / "docs/rules.zh-CN.md").read_text(encoding="utf-8")
    assert f"> {text.strip()}\n" in page


def test_the_files_that_the_page_names_exist() -> None:
    folder = _ROOT / "src/zhanlian"
    names = {name.rsplit("/", 1)[-1] for name in re.findall(r"`([\w/]+\.(?:py|toml))`", _PAGE)}
    known = {file.name for base in (folder, _ROOT / "tests") for file in base.rglob("*.*")}
    assert names and names <= known
