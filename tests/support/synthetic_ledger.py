"""A synthetic ledger for the tests of the report: invented places, names and numbers only.

Nothing in it was published by anybody. One document is hostile: its texts try to leave the page.
"""

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from zhanlian.model.claim import Claim, Metric, Qualifier, Role, Source, SourcedClaim, Unit
from zhanlian.model.dates import PartialDate
from zhanlian.model.document import Body, Span
from zhanlian.model.evidence import EvidenceItem, Reject
from zhanlian.model.figure import Check, Outcome, Period, Point, Series, SeriesKey
from zhanlian.model.ledger import DocumentReading, Ledger
from zhanlian.model.message import Message
from zhanlian.model.record import (
    CaseListing,
    Count,
    Handover,
    Mention,
    Operation,
    OperationCount,
    SeizedItem,
    SupervisedCase,
)

HOSTILE: Final = (
    '</script><script>document.title="OWNED"</script><img src=x onerror="document.title=1"> '
    '" onload="document.title=2" {{ 7*7 }} \u202egnp.exe\u202c]]>'
)
TEXTS: Final = {
    "一号通报.txt": (
        "合成示例：青岚警方通报一号行动\n\n"
        "近日，青岚、白沙两地警方在河湾镇开展联合打击行动，抓获犯罪嫌疑人120名，"
        "其中青岚籍犯罪嫌疑人80名，白沙籍犯罪嫌疑人40名，头目6名。"
        "5月2日，80名青岚籍犯罪嫌疑人在东桥口岸移交青岚警方，缴获手机300余部。\n\n"
        "去年以来，累计移交犯罪嫌疑人1.2万名。联合指挥中心负责协调。"
    ),
    "二号通报.txt": (
        "合成示例：打击行动取得进展\n\n截至目前，累计抓获河湾地区犯罪嫌疑人1.3万余名，"
        "打掉团伙52个，止付资金近3亿元。"
    ),
    "三号通报.txt": (
        "合成示例：河湾地区最新战果\n\n截至7月底，累计抓获河湾地区犯罪嫌疑人1.6万余名，"
        "较上年增加12.5%。有关部门开通96000热线。"
    ),
    "督办通知.txt": (
        "合成示例：第二批挂牌督办案件\n\n青岚海石“3.03”电信网络诈骗案。2031年3月，警方在工作中发现，"
        "以张某某为首的团伙在河湾镇设立窝点，以虚假投资为名实施诈骗，"
        "涉案金额人民币2500余万元，成员90余名，抓获35名，打掉窝点4个。\n"
        "白沙北岭“8.18”电信网络诈骗案。以李某某为首的团伙冒充客服实施诈骗，判决12人。"
    ),
    "English release.txt": (
        "Synthetic example: joint operation in Hewan\n\n"
        "Police captured more than 16,000 suspects in Hewan, officials said; "
        "about 900 were leaders."
    ),
}


def digest(name: str) -> str:
    """Return an invented but well-formed hash for a name."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def day(text: str) -> PartialDate:
    """Return a partial date of its ISO text."""
    return PartialDate.parse(text)


def cite(text: str, quote: str, metric: Metric, value: str, unit: Unit, **more: Any) -> Claim:
    """Return a claim whose quote is found in the text."""
    more.setdefault("qualifier", Qualifier.EXACT)
    return Claim(metric, Decimal(value), unit, quote=quote, start=text.index(quote), **more)


def read(name: str, text: str, claims: Iterable[Claim], **more: Any) -> DocumentReading:
    """Return the reading of one invented document; `published` and `outlet` go to the source."""
    title = Span(0, text.index("\n")) if "\n" in text else None
    source = Source(
        digest(name),
        name,
        title=more.pop("title", text[: title.end] if title else None),
        outlet=more.pop("outlet", "合成日报"),
        agency=more.pop("agency", None),
        published=more.pop("published", None),
    )
    item = EvidenceItem(
        source.sha256,
        digest(name + "sm3"),
        len(text.encode("utf-8", "surrogatepass")),
        "text/plain",
        name,
    )
    body = Body(title, (Span(title.end if title else 0, len(text)),))
    told = {"listing": None, "operations": (), "mentions": (), **more}
    return DocumentReading(item, source, body, tuple(claims), **told)


def _first() -> DocumentReading:
    name = "一号通报.txt"
    text = TEXTS[name]
    person, event = Unit.PERSON, {"place": "河湾镇"}
    captured, moved = Metric.SUSPECTS_CAPTURED, Metric.SUSPECTS_TRANSFERRED
    claims = (
        cite(text, "抓获犯罪嫌疑人120名", captured, "120", person, verb="抓获", **event),
        cite(text, "青岚籍犯罪嫌疑人80名", captured, "80", person, nationality="CN", **event),
        cite(text, "白沙籍犯罪嫌疑人40名", captured, "40", person, nationality="MM", **event),
        cite(text, "头目6名", captured, "6", person, role=Role.LEADER, **event),
        cite(
            text,
            "80名青岚籍犯罪嫌疑人在东桥口岸移交",
            moved,
            "80",
            person,
            nationality="CN",
            as_of=day("2032-05-02"),
            verb="移交",
        ),
        cite(
            text,
            "手机300余部",
            Metric.ITEMS_SEIZED,
            "300",
            Unit.ITEM,
            item="手机",
            qualifier=Qualifier.OVER,
        ),
        cite(
            text,
            "累计移交犯罪嫌疑人1.2万名",
            moved,
            "12000",
            person,
            cumulative=True,
            since=day("2031"),
            as_of=day("2032-05-03"),
            verb="移交",
            place="河湾",
        ),
    )

    def count(what: str, quote: str, value: int, **more: Any) -> OperationCount:
        base = {"nationality": None, "role": None, "qualifier": Qualifier.EXACT, **more}
        return OperationCount(what=what, value=value, quote=quote, start=text.index(quote), **base)

    operation = Operation(
        name="青岚、白沙警方河湾镇联合打击行动（合成）",
        when="近日",
        published=day("2032-05-03"),
        places=("河湾镇",),
        agencies=("青岚警方", "白沙警方"),
        counts=(
            count("captured", "抓获犯罪嫌疑人120名", 120),
            count("captured", "头目6名", 6, role=Role.LEADER, note="头目"),
            count("transferred", "80名青岚籍犯罪嫌疑人在东桥口岸移交", 80, nationality="CN"),
        ),
        handover=Handover("东桥口岸", day("2032-05-02"), "80名青岚籍犯罪嫌疑人", None),
        provinces=("青岚",),
        provinces_open_ended=True,
        items_seized=(SeizedItem("手机", 300), SeizedItem("电脑", None)),
        items_note="一大批",
        cumulative_transferred=count("transferred", "累计移交犯罪嫌疑人1.2万名", 12000),
        cumulative_since=day("2031"),
        span=Span(0, len(text)),
    )
    centre = "联合指挥中心负责协调"
    mention = Mention("coordination_centre", "联合指挥中心", centre, text.index(centre))
    return read(
        name,
        text,
        claims,
        published=day("2032-05-03"),
        agency="青岚警方",
        operations=(operation,),
        mentions=(mention,),
    )


def _second() -> DocumentReading:
    name = "二号通报.txt"
    text = TEXTS[name]
    claims = (
        cite(
            text,
            "累计抓获河湾地区犯罪嫌疑人1.3万余名",
            Metric.SUSPECTS_CAPTURED,
            "13000",
            Unit.PERSON,
            qualifier=Qualifier.OVER,
            cumulative=True,
            as_of=day("2032-06-01"),
            verb="抓获",
            place="河湾",
        ),
        cite(text, "打掉团伙52个", Metric.GANGS_DISMANTLED, "52", Unit.GANG, place="河湾"),
        cite(
            text,
            "止付资金近3亿元",
            Metric.AMOUNT_INTERCEPTED,
            "300000000",
            Unit.CNY,
            qualifier=Qualifier.NEARLY,
        ),
    )
    return read(name, text, claims, published=day("2032-06-01"), outlet=None)


def _third() -> DocumentReading:
    name = "三号通报.txt"
    text = TEXTS[name]
    claims = (
        cite(
            text,
            "累计抓获河湾地区犯罪嫌疑人1.6万余名",
            Metric.SUSPECTS_CAPTURED,
            "16000",
            Unit.PERSON,
            qualifier=Qualifier.OVER,
            cumulative=True,
            as_of=day("2032-07"),
            verb="抓获",
            place="河湾",
        ),
        cite(
            text,
            "较上年增加12.5%",
            Metric.CHANGE,
            "12.5",
            Unit.PERCENT,
            of=Metric.SUSPECTS_CAPTURED,
        ),
    )
    line = "开通96000热线"
    mention = Mention("hotline", "96000热线", line, text.index(line))
    return read(name, text, claims, published=day("2032-08-02"), mentions=(mention,))


def _listing() -> DocumentReading:
    name = "督办通知.txt"
    text = TEXTS[name]

    def count(quote: str, value: int, **more: Any) -> Count:
        more.setdefault("qualifier", Qualifier.EXACT)
        return Count(value=value, quote=quote, start=text.index(quote), **more)

    empty: dict[str, Any] = dict.fromkeys(
        (
            "discovered",
            "lead_source",
            "amount",
            "members",
            "captured",
            "sentenced",
            "prosecuted",
            "linked_cases",
            "clues",
            "gangs",
        )
    )
    told: dict[str, Any] = {
        **empty,
        "discovered": day("2031-03"),
        "lead_source": "警方在工作中发现",
        "amount": count(
            "涉案金额人民币2500余万元", 25_000_000, qualifier=Qualifier.OVER, currency="CNY"
        ),
        "members": count("成员90余名", 90, qualifier=Qualifier.OVER),
        "captured": count("抓获35名", 35),
        "gangs": count("打掉窝点4个", 4, counted="窝点", captured_from=2),
    }
    half = text.index("白沙北岭")
    first = SupervisedCase(
        name="青岚海石“3.03”电信网络诈骗案",
        code="3.03",
        agency_place="青岚海石",
        heads=("张某某",),
        base_places=("河湾镇",),
        scam_types=("虚假投资",),
        notes="设立窝点",
        span=Span(17, half),
        **told,
    )
    second = SupervisedCase(
        name="白沙北岭“8.18”电信网络诈骗案",
        code="8.18",
        agency_place="白沙北岭",
        heads=("李某某",),
        base_places=(),
        scam_types=("冒充客服",),
        notes="",
        span=Span(half, len(text)),
        **{**empty, "sentenced": count("判决12人", 12)},
    )
    listing = CaseListing("第二批", day("2032-04-01"), 1, 3, (first, second))
    amount = cite(
        text,
        "涉案金额人民币2500余万元",
        Metric.AMOUNT_INVOLVED,
        "25000000",
        Unit.CNY,
        qualifier=Qualifier.OVER,
        place="青岚海石",
    )
    return read(name, text, (amount,), published=day("2032-04-01"), listing=listing)


def _english() -> DocumentReading:
    name = "English release.txt"
    text = TEXTS[name]
    claims = (
        cite(
            text,
            "captured more than 16,000 suspects",
            Metric.SUSPECTS_CAPTURED,
            "16000",
            Unit.PERSON,
            qualifier=Qualifier.OVER,
            cumulative=True,
            as_of=day("2032-07"),
            place="Hewan",
        ),
        cite(
            text,
            "more than 16,000 suspects in Hewan",
            Metric.OTHER,
            "16000",
            Unit.OTHER,
            item="crossing quote",
        ),
        cite(
            text,
            "about 900 were leaders",
            Metric.SUSPECTS_CAPTURED,
            "900",
            Unit.PERSON,
            qualifier=Qualifier.ABOUT,
            role=Role.LEADER,
        ),
    )
    return read(name, text, claims, published=day("2032-08-03"), outlet="Synthetic Times")


def _hostile() -> DocumentReading:
    text = f"{HOSTILE}\n=HYPERLINK(1) 抓获7名 {HOSTILE} 抓获8名"
    claims = (
        cite(
            text, "=HYPERLINK(1) 抓获7名", Metric.SUSPECTS_CAPTURED, "7", Unit.PERSON, place=HOSTILE
        ),
        cite(text, HOSTILE, Metric.OTHER, "1", Unit.OTHER, item=HOSTILE),
    )
    name = f"坏{HOSTILE}.html"
    mention = Mention("campaign", HOSTILE, "抓获8名", text.index("抓获8名"))
    return read(name, text, claims, title=HOSTILE, outlet=HOSTILE, mentions=(mention,))


def sourced(reading: DocumentReading, index: int) -> SourcedClaim:
    """Return one claim of a reading with its source."""
    return SourcedClaim(reading.claims[index], reading.source)


def build_ledger(*, hostile: bool = True) -> Ledger:
    """Return the ledger; its texts come from `load_text`."""
    first, second, third, english = _first(), _second(), _third(), _english()
    readings = [first, second, third, _listing(), english]
    if hostile:
        readings.append(_hostile())
    captured = SeriesKey(
        Metric.SUSPECTS_CAPTURED, Unit.PERSON, None, None, "河湾", Period.CUMULATIVE
    )
    moved = SeriesKey(
        Metric.SUSPECTS_TRANSFERRED, Unit.PERSON, None, None, "河湾", Period.CUMULATIVE
    )
    amount = SeriesKey(Metric.AMOUNT_INTERCEPTED, Unit.CNY, None, None, None, Period.EVENT)
    series = (
        Series(moved, (Point((sourced(first, 6),)),)),
        Series(
            captured,
            (
                Point((sourced(second, 0),)),
                Point((sourced(third, 0), sourced(english, 0))),
            ),
        ),
        Series(amount, (Point((sourced(second, 2),)),)),
    )
    checks = (
        Check(
            "monotone",
            Outcome.PASSED,
            Message("report.text.not_in_text"),
            (sourced(second, 0), sourced(third, 0)),
        ),
        Check(
            "same-digits",
            Outcome.CONFLICT,
            Message("report.text.left_points", {"count": 2}),
            (sourced(first, 1), sourced(first, 4)),
        ),
        Check(
            "magnitude",
            Outcome.FLAGGED,
            Message("report.text.left_out", {"count": HOSTILE if hostile else 3}),
            (sourced(first, 0),),
        ),
    )
    container = EvidenceItem(digest("zip"), digest("zip3"), 4096, "application/zip", "合成.zip")
    inner = EvidenceItem(
        digest("in"),
        digest("in3"),
        10,
        "application/octet-stream",
        "a.bin",
        parent=container.sha256,
        member="资料/a.bin",
    )
    rejects = (
        Reject("合成.zip", "资料/a.bin", Message("report.text.none_texts")),
        Reject(HOSTILE if hostile else "b.pdf", "", Message("report.text.none_texts")),
    )
    items = (*(reading.item for reading in readings), container, inner)
    return Ledger("合成案件", "0.0.0", tuple(readings), items, rejects, series, checks)


def load_text(sha256: str) -> str:
    """Return the invented text of a document of the ledger."""
    if sha256 == _hostile().item.sha256:
        return f"{HOSTILE}\n=HYPERLINK(1) 抓获7名 {HOSTILE} 抓获8名"
    return {digest(name): text for name, text in TEXTS.items()}[sha256]
