"""Forms on paper from records on both databases: whole, cited in the audit chain, and by right."""

import hashlib
import io
import json
from pathlib import Path

import pytest
from docket import OpenDocket, do, open_docket
from docx import Document
from handed_over import enter_article, make_rows, open_handover
from orders import FREEZE, file_case, open_case, run_freeze
from sqlalchemy import Engine

from zhanlian.app.docket.forms import PRINT, print_form
from zhanlian.errors import DeniedError, InputError, NotFoundError, StoreError


@pytest.fixture
def opened(tmp_path: Path, docket_engine: Engine) -> OpenDocket:
    return open_docket(tmp_path, docket_engine)


def _print(opened: OpenDocket, who: str, record: str, out: Path, **how: str) -> str:
    """Return all text of the form that was written."""
    printed = print_form(opened.docket, who, record, out, opened.surroundings, **how)
    data = out.read_bytes()
    assert printed.sha256 == hashlib.sha256(data).hexdigest()
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def _lines(opened: OpenDocket, action: str) -> list[tuple[str, str, dict[str, object]]]:
    return [
        (line.actor, line.object, json.loads(line.after or "{}"))
        for line in opened.docket.list_audit_lines()
        if line.action == action
    ]


def test_a_freeze_notice_tells_identifiers_whole_and_leaves_a_line(
    opened: OpenDocket, tmp_path: Path
) -> None:
    case = open_case(opened)
    file_case(opened, case)
    freeze = run_freeze(opened, case)
    out = tmp_path / "freeze.docx"
    text = _print(opened, "li", freeze.id, out)
    for told in (
        FREEZE["account"],
        FREEZE["holder"],
        "合成案",
        "100,000.00 CNY",
        "2025-03-23 24:00",
        "批准人：zhao",
        "（单位印章）　2024年9月23日",
    ):
        assert told in text
    assert "草稿" not in text
    ((actor, about, after),) = _lines(opened, PRINT)
    assert (actor, about) == ("li", freeze.id)
    assert after["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()


def test_a_draft_is_printed_as_a_draft(opened: OpenDocket, tmp_path: Path) -> None:
    case = open_case(opened)
    file_case(opened, case)
    draft = do(opened, "li", "freeze.order", case, **FREEZE).draft
    assert draft is not None
    text = _print(opened, "zhao", draft.id, tmp_path / "a.docx", language="en")
    assert text.startswith("DRAFT")
    assert FREEZE["account"] in text


def test_whoever_may_not_see_or_print_gets_no_file_and_leaves_a_line(
    opened: OpenDocket, tmp_path: Path
) -> None:
    case = open_case(opened)
    file_case(opened, case)
    freeze = run_freeze(opened, case)
    do(opened, "li", "case.join", case, member="sun")
    out = tmp_path / "none.docx"
    with pytest.raises(NotFoundError):
        _print(opened, "zhou", freeze.id, out)
    with pytest.raises(DeniedError):
        _print(opened, "sun", freeze.id, out)
    assert not out.exists()
    denied = [(who, after["act"]) for who, _, after in _lines(opened, "denied")]
    assert denied == [("zhou", PRINT), ("sun", PRINT)]
    assert _lines(opened, PRINT) == []


def test_a_record_without_a_form_says_which_there_are(opened: OpenDocket, tmp_path: Path) -> None:
    case = open_case(opened)
    with pytest.raises(InputError) as told:
        _print(opened, "li", case, tmp_path / "a.docx")
    assert told.value.key == "error.form-none"
    with pytest.raises(InputError) as told:
        _print(opened, "li", case, tmp_path / "a.docx", form="no-such")
    assert told.value.key == "error.form-unknown"


def test_the_line_of_a_form_that_could_not_be_written_stands(
    opened: OpenDocket, tmp_path: Path
) -> None:
    case = open_case(opened)
    file_case(opened, case)
    freeze = run_freeze(opened, case)
    with pytest.raises(StoreError):
        _print(opened, "li", freeze.id, tmp_path / "missing" / "a.docx")
    assert len(_lines(opened, PRINT)) == 1


def test_a_hand_over_list_has_a_row_for_each_person(opened: OpenDocket, tmp_path: Path) -> None:
    handover = enter_article(opened)
    out = tmp_path / "list.docx"
    _print(opened, "li", handover, out)
    table = Document(io.BytesIO(out.read_bytes())).tables[1]
    assert len(table.rows) == 1 + 352
    assert [cell.text for cell in table.rows[0].cells][:2] == ["序号", "姓名"]


def test_who_was_not_handed_over_is_not_on_the_list(opened: OpenDocket, tmp_path: Path) -> None:
    rows = make_rows(3, 1, 1)
    rows.append(
        {
            **rows[2],
            "seq": 4,
            "document": "SYN-X",
            "fugitive_no": "",
            "name": "合成留下者",
            "withheld": "合成：住院",
        }
    )
    handover = open_handover(opened, rows, caught=3, remaining=[])
    text = _print(opened, "li", handover, tmp_path / "list.docx")
    assert "合成留下者" not in text
