"""Asking for a release by command tells the audience before the draft is made."""

import itertools
from pathlib import Path
from typing import Any

import pytest
from docket import OpenDocket, add_staff, do

from zhanlian.app.docket.look import list_waiting
from zhanlian.cli.program import call
from zhanlian.store.workspace import open_workspace

_HASH = "a" * 64


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "workspace"
    with open_workspace(path, create=True) as workspace:
        add_staff(OpenDocket(workspace.docket))
    return path


def _make(place: Path) -> tuple[str, str]:
    """Return the ids of an agreement without a last day and of a lead, both synthetic."""
    with open_workspace(place, create=False) as workspace:
        opened = OpenDocket(workspace.docket, _ids=itertools.count(900))
        told: dict[str, Any] = {
            "between": ["wz", "mm-police"],
            "signed_on": "2024-01-10",
            "covers": ["lead"],
        }
        agreement = do(opened, "zhou", "agreement.sign", name="合成备忘录", source=_HASH,
                       agreement_type="memorandum", purposes=["capture"], **told)  # fmt: skip
        lead = do(opened, "li", "lead.record", title="合成窝点线索", source=_HASH, content="合成",
                  source_grade="B", information_grade="2")  # fmt: skip
    return agreement.records[0].id, lead.records[0].id


@pytest.mark.parametrize(("who", "code", "told"), [("li", 0, True), ("sun", 5, False)])
def test_the_audience_is_told_before_the_draft(
    place: Path, capsys: pytest.CaptureFixture[str], who: str, code: int, *, told: bool
) -> None:
    agreement, lead = _make(place)
    words = ("operation", "release", lead, "--to-party", "mm-police", "--agreement", agreement,
             "--purpose", "capture", "--number", "合成函1号", "--as", who, "--lang", "en",
             "--workspace", str(place))  # fmt: skip
    assert call(words, {"NO_COLOR": "1", "COLUMNS": "200", "LANG": "en_US.UTF-8"}) == code
    out = capsys.readouterr().out
    assert ("mm-zhou" in out) is told  # the liaison of the other party would see it
    if told:
        with open_workspace(place, create=False) as workspace:
            (draft,) = list_waiting(workspace.docket, "qian")
        assert out.index("mm-zhou") < out.index(draft.record.id)
