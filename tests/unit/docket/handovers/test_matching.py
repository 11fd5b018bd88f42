"""Matches are proposed with a grade and with what speaks against them; none is made."""

from zhanlian.docket.handovers.matching import Known, propose_matches
from zhanlian.model.dates import PartialDate
from zhanlian.model.docket.handover import Grade, PersonRow

_BORN = PartialDate(1990, 5, 1)


def _row(**told: object) -> PersonRow:
    return PersonRow(**{"seq": 1, "nationality": "CN", "name": "合成甲某", **told})  # type: ignore[arg-type]


def _known(**told: object) -> Known:
    return Known(**{"record": "id1", "kind": "person", **told})  # type: ignore[arg-type]


def _grade(row: PersonRow, known: Known) -> list[tuple[Grade, tuple[str, ...]]]:
    return [(one.grade, one.differs) for one in propose_matches([row], [known])]


def test_the_number_of_a_document_is_strong_whatever_the_name() -> None:
    known = _known(names=("合成乙某",), numbers=("syn 001-1",))
    assert _grade(_row(document="SYN0011"), known) == [(Grade.STRONG, ())]


def test_a_number_of_the_register_is_as_strong() -> None:
    assert _grade(_row(fugitive_no="T-1"), _known(numbers=("T1",))) == [(Grade.STRONG, ())]


def test_name_and_full_birth_are_medium() -> None:
    assert _grade(_row(birth=_BORN), _known(names=("合成 甲某",), birth=_BORN)) == [
        (Grade.MEDIUM, ())
    ]


def test_a_name_alone_is_weak() -> None:
    assert _grade(_row(), _known(names=("合成甲某",))) == [(Grade.WEAK, ())]


def test_name_and_year_of_birth_are_weak_still() -> None:
    known = _known(names=("合成甲某",), birth=PartialDate(1990))
    assert _grade(_row(birth=PartialDate(1990)), known) == [(Grade.WEAK, ())]


def test_what_speaks_against_a_match_is_told() -> None:
    known = _known(names=("合成甲某",), birth=PartialDate(1970), numbers=("B2",))
    assert _grade(_row(birth=_BORN, document="A1"), known) == [(Grade.WEAK, ("birth", "number"))]


def test_other_names_are_compared_in_every_script() -> None:
    row = _row(latin="Synthetic JIA-mou", other_name="阿合、老成")
    assert _grade(row, _known(names=("synthetic jia mou",))) == [(Grade.WEAK, ())]
    assert _grade(row, _known(names=("老成",))) == [(Grade.WEAK, ())]


def test_nothing_in_common_is_no_match() -> None:
    assert _grade(_row(document="A1"), _known(names=("合成乙某",), numbers=("B1",))) == []
    assert _grade(_row(name="", latin="X Y"), _known(names=("",))) == []


def test_the_best_match_of_a_row_comes_first() -> None:
    people = [
        _known(record="a", names=("合成甲某",)),
        _known(record="b", names=("合成甲某",), numbers=("A1",)),
    ]
    found = propose_matches([_row(document="A1")], people)
    assert [one.known.record for one in found] == ["b", "a"]
