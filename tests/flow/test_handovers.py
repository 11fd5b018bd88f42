"""A hand-over on both databases: listed, confirmed, signed apart, escorted, received, told."""

from pathlib import Path
from typing import Any

import pytest
from docket import OTHER, OpenDocket, do, do_approved, open_docket
from handed_over import (
    HANDED_AT,
    PAPER,
    confirm_fugitives,
    confirm_handover,
    enter_article,
    make_request,
    make_rows,
    open_handover,
    sign_handover,
)
from sqlalchemy import Engine

from zhanlian.app.docket.handovers import match_handover, report_custody, state_handover
from zhanlian.app.docket.look import list_history, list_records, show_record
from zhanlian.errors import DeniedError, InputError, NotFoundError, StateError
from zhanlian.model.claim import Metric, Role
from zhanlian.model.docket.exhibit import Flaw
from zhanlian.model.docket.handover import Grade

SIGNED: dict[str, Any] = {"signer": "合成签字人", "post": "合成职务", "signed_at": HANDED_AT}


@pytest.fixture
def opened(tmp_path: Path, docket_engine: Engine) -> OpenDocket:
    return open_docket(tmp_path, docket_engine)


def _state(opened: OpenDocket, record: str) -> str:
    return show_record(opened.docket, "li", record, opened.surroundings).record.state


def _assign(opened: OpenDocket, handover: str, seq: str, **told: Any) -> str:
    request: dict[str, Any] = {
        "seq": seq,
        "receiving_unit": "合成支队",
        "receiving_place": "安徽",
        "jurisdiction": "place-of-residence",
        "source": "合成指定管辖决定书",
        "escort_officer": ["合成民警甲", "合成民警乙"],
    }
    return do(opened, "li", "handover.assign", handover, **{**request, **told}).records[0].id


def _receive(opened: OpenDocket, escort: str, people: int, **told: Any) -> None:
    request: dict[str, Any] = {
        "received_by": "合成接收人",
        "post": "合成职务",
        "reception_at": "2024-04-01T09:00:00+08:00",
        "paper": "合成签收单",
        "people": people,
    }
    do(opened, "li", "handover.receive", escort, **{**request, **told})


def test_article_000_entered_once_gives_back_its_public_figures(opened: OpenDocket) -> None:
    handover = enter_article(opened)
    told = state_handover(opened.docket, "li", handover, "zh", opened.now)
    assert told.text == (
        "截至2024-03-31，在缅北木姐地区抓获涉诈犯罪嫌疑人807名。"
        "其中，中国籍犯罪嫌疑人352名，缅甸籍犯罪嫌疑人455名。"
        "中国籍犯罪嫌疑人中，组织头目和骨干21名，在逃犯罪嫌疑人51名。"
        "2024-03-31，在瑞丽移交中国籍犯罪嫌疑人352名。"
        "另有缅甸籍犯罪嫌疑人455名由移交方处理。"
    )
    claims = [one.claim for one in told.claims]
    assert [(one.metric, int(one.value), one.nationality, one.role) for one in claims] == [
        (Metric.SUSPECTS_CAPTURED, 807, None, None),
        (Metric.SUSPECTS_CAPTURED, 352, "CN", None),
        (Metric.SUSPECTS_CAPTURED, 455, "MM", None),
        (Metric.SUSPECTS_TRANSFERRED, 352, "CN", None),
        (Metric.SUSPECTS_CAPTURED, 21, "CN", Role.LEADER),
        (Metric.SUSPECTS_CAPTURED, 51, "CN", Role.FUGITIVE),
        (Metric.OTHER, 455, "MM", None),
    ]
    assert all(told.text[one.start : one.end] == one.quote for one in claims)
    assert [one.part_of for one in claims] == [
        None, claims[0].start, claims[0].start, None, claims[1].start, claims[1].start, None,
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_claim_cites_the_line_of_the_version_it_was_taken_from(
    opened: OpenDocket, language: str
) -> None:
    handover = enter_article(opened)
    told = state_handover(opened.docket, "li", handover, language, opened.now)
    lines = [line for line in opened.docket.list_audit_lines() if line.object == handover]
    assert {one.source.sha256 for one in told.claims} == {lines[-1].hash}
    assert all(told.text[c.claim.start : c.claim.end] == c.claim.quote for c in told.claims)


def test_a_list_that_misses_one_row_is_refused_with_every_difference(opened: OpenDocket) -> None:
    handover = open_handover(opened, make_rows(9, 2, 3), people=10, split=["CN=10"], heads=3)
    for act in ("handover.check", "handover.confirm"):
        with pytest.raises(StateError) as error:
            do(opened, "li", act, handover)
        assert error.value.fields["differences"] == "people 10/9 (-1); CN 10/9 (-1); heads 3/2 (-1)"
    assert _state(opened, handover) == "listed"


def test_a_corrected_list_is_checked_and_confirmed_anew(opened: OpenDocket) -> None:
    handover = open_handover(opened, make_rows(3))
    confirm_handover(opened, handover)
    do(opened, "li", "handover.rows", handover, reason="合成更正", people=4, split=["CN=4"],
       listed_person=make_rows(4))  # fmt: skip
    assert _state(opened, handover) == "listed"
    with pytest.raises(StateError):
        do(opened, "li", "handover.sign", handover, side="receiving-side", **SIGNED)
    confirm_handover(opened, handover)
    assert _state(opened, handover) == "confirmed"
    assert len(list_history(opened.docket, "li", handover, opened.surroundings)) == 6


def test_nobody_confirms_a_list_alone_or_below_the_level(opened: OpenDocket) -> None:
    handover = open_handover(opened, make_rows(2))
    do(opened, "li", "handover.check", handover)
    draft = do(opened, "li", "handover.confirm", handover).draft
    assert draft is not None
    for who in ("li", "zhao"):
        with pytest.raises(DeniedError):
            do(opened, who, "draft.approve", draft.id)
    assert _state(opened, handover) == "checked"


def test_each_side_signs_once_and_apart(opened: OpenDocket) -> None:
    handover = open_handover(opened, make_rows(2))
    with pytest.raises(StateError):
        do(opened, "zhou", "handover.sign", handover, side="receiving-side", **SIGNED)
    confirm_handover(opened, handover)
    do(opened, "zhou", "handover.sign", handover, side="receiving-side", **SIGNED)
    assert _state(opened, handover) == "confirmed"
    with pytest.raises(StateError):
        do(opened, "zhou", "handover.sign", handover, side="receiving-side", **SIGNED)
    with pytest.raises(InputError, match="docket-handover-paper"):
        do(opened, "zhou", "handover.sign", handover, side="giving-side", **SIGNED)
    with pytest.raises(StateError, match="docket-handover-signed"):
        do(opened, "li", "handover.rows", handover, reason="合成", listed_person=make_rows(2))
    do(opened, "zhou", "handover.sign", handover, side="giving-side", paper=PAPER, **SIGNED)
    assert _state(opened, handover) == "signed"
    body = show_record(opened.docket, "li", handover, opened.surroundings).record.body
    assert len({one.digest for one in body.signatures}) == 1


def test_the_other_party_signs_for_its_own_side_what_was_released_to_it(
    opened: OpenDocket,
) -> None:
    handover = open_handover(opened, make_rows(2))
    confirm_handover(opened, handover)
    with pytest.raises(NotFoundError):
        do(opened, "mm-zhou", "handover.sign", handover, side="giving-side", **SIGNED)
    _release(opened, handover)
    with pytest.raises(DeniedError):
        do(opened, "mm-zhou", "handover.sign", handover, side="receiving-side", **SIGNED)
    with pytest.raises(DeniedError):
        do(opened, "mm-zhou", "handover.check", handover)
    do(opened, "mm-zhou", "handover.sign", handover, side="giving-side", **SIGNED)
    do(opened, "zhou", "handover.sign", handover, side="receiving-side", **SIGNED)
    assert _state(opened, handover) == "signed"


def _release(opened: OpenDocket, handover: str) -> None:
    agreement = do(
        opened, "zhou", "agreement.sign", name="合成协定", agreement_type="memorandum",
        between=["wz", OTHER], signed_on="2024-01-10", expires_on="2024-12-31",
        covers=["handover"], purposes=["capture"], source="a" * 64,
    ).records[0].id  # fmt: skip
    do_approved(
        opened, "zhou", "record.release", handover, by="qian", to_party=OTHER,
        agreement=agreement, purpose="capture", number="合成放行1号",
    )  # fmt: skip


def test_a_side_that_refuses_voids_the_other_signature(opened: OpenDocket) -> None:
    handover = open_handover(opened, make_rows(2))
    confirm_handover(opened, handover)
    do(opened, "zhou", "handover.sign", handover, side="receiving-side", **SIGNED)
    do(opened, "zhou", "handover.refuse", handover, side="giving-side", reason="合成理由")
    body = show_record(opened.docket, "li", handover, opened.surroundings).record.body
    assert (_state(opened, handover), body.signatures) == ("refused", ())
    do(opened, "li", "handover.rows", handover, reason="合成更正", listed_person=make_rows(2))
    assert _state(opened, handover) == "listed"


def test_whoever_was_withheld_is_not_handed_over(opened: OpenDocket) -> None:
    rows = make_rows(3)
    rows[1]["withheld"] = "合成：接收方拒收"
    handover = open_handover(opened, rows, people=2, split=["CN=2"])
    confirm_handover(opened, handover)
    with pytest.raises(NotFoundError):
        _assign(opened, handover, "1-3")
    told = state_handover(opened.docket, "li", handover, "zh", opened.now)
    assert told.claims == ()  # nobody was handed over before both sides signed


def test_every_person_goes_to_one_unit_with_two_officers(opened: OpenDocket) -> None:
    handover = open_handover(opened, make_rows(5))
    with pytest.raises(StateError):
        _assign(opened, handover, "1")
    confirm_handover(opened, handover)
    with pytest.raises(InputError, match="escort-officers"):
        _assign(opened, handover, "1", escort_officer=["合成民警甲", " 合成民警甲 "])
    first = _assign(opened, handover, "1-3")
    with pytest.raises(StateError, match="escort-twice"):
        _assign(opened, handover, "3-5")
    do(opened, "li", "handover.void-escort", first, reason="合成理由")
    second = _assign(opened, handover, "2-5")
    with pytest.raises(StateError):
        _receive(opened, second, 4)  # not signed yet
    sign_handover(opened, handover)
    with pytest.raises(StateError, match="escort-count"):
        _receive(opened, second, 3)
    with pytest.raises(InputError, match="escort-early"):
        _receive(opened, second, 4, reception_at="2024-03-30T09:00:00+08:00")
    _receive(opened, second, 3, missing="5", reason="合成：送医")
    assert _state(opened, handover) == "signed"  # number 1 goes nowhere yet
    with pytest.raises(StateError):
        do(opened, "li", "handover.close", handover)
    _receive(opened, _assign(opened, handover, "1"), 1)
    assert _state(opened, handover) == "received"
    do(opened, "li", "handover.close", handover)
    assert _state(opened, handover) == "closed"


def test_fugitives_count_only_when_somebody_confirmed_them(opened: OpenDocket) -> None:
    rows = make_rows(5, 0, 2)
    handover = open_handover(opened, rows)
    confirm_handover(opened, handover)
    sign_handover(opened, handover)

    def roles() -> list[Role | None]:
        told = state_handover(opened.docket, "li", handover, "zh", opened.now)
        return [one.claim.role for one in told.claims]

    assert Role.FUGITIVE not in roles()
    confirm_fugitives(opened, handover, rows)
    assert Role.FUGITIVE in roles()
    with pytest.raises(StateError, match="match-twice"):
        confirm_fugitives(opened, handover, rows)
    for one in list_records(opened.docket, "li", ("handover-match",), opened.surroundings):
        do(opened, "li", "handover.withdraw-match", one.record.id, reason="合成理由")
    assert Role.FUGITIVE not in roles()


def test_a_match_names_a_record_that_the_actor_sees_or_a_number(opened: OpenDocket) -> None:
    handover = open_handover(opened, make_rows(2))

    def confirm(**told: Any) -> None:
        row = {"seq": 1, "source": "合成核查单", **told}
        do(opened, "li", "handover.match", handover, matches=[row])

    with pytest.raises(NotFoundError):
        confirm(matched="nobody")
    with pytest.raises(NotFoundError):
        confirm(seq=9, register_no="T1")
    with pytest.raises(InputError):
        confirm()
    with pytest.raises(DeniedError):
        row = {"seq": 1, "source": "合成", "register_no": "T1"}
        do(opened, "sun", "handover.match", handover, matches=[row])
    assert match_handover(opened.docket, "li", handover, opened.now) == ()


def _want(opened: OpenDocket, name: str, number: str) -> tuple[str, str]:
    """Return the ids of a person in a case of li's and of a wanted notice for it."""
    do(opened, "li", "case.open", name="合成案", member=["zhao"])
    person, standing = do(
        opened, "li", "person.add", "合成案", name=name, role=["suspect"], source="合成文书",
        id_number=number,
    ).records  # fmt: skip
    notice = do_approved(
        opened, "li", "wanted.issue", standing.id, by="zhao", area="within-county",
        facts="合成案情", authority="合成公安局", paper="合成缉1号", source="合成文书",
        at="2024-03-01T09:00:00+08:00", id_number=number,
    )[0]  # fmt: skip
    return person.id, notice.id


def test_rows_are_matched_with_wanted_notices_and_a_person_confirms(opened: OpenDocket) -> None:
    rows = make_rows(3)
    person, notice = _want(opened, rows[2]["name"], "ＳＹＮ 000002")
    handover = open_handover(opened, rows)
    found = match_handover(opened.docket, "li", handover, opened.now)
    told = [(one.proposal.seq, one.proposal.known.record, one.proposal.grade) for one in found]
    strong, weak = Grade.STRONG, Grade.WEAK
    assert set(told) == {(2, person, strong), (2, notice, strong), (3, person, weak),
                         (3, notice, weak)}  # fmt: skip
    assert {one.name for one in found} == {"合**"}
    assert match_handover(opened.docket, "qian", handover, opened.now) == ()  # works on no case
    confirmed = {"seq": 2, "matched": notice, "is_fugitive": True, "source": "合成核查单"}
    with pytest.raises(InputError, match="match-fugitive"):
        row = {**confirmed, "matched": person}
        do(opened, "li", "handover.match", handover, matches=[row])
    (match,) = do(opened, "li", "handover.match", handover, matches=[confirmed]).records
    assert (match.state, match.body.matched) == ("match-confirmed", notice)


def test_exhibits_move_together_and_their_custody_is_told(opened: OpenDocket) -> None:
    handover = open_handover(opened, make_rows(2))
    found = {"found_by": "合成甲", "found_time": "2024-03-30T10:00:00+08:00"}
    items = [{"label": f"A{nr}", "described": "合成手机", "serial": f"SN{nr}", **found}
             for nr in (1, 2)]  # fmt: skip
    do(opened, "li", "exhibit.list", handover, items=items)
    with pytest.raises(StateError):
        do(opened, "li", "exhibit.list", handover, items=items[:1])
    signed = {"giver_signed": "合成单", "taker_signed": "合成单"}
    do(opened, "li", "exhibit.move-all", handover, given_by="合成甲", taken_by="合成乙",
       given_at="2024-03-30T21:00:00+08:00", taken_at="2024-03-30T21:05:00+08:00",
       purpose="for-handover", **signed)  # fmt: skip
    received = [{"label": "A1", "serial": "SN2"}, {"label": "A2", "serial": "SN1"}]
    do(opened, "zhou", "exhibit.check-in", handover, received_by="合成丙", paper="合成清单",
       reception_at="2024-03-31T10:00:00+08:00", items=received)  # fmt: skip
    custody = report_custody(opened.docket, "li", handover, opened.surroundings)
    assert custody.exhibits == 2
    assert [(one.label, one.flaw) for one in custody.findings] == [
        ("A1", Flaw.GAP), ("A2", Flaw.GAP), ("A1", Flaw.SWAPPED), ("A2", Flaw.SWAPPED),
    ]  # fmt: skip
    one = list_records(opened.docket, "li", ("exhibit",), opened.surroundings)[0].record
    alone = report_custody(opened.docket, "li", one.id, opened.surroundings)
    assert (alone.exhibits, [flaw.flaw for flaw in alone.findings]) == (1, [Flaw.GAP])


def test_who_works_on_the_case_does_not_keep_its_exhibits(opened: OpenDocket) -> None:
    case = do(opened, "li", "case.open", name="合成案", member=["sun"]).records[0].id
    exhibit = do(opened, "li", "exhibit.seize", case,
                 items=[{"label": "A1", "described": "合成电脑"}]).records[0].id  # fmt: skip

    def store(keeper: str) -> None:
        do(opened, "li", "exhibit.move", exhibit, given_by="合成甲", taken_by="合成乙",
           given_at="2024-03-30T21:00:00+08:00", taken_at="2024-03-30T21:05:00+08:00",
           purpose="for-storage", keeper=keeper)  # fmt: skip

    with pytest.raises(DeniedError, match="exhibit-keeper"):
        store("sun")
    with pytest.raises(NotFoundError):
        store("mm-sun")
    store("zhou")


def test_people_of_a_list_are_masked_by_default(opened: OpenDocket) -> None:
    handover = open_handover(opened, make_rows(1))
    (row,) = show_record(opened.docket, "li", handover, opened.surroundings).body["listed_person"]
    assert (row["name"], row["document"], row["birth"]) == ("合**", "****01", "****")


def test_a_hand_over_of_a_case_is_seen_by_its_members_alone(opened: OpenDocket) -> None:
    do(opened, "li", "case.open", name="合成案", member=["qian"])
    handover = open_handover(opened, make_rows(1), case="合成案")
    assert _state(opened, handover) == "listed"
    with pytest.raises(NotFoundError):
        show_record(opened.docket, "zhou", handover, opened.surroundings)
    with pytest.raises(NotFoundError):
        do(opened, "zhou", "handover.open", **make_request(make_rows(1), case="合成案"))


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"split": ["CN=1"]}, "docket-handover-sum"),
        ({"heads": 3}, "docket-handover-parts"),
        ({"zone": "Asia/Yangon"}, "docket-handover-zone"),
        ({"giver_party": "wz"}, "docket-handover-parties"),
        ({"place": " "}, "field-missing"),
        ({"remaining": ["MM=1"]}, "field-missing"),
    ],
)
def test_a_hand_over_that_cannot_be_is_refused(
    opened: OpenDocket, told: dict[str, Any], key: str
) -> None:
    with pytest.raises(InputError, match=key):
        do(opened, "li", "handover.open", **make_request(make_rows(2), **told))
