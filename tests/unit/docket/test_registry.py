"""The registry finds what rooms bring, and imports no more of them than it takes."""

import subprocess
import sys

import pytest

from zhanlian.docket.registry import ACTS, KINDS, ROOMS, list_acts, list_kinds


@pytest.mark.parametrize("room", ROOMS)
def test_acts_and_kinds_of_a_room_stand_in_its_group_of_commands(room: str) -> None:
    assert {act.command[0] for act in ACTS.of_room(room)} <= {ROOMS[room]}
    assert {kind.command for kind in KINDS.of_room(room)} <= {ROOMS[room]}


def test_every_act_and_kind_is_found_by_its_name() -> None:
    assert len(set(ACTS)) == len(ACTS) > 100
    assert len(set(KINDS)) == len(KINDS) > 30
    assert all(ACTS[name].name == name for name in ACTS)
    assert all(KINDS[name].name == name for name in KINDS)


def test_what_no_room_brings_is_not_there() -> None:
    assert "case.abolish" not in ACTS
    assert "spaceship" not in KINDS


def test_a_group_of_commands_has_the_acts_and_kinds_of_all_its_rooms() -> None:
    assert {"freeze.order", "round.propose"} <= {act.name for act in list_acts("order")}
    assert {"freeze", "round"} <= {kind.name for kind in list_kinds("order")}


def test_a_list_of_cases_imports_no_room_of_hand_overs() -> None:
    code = (
        "import sys\n"
        "from zhanlian.docket.registry import KINDS, list_acts\n"
        "assert list_acts('case') and KINDS['case']\n"
        "print([name for name in sys.modules if name.startswith('zhanlian.docket.handovers')])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert ran.stdout.strip() == "[]"
