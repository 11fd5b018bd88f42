"""Joint listings as records. All notices here are synthetic: places, names, numbers invented."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from zhanlian.model.dates import PartialDate
from zhanlian.model.document import Body, Document, Span
from zhanlian.model.record import CaseListing, Count, SupervisedCase
from zhanlian.reading.body import find_body
from zhanlian.reading.case_names import find_names
from zhanlian.reading.cases import find_listing


def make_body(text: str, published: str | None) -> Body:
    """Return a body with the first line as title and each further line as a paragraph."""
    lines = [Span(*found.span()) for found in re.finditer(r"[^\n]*\S[^\n]*", text)]
    date = PartialDate.parse(published) if published else None
    return Body(lines[0], tuple(lines[1:]), published=date)


def read(text: str, published: str | None = "2025-01-10") -> CaseListing:
    """Return the listing of a synthetic notice."""
    listing = find_listing(text, make_body(text, published), ())
    assert listing is not None
    for case in listing.cases:
        for count in counts_of(case).values():
            assert text[count.start : count.start + len(count.quote)] == count.quote
        assert text[case.span.start : case.span.end].startswith(case.name[-3:]) or case.name in text
    return listing


def counts_of(case: SupervisedCase) -> dict[str, Count]:
    """Return the counts that a case has, by field name."""
    names = [
        "amount",
        "members",
        "captured",
        "sentenced",
        "prosecuted",
        "linked_cases",
        "clues",
        "gangs",
    ]
    found = {name: getattr(case, name) for name in names}
    return {name: count for name, count in found.items() if count is not None}


def plain(case: SupervisedCase) -> dict[str, str]:
    """Return the counts as value and comparator."""
    return {name: f"{c.value} {c.qualifier.value}" for name, c in counts_of(case).items()}


FIRST_BATCH = """最高检、公安部联合挂牌督办首批4起跨境电信网络诈骗案件
近日，最高人民检察院、公安部联合挂牌督办首批4起特大跨境电信网络诈骗犯罪案件。
1.湖北黄石“3·15”电信网络诈骗案。2021年3月15日，湖北省黄石市公安局在侦办一起买卖银行卡案中，经深入研判，发现以卫某为首的犯罪集团盘踞在柬埔寨西哈努克港，以虚假刷单返利方式实施电信网络诈骗。目前已抓获犯罪嫌疑人210余名，其中已提起公诉120人，判决35人。涉案金额达人民币1.2亿余元。
2.湖南株洲“7·02”电信网络诈骗案。2021年7月，株洲市公安机关接公安部交办线索，查明以褚某某、蒋某等人为首的犯罪团伙从菲律宾马尼拉转移至迪拜，冒充公检法实施诈骗。已查明涉案人员400余人，到案95人，串并全国案件360起，涉案资金流水约8000万元。
3.陕西宝鸡“11·20”电信网络诈骗案。2020年11月，受害人沈某某向陕西省宝鸡市公安局渭滨分局报案，称被骗60万元。经查，该团伙幕后金主韩某在缅甸妙瓦底KK园区开设公司。
4.重庆“1·09”系列电信网络诈骗案。"""


def test_numbered_paragraphs_give_each_case_its_fields() -> None:
    listing = read(FIRST_BATCH, "2022-05-06")
    assert (listing.batch, str(listing.published)) == ("首批", "2022-05-06")
    assert (listing.earlier_batches, listing.earlier_cases) == (None, None)
    first, second, third, last = listing.cases
    assert first.name == "湖北黄石“3·15”电信网络诈骗案"
    assert (first.code, first.agency_place) == ("3·15", "湖北省黄石市")
    assert str(first.discovered) == "2021-03-15"
    assert first.lead_source == "侦办一起买卖银行卡案中深入研判发现"
    assert first.heads == ("卫某",)
    assert first.base_places == ("柬埔寨西哈努克港",)
    assert first.scam_types == ("虚假刷单返利",)
    assert plain(first) == {
        "amount": "120000000 over",
        "captured": "210 over",
        "sentenced": "35 exact",
        "prosecuted": "120 exact",
    }
    assert first.amount is not None
    assert (first.amount.quote, first.amount.currency) == ("涉案金额达人民币1.2亿余元", "CNY")
    assert "其中已提起公诉120人" in first.notes
    assert second.lead_source == "接公安部交办线索"
    assert second.heads == ("褚某某", "蒋某")
    assert second.base_places == ("菲律宾马尼拉", "迪拜")
    assert second.scam_types == ("冒充公检法",)
    assert plain(second) == {
        "amount": "80000000 about",
        "members": "400 over",
        "captured": "95 exact",
        "linked_cases": "360 exact",
    }
    assert third.lead_source == "受害人沈某某向陕西省宝鸡市公安局渭滨分局报案"
    assert third.heads == ("韩某",)
    assert third.base_places == ("缅甸妙瓦底KK园区",)
    assert plain(third) == {}
    assert (last.name, last.code) == ("重庆“1·09”系列电信网络诈骗案", "1·09")
    assert (last.agency_place, last.discovered, last.notes) == ("重庆", None, "")


PROVINCE = """省检察院、省公安厅联合挂牌督办3起重大电信网络诈骗案件
日前，省检察院、省公安厅对三起重大电信网络诈骗案件联合挂牌督办。此前，两部门已先后挂牌督办两批9起案件。
一、杭州“4.18”跨境电信网络诈骗案
2023年4月，杭州市公安局余杭区分局根据国家反诈中心下发线索，侦查发现一个位于老挝金三角经济特区的诈骗团伙，采取网络交友、诱导投资等方式实施诈骗。现已抓获团伙成员68名，涉及案件41起，捣毁诈骗窝点5个。
二、宁波“6.30”电信网络诈骗案
2023年6月30日，宁波警方接群众举报后发现朱某某等人在境内组建“跑分”团伙，为境外诈骗集团洗钱，涉案资金流水高达5.6亿元。公安机关已抓获犯罪嫌疑人33名，移送审查起诉29名。
三、台州“9.12”电信网络诈骗案
2022年9月，台州市公安机关在工作中发现该案线索。
下一步，两部门将加强督导，力争抓获更多犯罪嫌疑人500名。"""


def test_headings_give_each_case_the_paragraphs_below_it() -> None:
    listing = read(PROVINCE, "2024-02-01")
    assert (listing.batch, listing.earlier_batches, listing.earlier_cases) == (None, 2, 9)
    first, second, last = listing.cases
    assert (first.name, first.code) == ("杭州“4.18”跨境电信网络诈骗案", "4.18")
    assert (first.agency_place, str(first.discovered)) == ("杭州市余杭区", "2023-04")
    assert first.lead_source == "根据国家反诈中心下发线索侦查发现"
    assert first.base_places == ("老挝金三角经济特区",)
    assert first.scam_types == ("网络交友诱导投资",)
    assert plain(first) == {"captured": "68 exact", "linked_cases": "41 exact", "gangs": "5 exact"}
    assert first.gangs is not None
    assert (first.gangs.counted, first.gangs.captured_from) == ("诈骗窝点", None)
    assert (second.agency_place, second.heads) == ("宁波", ("朱某某",))
    assert plain(second) == {
        "amount": "560000000 exact",
        "captured": "33 exact",
        "prosecuted": "29 exact",
    }
    assert (last.lead_source, plain(last)) == ("工作中发现", {})


TRADITIONAL = """最高檢、公安部聯合掛牌督辦第四批2起特大跨境電信網絡詐騙犯罪案件
最高人民檢察院、公安部日前決定聯合掛牌督辦第四批2起特大跨境電信網絡詐騙犯罪案件，此前已聯合掛牌督辦三批13起。
（一）廣東湛江「12·06」電信網絡詐騙案
2022年12月，廣東省湛江市公安機關在辦理一起詐騙案件時發現，以龐某某為首的犯罪集團在緬甸果敢設立詐騙窩點，實施虛假投資類電信網絡詐騙，涉案金額人民幣近2億元。公安機關已抓獲犯罪嫌疑人300餘名。
（二）雲南臨滄「2·14」電信網絡詐騙案
2023年2月，雲南省臨滄市公安機關接群眾報案後偵查發現，該集團成員有80餘人，已抓獲41人。"""


def test_traditional_script_is_read_and_quoted_as_written() -> None:
    listing = read(TRADITIONAL, "2024-12-01")
    assert (listing.batch, listing.earlier_batches, listing.earlier_cases) == ("第四批", 3, 13)
    first, last = listing.cases
    assert (first.name, first.code) == ("廣東湛江「12·06」電信網絡詐騙案", "12·06")
    assert (first.agency_place, first.lead_source) == ("廣東省湛江市", "辦理一起詐騙案件時發現")
    assert (first.heads, first.base_places) == (("龐某某",), ("緬甸果敢",))
    assert first.scam_types == ("虛假投資",)
    assert first.amount is not None
    assert (first.amount.quote, first.amount.qualifier) == ("涉案金額人民幣近2億元", "nearly")
    assert plain(last) == {"members": "80 over", "captured": "41 exact"}


NAMES_ONLY = """最高检、公安部挂牌督办第五批4起电诈案件
两部门1日公布，联合挂牌督办的第五批4起特大跨境电信网络诈骗案件分别是：
江苏镇江“宏图园区”电信网络诈骗案；
福建三明、重庆“远大集团”电信网络诈骗案；
四川自贡“8·08”系列电信网络诈骗案；
云南普洱“5.16”电信网络诈骗案。
2022年以来，两部门已联合挂牌督办四批21起案件。例如：
安徽池州“1·31”电信网络诈骗案，老板葛某被判处无期徒刑，另有10人被判处十年以上有期徒刑。"""


def test_a_listing_without_descriptions_still_yields_its_names() -> None:
    listing = read(NAMES_ONLY, "2025-12-01")
    assert (listing.batch, listing.earlier_batches, listing.earlier_cases) == ("第五批", 4, 21)
    assert [case.code for case in listing.cases] == ["宏图园区", "远大集团", "8·08", "5.16"]
    assert listing.cases[1].name == "福建三明、重庆“远大集团”电信网络诈骗案"
    assert listing.cases[1].agency_place == "福建三明、重庆"
    assert all(plain(case) == {} and case.discovered is None for case in listing.cases)


RUN_ON = """公安部挂牌督办2起电信网络诈骗案件
公安部决定对2起重大案件挂牌督办，继去年第一批6起之后，这是第二批2起。
案例一 山东菏泽“10.24”案：2022年10月，菏泽警方从一名境外“回流”人员口中获悉线索，\
查明以Z某、李某甲（绰号“老四”，另案处理）为首的3个诈骗集团位于缅甸大其力和泰国湄索，\
实施刷单返利类、虚假贷款类电信网络诈骗。该集团成立于2021年3月，管理严格。\
公安机关已抓获其中2个诈骗集团成员共计77人，其中已判决11人，移送审查起诉40余人。
案例二 河北衡水“12.01”案：案件正在侦办中。
最高检、公安部有关负责人表示，抓获犯罪嫌疑人9000人只是开始。"""


def test_cases_in_running_text_with_nested_stages_and_gangs() -> None:
    listing = read(RUN_ON, "2023-06-01")
    assert (listing.batch, listing.earlier_batches, listing.earlier_cases) == ("第二批", 1, 6)
    first, last = listing.cases
    assert (first.name, first.code) == ("山东菏泽“10.24”案", "10.24")
    assert str(first.discovered) == "2022-10"
    assert first.base_places == ("缅甸大其力", "泰国湄索")
    assert first.scam_types == ("刷单返利类", "虚假贷款类")
    assert first.gangs is not None
    assert (first.gangs.value, first.gangs.captured_from) == (3, 2)
    assert plain(first) == {
        "captured": "77 exact",
        "sentenced": "11 exact",
        "prosecuted": "40 over",
        "gangs": "3 exact",
    }
    assert "李某甲" in first.heads
    assert "成立于2021年3月" in first.notes
    assert "该集团" not in first.notes
    assert "其中已判决11人" in first.notes
    assert (last.code, plain(last), last.heads) == ("12.01", {}, ())


NARRATIVE = """最高检、公安部联合挂牌督办第六批3起特大跨境电信网络诈骗犯罪案件
近日，两部门联合挂牌督办第六批3起特大跨境电信网络诈骗犯罪案件，\
分别为浙江丽水“1·18”案、江西赣州“3·26”案、广西柳州“亿达科技”案。
浙江丽水“1·18”电信网络诈骗案中，2024年1月18日，丽水警方在工作中发现，\
以高某、林某某为首的诈骗集团藏匿于缅甸妙瓦底，通过刷单返利、裸聊敲诈等方式实施电信网络诈骗，\
涉案金额折合人民币6300万余元，警方先后抓获犯罪嫌疑人126名，其中96人已被提起公诉。
江西赣州“3·26”电信网络诈骗案中，2023年，赣州市公安局章贡分局接国家移民管理局移交线索后\
立案侦查，该犯罪集团盘踞柬埔寨波贝，下设6个窝点，受害人达2000余人。\
截至目前，已抓获犯罪嫌疑人250余人，其中被判处刑罚190人。
广西柳州“亿达科技”电信网络诈骗案中，柳州市公安机关会同检察机关成立专班。\
该公司自2019年以来先后在越南、柬埔寨设立窝点，招募业务员1000多人。"""


def test_paragraphs_led_by_the_name_are_descriptions() -> None:
    listing = read(NARRATIVE, "2026-06-01")
    assert listing.batch == "第六批"
    first, second, third = listing.cases
    assert (first.name, first.agency_place) == ("浙江丽水“1·18”电信网络诈骗案", "丽水")
    assert (str(first.discovered), first.lead_source) == ("2024-01-18", "工作中发现")
    assert first.heads == ("高某", "林某某")
    assert first.scam_types == ("刷单返利", "裸聊敲诈")
    assert plain(first) == {
        "amount": "63000000 over",
        "captured": "126 exact",
        "prosecuted": "96 exact",
    }
    assert (str(second.discovered), second.base_places) == ("2023", ("柬埔寨波贝",))
    assert second.lead_source == "接国家移民管理局移交线索后"
    assert plain(second) == {"captured": "250 over", "sentenced": "190 exact"}
    assert "下设6个窝点" in second.notes
    assert (third.code, third.base_places) == ("亿达科技", ("越南", "柬埔寨"))
    assert plain(third) == {"members": "1000 over"}


UNKNOWN = """云棠省检察院、省公安厅联合挂牌督办第二批3起跨境电信网络诈骗案件
近日，两部门联合挂牌督办第二批3起特大案件，{told}
1.云棠澜汀“3.17”电信网络诈骗案
2023年3月，云棠省澜汀市公安机关根据群众报案发现，该集团成员有120余人。
2.棠溪吉安“7.02”电信网络诈骗案
2022年7月，棠溪县警方在工作中发现，已抓获犯罪嫌疑人210余名。
3.和望川“10.25”电信网络诈骗案
2021年10月，望川市公安机关在工作中发现，已抓获犯罪嫌疑人33名。"""


@pytest.mark.parametrize(
    "told",
    [
        "这3起案件分别是云棠澜汀“3.17”电信网络诈骗案、棠溪吉安“7.02”电信网络诈骗案"
        "以及和望川“10.25”电信网络诈骗案。",
        "案件名称如下。",
    ],
    ids=["enumerated", "headings alone"],
)
def test_cases_of_places_that_no_list_knows_are_read(told: str) -> None:
    listing = read(UNKNOWN.format(told=told))
    assert [case.name for case in listing.cases] == [
        "云棠澜汀“3.17”电信网络诈骗案",
        "棠溪吉安“7.02”电信网络诈骗案",
        "和望川“10.25”电信网络诈骗案",
    ]
    assert [case.agency_place for case in listing.cases] == ["云棠省澜汀市", "棠溪县", "望川市"]
    assert listing.cases[0].lead_source == "根据群众报案发现"
    assert [plain(case) for case in listing.cases] == [
        {"members": "120 over"},
        {"captured": "210 over"},
        {"captured": "33 exact"},
    ]


def test_unknown_places_in_running_text_of_traditional_script_are_read() -> None:
    listing = read(
        "兩部門聯合掛牌督辦2起案件\n兩部門聯合掛牌督辦第二批2起電信網絡詐騙案件：雲棠「3·17」"
        "電信網絡詐騙案；瀾汀棠溪「7·02」電信網絡詐騙案。"
    )
    assert [case.name for case in listing.cases] == [
        "雲棠「3·17」電信網絡詐騙案",
        "瀾汀棠溪「7·02」電信網絡詐騙案",
    ]
    assert [case.agency_place for case in listing.cases] == ["雲棠", "瀾汀棠溪"]


def test_notes_leave_out_whom_the_case_is_about() -> None:
    listing = read(
        "挂牌督办2起案件\n联合挂牌督办第二批2起案件。\n1.云棠“3·17”电信网络诈骗案\n2023年3月，云棠市公安局"
        "接群众报案发现，以唐某为首的一盘踞在缅北的犯罪集团。该犯罪集团层级分明，以马某为首的犯罪团伙"
        "专门提供食宿。\n2.望川“7·02”电信网络诈骗案\n2022年7月，望川市公安局在工作中发现该案线索。"
    )
    assert listing.cases[0].notes == "层级分明，专门提供食宿"
    assert "唐某" in listing.cases[0].heads


def test_words_before_a_label_that_name_no_place_stay_out_of_the_name() -> None:
    text = "公安机关侦办的“3·17”电信网络诈骗案，专案组成立的“7·02”案，目前“9·04”案进展顺利。"
    names = find_names(text, [Span(0, len(text))])
    assert [text[name.start : name.end][0] for name in names] == ["“", "“", "“"]
    assert [name.place for name in names] == [None, None, None]


@pytest.mark.parametrize(
    "text",
    [
        "某地警方破获诈骗案\n该案已被公安部列为挂牌督办案件，抓获犯罪嫌疑人12名。",
        "省公安厅督办\n接报后，省公安厅将此案挂牌督办，“5·11”专案组抓获犯罪嫌疑人12名。",
        "两年工作回顾\n全年共挂牌督办200起案件，破获案件3万起，“净网”行动抓获800人。",
        "第三批挂牌督办案件宣判\n第三批挂牌督办的云南某地“7·12”电信网络诈骗案一审宣判，判处5人。",
        "没有关系\n今天天气很好。",
        "",
    ],
    ids=["one case", "by the province", "yearly sum", "verdict", "nothing", "empty"],
)
def test_what_only_mentions_supervision_is_no_listing(text: str) -> None:
    body = make_body(text, "2024-01-01") if text else Body(None, ())
    assert find_listing(text, body, ()) is None


def test_nothing_outside_the_body_is_read() -> None:
    text = NAMES_ONLY
    first = make_body(text, None).paragraphs[0]
    assert find_listing(text, Body(None, (first,)), ()) is None


def _row(case: SupervisedCase) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": case.name,
        "agency_place": case.agency_place,
        "discovered": str(case.discovered),
        "lead_source": case.lead_source,
        "heads": list(case.heads),
        "base_places": list(case.base_places),
        "scam_types": list(case.scam_types),
    }
    for name in ["members", "captured", "sentenced", "prosecuted", "linked_cases", "clues"]:
        count: Count | None = getattr(case, name)
        row[name] = count and {"value": count.value, "qualifier": count.qualifier.value}
    amount, gangs = case.amount, case.gangs
    row["amount"] = amount and {
        "value": amount.value,
        "qualifier": amount.qualifier.value,
        "currency": amount.currency,
        "quote": amount.quote,
    }
    row["gangs"] = gangs and {
        name: value
        for name, value in (
            ("value", gangs.value),
            ("qualifier", gangs.qualifier.value),
            ("captured_from", gangs.captured_from),
            ("counted", gangs.counted),
        )
        if value is not None
    }
    return row


def test_the_founding_listing_is_right_in_every_field(shared: Path) -> None:
    path = next((shared / "seeds").glob("004_*.txt"))
    text = path.read_text(encoding="utf-8")
    listing = find_listing(text, find_body(Document(text, "utf-8")), ())
    wanted = json.loads((shared / "notices/seeds/004_cases.json").read_text(encoding="utf-8"))
    assert listing is not None
    assert (listing.batch, str(listing.published)) == (wanted["batch"], wanted["published"])
    earlier = {"batches": listing.earlier_batches, "cases": listing.earlier_cases}
    assert earlier == wanted["earlier"]
    for case, want in zip(listing.cases, wanted["cases"], strict=True):
        want.pop("notes")  # the labels' own wording; ours are clauses of the notice
        assert _row(case) == want
        assert case.notes and all(
            clause in text for clause in re.split(r"[,，;；]", case.notes) if clause
        )
