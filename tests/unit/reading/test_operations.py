"""Joint operations and hand-overs as records. All notices here are synthetic."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from zhanlian.model.claim import Claim, Metric, Qualifier, Role, Unit
from zhanlian.model.dates import PartialDate
from zhanlian.model.document import Body, Document, Span
from zhanlian.model.record import Operation
from zhanlian.reading.body import find_body
from zhanlian.reading.operations import find_operations

Row = tuple[str, str | None, str | None, int, str]


def make_body(text: str, published: str | None) -> Body:
    """Return a body with the first line as title and each further line as a paragraph."""
    lines = [Span(*found.span()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)]
    date = PartialDate.parse(published) if published else None
    return Body(lines[0], tuple(lines[1:]), published=date)


def read(text: str, published: str | None = "2025-03-10") -> Operation:
    """Return the one operation of a synthetic notice, its quotes checked against it."""
    (operation,) = find_operations(text, make_body(text, published), ())
    for count in operation.counts:
        assert text[count.start : count.start + len(count.quote)] == count.quote
    return operation


def rows(operation: Operation) -> list[Row]:
    """Return the counts as plain rows."""
    return [
        (c.what, c.nationality, c.role.value if c.role else None, c.value, c.qualifier.value)
        for c in operation.counts
    ]


WA = """1021名在缅涉诈犯罪嫌疑人移交我方
公安部3月9日消息，近日，公安部部署云南公安机关与缅甸佤邦执法部门开展边境警务执法合作，\
于3月5日在缅北佤邦邦康地区开展联合清剿行动，一举打掉诈骗窝点14个，抓获犯罪嫌疑人1260名。\
其中，中国籍1021名、缅甸籍201名、越南籍38名，组织头目和骨干17名，网上在逃人员44名。\
现场缴获电脑1300台、手机4200余部、银行卡等一大批作案工具。
3月8日，全部中国籍犯罪嫌疑人及涉案物品已通过云南孟连口岸移交我方，\
其他国籍人员由佤邦执法部门依法处理。公安部已部署河南、湖南、四川公安机关将嫌疑人押回侦办。
2023年7月以来，累计5.9万名中国籍涉诈犯罪嫌疑人被移交我方。
公安部有关负责人表示，将继续深化联合打击行动，抓获更多嫌疑人100名。"""


def test_an_operation_with_hand_over_has_every_field() -> None:
    operation = read(WA)
    assert operation.name == "中缅警方缅北佤邦邦康地区联合清剿行动"
    assert (operation.when, str(operation.published)) == ("2025-03-05", "2025-03-10")
    assert operation.places == ("缅北佤邦邦康地区",)
    assert operation.agencies == (
        "公安部",
        "云南公安机关",
        "缅甸佤邦执法部门",
        "河南公安机关",
        "湖南公安机关",
        "四川公安机关",
    )
    assert rows(operation) == [
        ("captured", None, None, 1260, "exact"),
        ("captured", "CN", None, 1021, "exact"),
        ("captured", "MM", None, 201, "exact"),
        ("captured", "VN", None, 38, "exact"),
        ("captured", None, "leader", 17, "exact"),
        ("captured", None, "fugitive", 44, "exact"),
        ("transferred", "CN", None, 1021, "exact"),
    ]
    assert operation.counts[4].note == "组织头目和骨干"
    handover = operation.handover
    assert handover is not None
    assert (handover.place, str(handover.date)) == ("云南孟连口岸", "2025-03-08")
    assert handover.who == "全部中国籍犯罪嫌疑人及涉案物品"
    assert handover.other_nationals == "其他国籍人员由佤邦执法部门依法处理"
    assert (operation.provinces, operation.provinces_open_ended) == (
        ("河南", "湖南", "四川"),
        False,
    )
    seized = [(one.item, one.value) for one in operation.items_seized]
    assert seized == [("电脑", 1300), ("手机", 4200), ("银行卡", None)]
    assert operation.items_note == "“一大批”,无数量"
    total = operation.cumulative_transferred
    assert total is not None
    assert (total.value, total.nationality) == (59000, "CN")
    assert str(operation.cumulative_since) == "2023-07"


def test_an_escort_by_charter_flight_keeps_what_is_planned_out() -> None:
    operation = read(
        "中柬警方开展联合行动 首批260名涉诈嫌疑人被押解回国\n"
        "3月9日，随着两架中国民航包机降落在长沙黄花国际机场，260名中国籍涉赌诈犯罪嫌疑人"
        "被中国公安机关从柬埔寨押解回国。预计还将有300余名犯罪嫌疑人被分批押解回国。\n"
        "此前，柬埔寨警方在金边清查一处园区，抓获犯罪嫌疑人700余名，其中中国籍560余名，"
        "查扣手机2100余部、电脑900台。公安部部署湖南省公安厅执行包机押解任务。"
    )
    assert operation.name == "中柬警方金边联合行动"
    assert rows(operation) == [
        ("captured", None, None, 700, "over"),
        ("captured", "CN", None, 560, "over"),
        ("transferred", "CN", None, 260, "exact"),
    ]
    assert operation.handover is not None
    assert operation.handover.place == "长沙黄花国际机场"
    assert str(operation.handover.date) == "2025-03-09"
    assert operation.handover.who == "260名中国籍涉赌诈犯罪嫌疑人"
    assert operation.agencies == ("柬埔寨警方", "公安部", "湖南省公安厅")
    assert operation.provinces == ("湖南",)
    assert [(one.item, one.value) for one in operation.items_seized] == [
        ("手机", 2100),
        ("电脑", 900),
    ]
    assert operation.cumulative_transferred is None


def test_traditional_script_is_read_and_quoted_as_written() -> None:
    operation = read(
        "緬方移交88名電騙疑犯\n據公安部消息，3月7日，緬甸執法部門將在大其力抓獲的88名中國籍"
        "涉詐犯罪嫌疑人，通過雲南西雙版納打洛口岸移交中方，其中頭目5名、在逃人員9名。"
    )
    assert operation.places == ("大其力",)
    assert operation.agencies == ("公安部", "緬甸執法部門")
    assert rows(operation) == [
        ("transferred", "CN", None, 88, "exact"),
        ("transferred", "CN", "leader", 5, "exact"),
        ("transferred", "CN", "fugitive", 9, "exact"),
    ]
    assert operation.counts[1].note == "頭目"
    assert operation.handover is not None
    assert operation.handover.place == "雲南西雙版納打洛口岸"
    assert operation.handover.who == "88名中國籍涉詐犯罪嫌疑人"
    assert str(operation.handover.date) == "2025-03-07"


def test_one_more_batch_is_told_apart_from_the_total_of_its_operation() -> None:
    operation = read(
        "又有1421名缅甸妙瓦底地区涉诈犯罪嫌疑人被押解回国\n"
        "5月6日至8日，又有1421名中国籍涉诈犯罪嫌疑人经泰国湄索被我公安机关包机押解回国，"
        "其中网上在逃人员33名。\n自2月20日中缅泰联合开展妙瓦底地区涉诈犯罪嫌疑人遣返押解工作"
        "以来，已有7012名中国籍涉诈犯罪嫌疑人被押解回国。公安部已部署浙江、江西等地公安机关"
        "全力开展案件侦办工作。",
        "2025-05-09",
    )
    assert operation.places == ("缅甸妙瓦底地区",)
    assert rows(operation) == [
        ("transferred", "CN", None, 1421, "exact"),
        ("transferred", "CN", "fugitive", 33, "exact"),
    ]
    assert operation.cumulative_transferred is not None
    assert operation.cumulative_transferred.value == 7012
    assert str(operation.cumulative_since) == "2025-02-20"
    assert (operation.provinces, operation.provinces_open_ended) == (("浙江", "江西"), True)


def test_all_handed_over_counts_as_a_transfer_of_those_caught() -> None:
    operation = read(
        "中老警方联合捣毁金三角特区3个电诈窝点\n5月2日，中国公安部工作组与老挝公安部在金三角特区"
        "开展联合执法行动，捣毁诈骗窝点3个，抓获中国籍犯罪嫌疑人169名，其中骨干成员6人。\n"
        "5月8日，上述犯罪嫌疑人经云南磨憨口岸移交中国警方，由重庆、贵州警方带回侦办。",
        "2025-05-10",
    )
    assert operation.name == "中老警方金三角特区联合执法行动"
    assert (operation.when, operation.places) == ("2025-05-02", ("金三角特区",))
    assert rows(operation) == [
        ("captured", "CN", None, 169, "exact"),
        ("captured", "CN", "leader", 6, "exact"),
        ("transferred", "CN", None, 169, "exact"),
    ]
    assert operation.handover is not None
    assert (operation.handover.place, str(operation.handover.date)) == (
        "云南磨憨口岸",
        "2025-05-08",
    )
    assert operation.provinces == ("重庆", "贵州")


def test_heads_handed_over_alone_are_an_event_and_earlier_ones_are_not_counted() -> None:
    operation = read(
        "3名缅北电诈集团重要头目被移交我方\n1月20日晚，卢某某、魏某、刘某某3名缅北果敢电信网络诈骗"
        "犯罪集团重要头目在缅甸内比都国际机场被移交我方。这是继去年移交10名重要头目后的又一重大战果。\n"
        "目前，累计已有5.1万名中国籍涉诈犯罪嫌疑人被移交我方。",
        "2025-01-21",
    )
    assert rows(operation) == [("transferred", None, "leader", 3, "exact")]
    assert operation.places == ("缅北果敢",)
    assert operation.handover is not None
    assert operation.handover.place == "缅甸内比都国际机场"
    assert str(operation.handover.date) == "2025-01-20"
    assert operation.cumulative_transferred is not None
    assert operation.cumulative_transferred.value == 51000


def test_missing_fields_stay_empty() -> None:
    operation = read(
        "泰国向中方遣返5名电诈嫌疑人\n泰国移民局在曼谷素万那普机场将5名中国籍电诈嫌疑人移交中方。",
        None,
    )
    assert rows(operation) == [("transferred", "CN", None, 5, "exact")]
    assert (operation.when, operation.published) == (None, None)
    assert operation.handover is not None
    assert (operation.handover.place, operation.handover.date) == ("曼谷素万那普机场", None)
    assert (operation.provinces, operation.items_seized, operation.items_note) == ((), (), None)
    assert operation.cumulative_transferred is None


def test_a_claim_completes_a_count_whose_clause_says_less() -> None:
    text = "缅方移交12名嫌疑人\n3月2日，12名嫌疑人经瑞丽口岸移交我方。"
    start = text.index("12名嫌疑人经")
    claim = Claim(
        Metric.SUSPECTS_TRANSFERRED,
        Decimal(12),
        Unit.PERSON,
        Qualifier.EXACT,
        "12名嫌疑人",
        start,
        nationality="CN",
        role=Role.FUGITIVE,
    )
    (operation,) = find_operations(text, make_body(text, "2025-03-10"), (claim,))
    assert ("transferred", "CN", "fugitive", 12, "exact") in rows(operation)


DATELINE = """中老警方开展联合行动 端掉老挝白鹭园区
某某早报3月6日电 中国警方与老挝警方开展“江畔”联合打击行动，3月2日在老挝青石镇白鹭园区抓获\
犯罪嫌疑人624名。其中，中国籍犯罪嫌疑人388名。
3月7日消息，388名中国籍犯罪嫌疑人及涉案物品经南某口岸移交我方。"""


def test_the_day_of_the_event_is_told_apart_from_that_of_the_news() -> None:
    operation = read(DATELINE)
    assert operation.when == "2025-03-02"
    assert operation.handover is not None
    assert (operation.handover.place, operation.handover.date) == ("南某口岸", None)


def test_a_place_told_more_exactly_further_down_is_named_once() -> None:
    operation = read(DATELINE)
    assert operation.places == ("老挝青石镇白鹭园区",)
    assert operation.name == "中老警方老挝青石镇白鹭园区联合行动"


def test_agencies_and_provinces_that_no_list_knows_are_read() -> None:
    operation = read(
        "中老警方联合行动抓获9人\n记者从云棠省公安厅获悉，3月2日，中老警方在老挝金某园区抓获9人，"
        "在该市公安局、经过多省警方和3日在棠溪县警方正在侦办。\n云棠省公安厅已安排澜汀、棠溪等两地公安机关将嫌疑人押回。"
    )
    assert operation.agencies == ("云棠省公安厅", "棠溪县警方", "澜汀公安机关", "棠溪公安机关")
    assert (operation.provinces, operation.provinces_open_ended) == (("澜汀", "棠溪"), True)


@pytest.mark.parametrize(
    ("told", "items", "note"),
    [
        (
            "银行卡、电脑、手机、剧本扣了一大批",
            [("银行卡", None), ("电脑", None), ("手机", None), ("剧本", None)],
            "“一大批”,无数量",
        ),
        ("警方当场将电脑、话术本等作案工具查扣", [("电脑", None), ("话术本", None)], None),
        ("电脑40台、手机90部均被缴获", [("电脑", 40), ("手机", 90)], None),
        ("嫌疑人全部被扣押", [], None),
        ("涉案资金、窝点人员均被扣押", [], None),
        ("物品被扣押，有关情况正在调查", [("物品", None)], None),
    ],
)
def test_things_named_before_the_verb_are_seized_items(
    told: str, items: list[tuple[str, int | None]], note: str | None
) -> None:
    operation = read(f"中老警方联合行动抓获9人\n3月2日，中老警方在老挝金某园区抓获9人，{told}。")
    assert [(one.item, one.value) for one in operation.items_seized] == items
    assert operation.items_note == note


TWO = """中国警方与邻国警方两度联手打击电诈
3月2日，中老警方在老挝万象开展联合打击行动，抓获犯罪嫌疑人120名，缴获手机300部。3月4日，\
120名犯罪嫌疑人经磨憨口岸移交我方。
3月8日，中缅警方在缅北木姐开展联合清剿行动，抓获犯罪嫌疑人75名，缴获电脑40台。"""


def test_two_operations_of_one_article_are_two_records() -> None:
    text = TWO
    first, second = find_operations(text, make_body(text, "2025-03-10"), ())
    assert (first.when, first.places) == ("2025-03-02", ("老挝万象",))
    assert (second.when, second.places) == ("2025-03-08", ("缅北木姐",))
    assert rows(first) == [
        ("captured", None, None, 120, "exact"),
        ("transferred", None, None, 120, "exact"),
    ]
    assert rows(second) == [("captured", None, None, 75, "exact")]
    assert [one.item for one in first.items_seized] == ["手机"]
    assert [one.item for one in second.items_seized] == ["电脑"]
    assert second.handover is None
    assert first.span.end <= second.span.start


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3月8日", "3月2日"),
        ("缅北木姐", "老挝万象"),
        ("抓获犯罪嫌疑人75名", "清剿一处窝点"),
        ("3月8日，中缅", "此前，3月8日中缅"),
        ("缴获电脑40台。", "缴获电脑40台。两次共抓获犯罪嫌疑人195名。"),
    ],
    ids=["same day", "same place", "no figures", "looks back", "added up"],
)
def test_one_operation_in_stages_stays_one_record(old: str, new: str) -> None:
    assert old in TWO
    text = TWO.replace(old, new)
    assert len(find_operations(text, make_body(text, "2025-03-10"), ())) == 1


def test_patterns_of_seizures_are_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read(WA)
    built: list[str] = []

    def note_built(words: object) -> str:
        built.append(str(words))
        return ""

    monkeypatch.setattr("zhanlian.reading.operation_fields.any_of", note_built)
    read(WA)
    assert built == []


@pytest.mark.parametrize(
    "text",
    [
        "公安部召开新闻发布会\n2024年，共破获案件29.4万起。累计移交中国籍犯罪嫌疑人5.3万余名。",
        "警方通报\n广东深圳警方破获一起诈骗案，抓获犯罪嫌疑人31名，嫌疑人被押解回深圳。",
        "缅北犯罪集团39人获刑\n法院宣判39人。2023年11月，明某某等人被移交我方，共移交10名。",
        "今年向中方遣返嫌疑人2700多名\n柬埔寨方面称，今年以来累计遣返2700多名。",
        "两地警方联合行动抓获32人\n北京警方与天津警方联合行动，抓获32名嫌疑人。",
        "三万名嫌疑人自缅北移交我方\n截至目前，累计移交三万名，其中在逃人员900名。",
        "电影《联合行动》上映\n影片讲述遣返故事。",
    ],
    ids=["statistics", "inside", "verdict", "yearly", "domestic", "running total", "film"],
)
def test_what_is_not_an_operation_gives_none(text: str) -> None:
    assert find_operations(text, make_body(text, "2025-05-19"), ()) == ()


def test_nothing_outside_the_body_is_read() -> None:
    assert find_operations(WA, Body(None, ()), ()) == ()


def test_the_founding_operation_is_right_in_every_field(shared: Path) -> None:
    path = next((shared / "seeds").glob("000_*.txt"))
    text = path.read_text(encoding="utf-8")
    (operation,) = find_operations(text, find_body(Document(text, "utf-8")), ())
    want = json.loads((shared / "notices/seeds/000_operation.json").read_text(encoding="utf-8"))
    assert operation.name == want["operation"]
    assert operation.when is not None
    assert operation.when == want["dates"]["operation"]
    assert str(operation.published) == want["dates"]["published"]
    assert list(operation.places) == want["places"]
    assert list(operation.agencies) == want["agencies"]
    counts = [
        (c["what"], c["nationality"], c["role"], c["value"], c["qualifier"]) for c in want["counts"]
    ]
    assert rows(operation) == counts
    notes = [c.get("note") for c in want["counts"]]
    assert [count.note for count in operation.counts] == notes
    assert operation.handover is not None
    assert operation.handover.place == want["handover"]["place"]
    assert str(operation.handover.date) == want["handover"]["date"]
    assert operation.handover.who == want["handover"]["who"]
    assert operation.handover.other_nationals == want["handover"]["other_nationals"]
    assert list(operation.provinces) == want["provinces"]
    assert operation.provinces_open_ended is want["provinces_open_ended"]
    seized = [{"item": one.item, "value": one.value} for one in operation.items_seized]
    assert seized == want["items_seized"]
    assert operation.items_note == want["items_note"]
    total, known = operation.cumulative_transferred, want["background"]["cumulative_transferred"]
    assert total is not None
    assert (total.value, total.nationality) == (known["value"], known["nationality"])
    assert str(operation.cumulative_since) == known["since"]


def test_other_founding_articles_hold_no_operation(shared: Path) -> None:
    for name in ("001", "002", "003", "004"):
        path = next((shared / "seeds").glob(f"{name}_*.txt"))
        text = path.read_text(encoding="utf-8")
        assert find_operations(text, find_body(Document(text, "utf-8")), ()) == ()
