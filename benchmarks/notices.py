"""Synthetic notices by the thousand, the same ones for the same seed.

The sentences are of our own writing, the places and numbers invented. Length and density follow
real notices: about 1,100 characters and a figure in every 150.
"""

import functools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import opencc

_PLACES: Final = ("澜汀市", "棠溪市", "望川市", "云棠省", "孟澜镇", "金雀园区", "鹿鸣县", "沙渚港")
_SCAMS: Final = ("刷单返利", "虚假投资理财", "冒充客服", "虚假贷款", "婚恋交友", "冒充公检法")
_VERBS: Final = ("抓获", "移交", "押解回国", "刑事拘留", "移送审查起诉")
_NAMES: Final = ("甲某", "乙某某", "丙某", "丁某某", "戊某", "己某某", "庚某", "辛某某")
_OUTLETS: Final = ("澜汀早报", "棠溪观察", "云棠法治在线", "江畔新闻网")

# Places, kinds and names change with every use: a body reads a paragraph that stands twice only
# once, and repeated text would flatter whatever remembers what it has seen.
_PROSE: Final = (
    "{place}办案民警介绍，这类{scam}团伙分工细密，有人在境内物色人员、架设线路，有人在境外编写话术、"
    "冒充不同身份与受害人聊天，一旦得手便迅速拆分资金，层层转移，给追查带来很大困难。",
    "{place}专案组从{name}报案的线索入手，调取通信和资金数据反复比对，逐步摸清了该团伙的人员结构、"
    "活动规律和落脚地点，随后会同相关地区公安机关统一部署，在多地同步开展收网。",
    "{place}警方提醒，遇到{scam}类话术，凡是要求下载陌生软件、屏幕共享、先行垫付资金的，都应当"
    "立即停止操作，保存聊天和转账记录，并尽快到就近派出所说明情况，不要抱有侥幸心理。",
    "{place}有关负责人表示，下一步将继续保持高压态势，加强与有关国家和地区执法部门的协作，"
    "深挖{scam}犯罪的幕后组织者，同时推动行业源头治理，守护群众的钱袋子。",
    "在{place}的社区宣讲现场，民警用{name}的真实经历讲解{scam}的常见套路，志愿者帮助老年居民"
    "安装反诈软件，不少居民表示，原来觉得骗局离自己很远，听完之后才知道要多留一个心眼。",
    "{name}被带到境外后，护照遭到扣留，稍有不从便被限制自由，他起初轻信高薪招聘，"
    "到达{place}后才发现无法脱身，最终在家人配合和警方协调下踏上归途，案件仍在侦办。",
    "据{name}交代，团伙把{scam}的话术编成手册，新来的人要先背熟再上岗，每天开会总结得失，"
    "业绩靠后的会受到体罚，办公场所设在{place}，平时大门紧锁，外出须由专人看管。",
    "为了掩盖资金去向，{name}按照上线的要求，在{place}收购他人的银行卡和电话卡，把赃款在多个"
    "账户之间来回划转，再兑换成虚拟货币转往境外，从中抽取佣金，直到落网时仍不知上线是谁。",
    "检察机关提前介入引导取证，围绕{name}等人在{scam}团伙中的地位、参与时间和获利情况列出"
    "补充侦查提纲，并就{place}的管辖问题与当地有关单位会商，确保案件依法稳妥办理。",
    "{place}的银行网点工作人员发现客户神色紧张、反复追问到账时间，判断其可能遭遇{scam}，"
    "便一面以系统检查为由放慢办理，一面联系辖区民警，民警赶到后耐心劝说，{name}才如梦初醒。",
    "通信运营企业配合{place}反诈中心升级识别模型，对疑似{scam}的号码及时提示，"
    "对被冒用的线路逐条核查，同时畅通申诉渠道，避免误伤正常用户，{name}对此表示理解。",
)
_FIGURES: Final = (
    "{month}月以来，{place}公安机关共破获电信网络诈骗案件{n}起，{verb}犯罪嫌疑人{m}名，"
    "打掉犯罪团伙{k}个，查扣涉案资金{wan}万余元，为群众挽回损失{yuan}元。",
    "行动中，民警现场抓获涉嫌{scam}诈骗人员{n}名，其中中国籍{m}名、缅甸籍{k}名，"
    "另有网上在逃人员{k}名，缴获手机{n}部、电脑{m}台、银行卡{k}张。",
    "截至{year}年{month}月底，累计{verb}涉诈犯罪嫌疑人{dec}万余名，"
    "其中组织头目和骨干{m}名，捣毁诈骗窝点{k}处。",
    "受害人甲某某在网上结识一名陌生人，对方以{scam}为由多次要求转账，"
    "甲某某先后转出资金，直至被对方拉黑才发现上当，共损失{dec}万元。",
    "据统计，{year}年全年，{place}反诈中心预警劝阻群众{dec}万人次，紧急止付资金近{yi}亿元，"
    "封堵涉诈网址{n}个，发案数同比下降{pct}%。",
    "{place}人民法院对{k}名被告人作出一审判决，查明该团伙以{scam}方式实施诈骗，"
    "涉案金额{wan}余万元，受害人约{n}名。",
)
_ENGLISH: Final = (
    "Police in the riverside district said on Friday that {n} suspects were arrested when "
    "officers raided a compound, including {m} Chinese nationals and {k} local residents.",
    "More than {m} mobile phones and {k} computers were seized, and the victims are believed "
    "to have lost nearly ${k} million since early {year}.",
    "Officials said that talks between both sides would continue and that people who had been "
    "held against their will would be brought to safety as soon as documents were ready.",
    "A spokesman told reporters that the compound had been rented under the name of a trading "
    "firm and that its guards let nobody leave without a permit signed by a supervisor.",
    "Investigators found scripts for several kinds of scams, among them false investment and "
    "romance schemes, and said that {k} of the managers had fled before the raid.",
    "In {year}, {n} people were handed over to their home country at the border crossing; a "
    "further {m} were released after their status as victims had been confirmed.",
    "Neighbours described cars arriving at night and lights that never went out, and said they "
    "had long been afraid to ask what was going on behind the walls.",
    "Banks in the region were asked to watch for accounts opened in a hurry by young people "
    "who could not say what the money was for, and froze about {n} of them.",
)
_FURNITURE: Final = (
    "<nav><a href='#'>首页</a><a href='#'>财经</a><a href='#'>体育</a></nav>"
    "<ul><li><a href='#'>新区引进项目46个</a></li><li><a href='#'>三万名居民参加长跑</a></li></ul>"
)


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """A notice as it would lie in a folder."""

    name: str
    data: bytes


def make_text(seed: int) -> str:
    """Return one notice: mostly simplified, every eighth traditional, every tenth English."""
    rng = random.Random(seed)
    if seed % 10 == 9:
        return _english_text(rng)
    text = _chinese_text(rng)
    return _traditional()(text) if seed % 8 == 7 else text


def make_texts(count: int, first_seed: int = 1) -> list[str]:
    """Return the texts of `count` notices."""
    return [make_text(first_seed + number) for number in range(count)]


def make_files(count: int) -> Iterator[NoticeFile]:
    """Yield files as investigators receive them: UTF-8, GB18030 and HTML with furniture."""
    for number in range(count):
        text = make_text(number + 1)
        if number % 5 == 1:
            yield NoticeFile(f"{number:05}.html", _as_html(text).encode())
        else:
            encoding = "gb18030" if number % 5 == 3 else "utf-8"
            yield NoticeFile(f"{number:05}.txt", text.encode(encoding))


def _numbers(rng: random.Random) -> dict[str, object]:
    return {
        "place": rng.choice(_PLACES),
        "scam": rng.choice(_SCAMS),
        "name": rng.choice(_NAMES),
        "verb": rng.choice(_VERBS),
        "year": rng.randint(2021, 2025),
        "month": rng.randint(1, 11),
        "n": rng.randint(100, 2999),
        "m": rng.randint(20, 99),
        "k": rng.randint(2, 19),
        "wan": rng.randint(30, 9000),
        "yuan": rng.randint(10_000, 9_999_999),
        "dec": rng.randint(11, 99) / 10,
        "yi": rng.randint(11, 99) / 10,
        "pct": rng.randint(10, 400) / 10,
    }


def _chinese_text(rng: random.Random) -> str:
    facts = _numbers(rng)
    title = f"【合成示例】{facts['place']}打击电信网络诈骗 {facts['verb']}{facts['n']}名嫌疑人"
    day = f"{facts['year']}-{facts['month']:02}-{rng.randint(1, 28):02}"
    sentences = [*rng.sample(_PROSE, rng.randint(8, 11)), *rng.sample(_FIGURES, 2)]
    rng.shuffle(sentences)
    paragraphs = [sentence.format_map(_numbers(rng)) for sentence in sentences]
    return "\n\n".join([title, f"{day} 10:00　来源：{rng.choice(_OUTLETS)}", *paragraphs]) + "\n"


def _english_text(rng: random.Random) -> str:
    lines = ["SYNTHETIC EXAMPLE: police report on a compound raid", "March 8, 2025"]
    lines += [line.format_map(_numbers(rng)) for line in rng.sample(_ENGLISH, len(_ENGLISH))]
    return "\n\n".join(lines) + "\n"


@functools.cache
def _traditional() -> Callable[[str], str]:
    convert: Callable[[str], str] = opencc.OpenCC("s2t").convert
    return convert


def _as_html(text: str) -> str:
    title, *rest = text.strip().split("\n\n")
    article = "".join(f"<p>{paragraph}</p>" for paragraph in rest)
    head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
    return (
        f"<!DOCTYPE html><html>{head}<body>{_FURNITURE}"
        f"<article><h1>{title}</h1>{article}</article>{_FURNITURE}</body></html>"
    )
