"""A rule that is raised while a draft waits: what was enough before is enough no longer."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from docket import OpenDocket, do, open_docket
from orders import FREEZE, filed_case
from sqlalchemy import Engine

from zhanlian.app.docket.look import list_records
from zhanlian.app.docket.perform import Asked, perform
from zhanlian.docket.rules.book import load_rules
from zhanlian.errors import StateError

RAISED = """
[[approval]]
id = "freeze.order"
condition = "deposit"
level = "province"
law = "design"
status = "design"
valid_from = 2024-09-25
"""


@pytest.fixture
def opened(tmp_path: Path, docket_engine: Engine) -> OpenDocket:
    return open_docket(tmp_path, docket_engine)


def test_a_draft_is_held_against_the_rule_of_the_day_it_takes_effect(opened: OpenDocket) -> None:
    case = filed_case(opened)
    draft = do(opened, "li", "freeze.order", case, **FREEZE).draft
    assert draft is not None
    assert draft.body.level.value == "county"
    opened.pass_time(days=3)
    raised = replace(opened.surroundings, rules=load_rules((("raised.toml", RAISED),)))
    with pytest.raises(StateError, match="draft-outgrown"):
        perform(opened.docket, "zhao", Asked("draft.approve", {}, draft.id), raised)
    assert list_records(opened.docket, "li", ("freeze",), raised) == ()
    # The refused approval is not on record either: the draft is as it was, and a higher one does.
    done = perform(opened.docket, "qian", Asked("draft.approve", {}, draft.id), raised)
    assert done.act == "freeze.order"
    assert [one.by for one in done.records[1].approvals] == ["qian"]


def test_the_day_before_the_rule_is_raised_the_former_level_is_enough(opened: OpenDocket) -> None:
    case = filed_case(opened)
    draft = do(opened, "li", "freeze.order", case, **FREEZE).draft
    assert draft is not None
    opened.now += timedelta(days=1)
    raised = replace(opened.surroundings, rules=load_rules((("raised.toml", RAISED),)))
    done = perform(opened.docket, "zhao", Asked("draft.approve", {}, draft.id), raised)
    assert done.act == "freeze.order"
