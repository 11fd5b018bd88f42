"""A batch from its notice in one step: masked as it is, every field with its place, once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhanlian.app.docket.gate import Visitor
from zhanlian.app.docket.listing_board import total_listings
from zhanlian.app.docket.listing_notice import Entered, Means, Order, enter_listings, read_number
from zhanlian.app.docket.perform import Asked, Done, perform
from zhanlian.app.docket.wire import wire_surroundings
from zhanlian.app.receive import ReceiveLimits
from zhanlian.app.wire import extract_listing, tell_time, wire_reading
from zhanlian.errors import InputError, NotFoundError
from zhanlian.model.claim import Qualifier
from zhanlian.model.docket.listing import Counted, ListedFacts
from zhanlian.model.docket.plain import to_plain
from zhanlian.store.workspace import open_workspace

SEED = "004_cccf6d30eede2dc3.txt"
NOTICE = """合成检察院、合成公安部联合挂牌督办第二批2起特大跨境电信网络诈骗犯罪案件

来源:合成网站2023-09-12 10:59

近日,最高人民检察院、公安部联合挂牌督办第二批2起特大跨境电信网络诈骗犯罪案件。\
这2起案件分别是福建莆田“3.03”电信网络诈骗案、浙江温州“4.04”电信网络诈骗案。

1.福建莆田“3.03”电信网络诈骗案

2022年9月,福建省莆田市公安机关在侦办一起案件中发现,以甲某某为首的一诈骗集团在老挝设立公司。\
目前已查明涉案金额人民币3000余万元。公安机关已抓获犯罪嫌疑人30余名。

2.浙江温州“4.04”电信网络诈骗案

2021年9月,浙江省温州市公安机关发现位于缅甸的犯罪集团。公安机关现已抓获犯罪嫌疑人70余名,\
其中已判决8人,移送审查起诉6人。
"""


class Silent:
    """Progress that nobody watches."""

    def begin(self, stage: str, total: int) -> None: ...
    def advance(self, count: int = 1, *, total: int | None = None) -> None: ...
    def end(self) -> None: ...


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with a programme, a case and two officers: li works on the case, wang not."""
    place = tmp_path / "workspace"

    def do(who: str, act: str, **told: Any) -> None:
        with open_workspace(place, create=True) as workspace:
            act_in(workspace, place)(who, act, None, **told)

    do("root1", "user.add", name="root1", party="wz", role=["administrator"])
    for name in ("li", "wang"):
        do("root1", "user.add", name=name, party="wz", role=["case-officer"])
    do("li", "case.open", name="合成通报")
    do("li", "programme.add", name="合成督办", authorities=["合成检察院", "合成公安部"])
    return place


def act_in(workspace: Any, place: Path) -> Callable[..., Done]:
    def do(who: str, act: str, target: str | None, **told: Any) -> Done:
        return perform(workspace.docket, who, Asked(act, told, target), wire_surroundings(place))

    return do


def enter(place: Path, source: Path | str, who: str = "li", **more: str) -> Entered:
    order = Order(str(source), more.pop("programme", "合成督办"), "合成通报", **more)
    means = Means(wire_reading(), extract_listing, ReceiveLimits(10, 10_000_000), Silent())
    with open_workspace(place, create=False) as workspace:
        around = wire_surroundings(place)
        return enter_listings(workspace, Visitor(who, tell_time()), order, means, around)


def synthetic(tmp_path: Path, text: str = NOTICE) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(text, encoding="utf-8")
    return path


def all_places(facts: ListedFacts) -> list[tuple[int | None, str]]:
    """Return (start, words) of every place that the listing cites."""
    return [
        *((one.start, one.quote) for one in facts.citations),
        *((one.start, one.masked_head) for one in facts.heads_as_masked),
        *((one.start, one.quote) for one in facts.case_counts),
    ]


def test_every_field_cites_its_place_in_the_notice(folder: Path, tmp_path: Path) -> None:
    entered = enter(folder, synthetic(tmp_path))
    assert [one.body.as_listed.code for one in entered.listings] == ["3.03", "4.04"]
    for listing in entered.listings:
        facts = listing.body.as_listed
        assert {one.field for one in facts.citations} >= {"name", "code", "place", "discovered"}
        assert all(one.source == entered.sha256 for one in facts.citations)
        for start, words in all_places(facts):
            assert start is not None
            assert NOTICE[start : start + len(words)] == words
    with open_workspace(folder, create=False) as workspace:
        assert workspace.vault.load(entered.sha256) == NOTICE.encode()
        assert [one.name for one in workspace.docket.list_receipts("合成通报")] == ["notice.txt"]


def test_parts_stated_side_by_side_are_marked_ambiguous(folder: Path, tmp_path: Path) -> None:
    second = enter(folder, synthetic(tmp_path)).listings[1].body.as_listed
    told = {one.counted_as: one for one in second.case_counts}
    for part in (Counted.SENTENCED, Counted.PROSECUTED):
        assert told[part].of is Counted.CAPTURED
        assert told[part].ambiguous_nesting
    assert told[Counted.CAPTURED].comparator is Qualifier.OVER
    assert Counted.AMOUNT not in told, "what is not stated is not nought"


def test_one_step_enters_the_cases_and_drafts_their_listing(folder: Path, tmp_path: Path) -> None:
    entered = enter(folder, synthetic(tmp_path))
    assert entered.draft is not None
    assert (entered.draft.body.act, entered.draft.body.reason) == ("batch.enter", entered.sha256)
    assert enter(folder, entered.sha256).draft is None, "nothing new, nothing to approve"


def test_a_second_time_adds_nothing(folder: Path, tmp_path: Path) -> None:
    first = enter(folder, synthetic(tmp_path))
    lines = audit_lines(folder)
    again = enter(folder, first.sha256.upper())
    assert (again.told, again.listings) == (2, ())
    assert audit_lines(folder) == lines
    # Another notice of the same batch, its number written otherwise, brings the third case only.
    more = NOTICE.replace("第二批2起", "第2批2起").replace("浙江温州“4.04”", "浙江温州“5.05”")
    added = enter(folder, synthetic(tmp_path, more)).listings
    assert [one.body.as_listed.code for one in added] == ["5.05"]
    assert added[0].body.batch == first.listings[0].body.batch


def audit_lines(folder: Path) -> int:
    with open_workspace(folder, create=False) as workspace:
        return len(workspace.docket.list_audit_lines())


def test_who_does_not_work_on_the_case_receives_and_reads_nothing(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(NotFoundError):
        enter(folder, synthetic(tmp_path), who="wang")
    with open_workspace(folder, create=False) as workspace:
        assert workspace.docket.list_receipts("合成通报") == ()
    sha256 = enter(folder, synthetic(tmp_path)).sha256
    with pytest.raises(NotFoundError):
        enter(folder, sha256, who="wang")
    with pytest.raises(NotFoundError):  # an administrator sees no programme
        enter(folder, synthetic(tmp_path), who="root1")


def test_what_cannot_be_entered_is_said_in_words(folder: Path, tmp_path: Path) -> None:
    path = synthetic(tmp_path)
    for told, error, key in (
        ({"programme": "没有的项目"}, NotFoundError, "programme-unknown"),
        ({"source": "0" * 64}, NotFoundError, "notice-unread"),
    ):
        source = told.pop("source", path)
        with pytest.raises(error, match=key):
            enter(folder, source, **told)
    with pytest.raises(InputError, match="notice-none"):
        enter(folder, synthetic(tmp_path, "合成：没有挂牌督办的案件。"))


@pytest.mark.parametrize(
    ("written", "number"),
    [("第三批", 3), ("第3批", 3), ("首批", 1), ("第十二批", 12), ("合成专批", None)],
)
def test_a_batch_is_known_by_its_number_however_it_is_written(
    written: str, number: int | None
) -> None:
    assert read_number(written) == number


def test_the_third_batch_is_listed_from_its_notice(folder: Path, shared: Path) -> None:
    entered = enter(folder, shared / "seeds" / SEED)
    assert (entered.batch, entered.told) == ("第三批", 5)
    found = {one.body.as_listed.code: one.body.as_listed for one in entered.listings}
    assert list(found) == ["9.06", "5.11", "6.16", "8.26", "1.12"]
    heads = {
        code: [one.masked_head for one in told.heads_as_masked] for code, told in found.items()
    }
    assert heads["9.06"] == ["唐某某"] and heads["8.26"] == []
    assert all("某" in name for names in heads.values() for name in names)
    amounts = {
        code: [one.comparator.value for one in told.case_counts if one.counted_as is Counted.AMOUNT]
        for code, told in found.items()
    }
    assert amounts == {
        "9.06": ["over"],
        "5.11": ["nearly"],
        "6.16": [],
        "8.26": ["over"],
        "1.12": [],
    }
    ambiguous = [code for code, one in found.items() if '"ambiguous_nesting": true' in _json(one)]
    assert ambiguous == ["6.16"]
    with open_workspace(folder, create=False) as workspace:
        totals = total_listings(workspace.docket, "li", wire_surroundings(folder))
    captured = next(one for one in totals if one.counts is Counted.CAPTURED)
    assert (captured.value, captured.comparator) == (2010, Qualifier.OVER)


def _json(facts: ListedFacts) -> str:
    import json

    return json.dumps(to_plain(facts))
