"""Measure words: the sign behind a number that says what kind of thing is counted."""

import re
from dataclasses import dataclass
from typing import Final

from zhanlian.model.claim import Unit


@dataclass(frozen=True, slots=True)
class Measure:
    """What the words behind a number say.

    Attributes:
        kind: person, visit, money, case, piece (case or thing), thing (by its noun), item,
            time, batch, percent, line (条).
        end: behind the measure word.
        currency: ISO code of the money, else None.
    """

    kind: str
    end: int
    currency: str | None = None


_CURRENCIES: Final = {
    "元": "CNY", "块": "CNY", "块钱": "CNY", "人民币": "CNY", "元人民币": "CNY",
    "美元": "USD", "美金": "USD", "港元": "HKD", "港币": "HKD", "元港币": "HKD",
    "新台币": "TWD", "台币": "TWD", "元新台币": "TWD", "新台币元": "TWD", "澳门元": "MOP",
    "新元": "SGD", "新加坡元": "SGD", "新币": "SGD", "泰铢": "THB", "欧元": "EUR", "日元": "JPY",
    "英镑": "GBP", "韩元": "KRW", "马币": "MYR", "令吉": "MYR", "林吉特": "MYR", "卢比": "INR",
    "澳元": "AUD", "加元": "CAD", "瑞郎": "CHF", "迪拉姆": "AED", "越南盾": "VND", "比索": "PHP",
    "披索": "PHP", "USDT": "USDT", "泰达币": "USDT", "枚泰达币": "USDT", "个泰达币": "USDT",
    "枚USDT": "USDT", "个USDT": "USDT", "元美金": "USD", "缅币": "MMK", "瑞尔": "KHR",
}  # fmt: skip
_MONEY_WORDS: Final = "|".join(sorted(_CURRENCIES, key=len, reverse=True))
_MEASURE: Final = re.compile(
    rf"""\s?(?:
      (?P<money>{_MONEY_WORDS})
    | (?P<visit>人次)
    | (?P<sexed>男(?![子性友朋孩生])|女(?![子性友朋孩生士儿]))
    | (?P<person>名|人(?!民|均(?![被已为因系在如获依])|口|工|物|类|格|才|力|气)
        |位(?!于|数|列|置|居))
    | (?P<case>起(?!诉|初|用|步|点|飞|来|草|码|伏)|宗|案(?=[，。、；]))
    | (?P<piece>件)
    | (?P<batch>批(?!准|捕|复|评|示|发|量))
    | (?P<times>倍)
    | (?P<time>次)
    | (?P<round>场|轮|波)
    | (?P<line>条)
    | (?P<thing>个(?!单位|小区|等级|级别|档|社区|地方|房间|办公|
        月|百分点|小时|工作日|国家|省|市|县|区|地市|地区|多|别|人|城市|街道|乡镇|村|
        方面|环节|季度|星期|交易日|点|字|年头|行业|领域|语种|类别|种类|门类|阶段|关键|维度|步骤|问题)
        |家(?!族|庭|长|属|中|里|人)|处(?!理|置|罚|于|分|以|刑|长)|伙|座|支(?!付|持|队|撑|出|援)
        |股(?!份|票|东)|帮(?!助|信|忙)|所)
    | (?P<item>部(?!门|署|分|队|督|长|委|级|省)|台(?!湾|北|州|籍|币|风|办)|张(?!某)|辆|枚|
        款(?!项|额|物|人)|
        套(?!路|用|现|取)|只(?!是|有|要|能|需)|本(?!人|次|地|案|市|省|报|月|年|金)|艘|
        把(?!人|钱|手|握|关|卡|资|款)|支|发|块(?!钱)|
        公斤|千克|克(?!拉)|
        斤|间|栋|幢|份|册|架(?!次)|盒|袋|瓶|箱|捆|对|副|颗|根|吨(?!级)|
        株|片|顶|匹|枝|串|包|封|组)
    )""",
    re.VERBOSE,
)
_UNIT: Final = {
    "person": Unit.PERSON, "visit": Unit.PERSON, "case": Unit.CASE, "gang": Unit.GANG,
    "den": Unit.DEN, "clue": Unit.CLUE, "batch": Unit.BATCH, "item": Unit.ITEM,
    "call": Unit.CALL, "message": Unit.MESSAGE, "account": Unit.ACCOUNT, "site": Unit.SITE,
    "percent": Unit.PERCENT, "warning": Unit.MESSAGE,
}  # fmt: skip


def find_measure(text: str, at: int) -> Measure | None:
    """Return the measure word that stands at an offset of a folded text, or None."""
    found = _MEASURE.match(text, at)
    if found is None:
        return None
    kind = found.lastgroup or ""
    currency = _CURRENCIES[found["money"]] if kind == "money" else None
    return Measure(kind, found.end(), currency)


def unit_of(kind: str, currency: str | None) -> Unit:
    """Return the unit of a kind of counted thing."""
    if kind == "money":
        return {"CNY": Unit.CNY, "USD": Unit.USD}.get(currency or "", Unit.OTHER)
    return _UNIT.get(kind, Unit.OTHER)
