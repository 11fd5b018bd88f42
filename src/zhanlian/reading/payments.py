"""Payments that a victim's statement tells: account, amount and time, each with its quote.

Only a text that says whose statement it is (受害人：…) is read. A payment needs an account in
full and an amount; what is told without them (“后来又转了几次”) is left to people. Every payment
found is a proposal: it counts once it is found in the ledger or a person has taken it.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhanlian.model.claim import Qualifier
from zhanlian.model.dates import PartialDate
from zhanlian.model.document import Span
from zhanlian.model.record import PaymentMention
from zhanlian.reading.dates import DateKind, DateMention, find_dates
from zhanlian.reading.gazetteer import any_of, load_table
from zhanlian.reading.numerals import find_numbers
from zhanlian.reading.passages import fold_text, split_clauses, split_sentences

# Bank cards and accounts, Tron and EVM addresses, ids of Alipay (2088…), e-mail addresses.
_ACCOUNT: Final = re.compile(
    r"(?<![\dA-Za-z.@_*-])(?:SYN[A-Z0-9-]{3,40}|T[1-9A-HJ-NP-Za-km-z]{33}|0x[0-9a-fA-F]{40}"
    r"|[A-Za-z0-9._-]{1,64}@[A-Za-z0-9-]{1,64}(?:\.[A-Za-z0-9-]{1,20}){1,4}"
    r"|\d{4}(?: \d{4}){3}(?: \d{1,3})?|\d{12,24})(?![\dA-Za-z])"
)
_CLOCK: Final = re.compile(
    r"(?P<half>凌晨|早上|上午|中午|下午|傍晚|晚上|晚|夜里)?\s*(?P<hour>[01]?\d|2[0-4])\s*"
    r"(?:[:：]\s*(?P<minute>[0-5]\d)(?:[:：](?P<second>[0-5]\d))?(?!\d)"
    r"|[时点](?:\s*(?P<zh_minute>[0-5]?\d)\s*分(?:\s*(?P<zh_second>[0-5]?\d)\s*秒)?"
    r"|(?P<half_hour>半))?(?!间|候|左))"
)
_YUAN: Final = re.compile(r"\s*(?:元|块|人民币)")
# “1000USDT”: the numerals of prose do not touch letters.
_COINS: Final = re.compile(
    r"(?<![\d.,])(?P<digits>\d{1,12}(?:,\d{3})*(?:\.\d{1,6})?)(?P<myriad>万)?\s*[个枚]?\s*"
    r"(?:USDT|泰达币|U币)"
)
_AFTER_NOON: Final = frozenset({"下午", "傍晚", "晚上", "晚", "夜里"})
_REACH: Final = 14  # characters before an account in which the word for its part is looked for


@dataclass(frozen=True, slots=True)
class _Account:
    start: int
    text: str
    own: bool


@dataclass(slots=True)
class _Told:
    """What the statement has told so far."""

    day: PartialDate | None = None
    clock: tuple[int, ...] = ()
    payer: str = ""
    payee: str = ""


def find_payments(text: str) -> tuple[PaymentMention, ...]:
    """Return the payments that a statement tells, in the order of the text.

    Args:
        text: the document's text; quotes and offsets are its own characters. All of it is read: a
            date at the head of a statement's line is no dateline.
    """
    victim = _find_teller(text)
    if victim is None:
        return ()
    folded = fold_text(text)
    dates = [one for one in find_dates(folded, None) if one.kind is DateKind.DAY]
    told = _Told()
    found: list[PaymentMention] = []
    for sentence in split_sentences(folded, Span(0, len(folded))):
        found += _read_sentence(text, folded, sentence, (victim, dates, told))
    return tuple(found)


def _find_teller(text: str) -> str | None:
    found = _teller().search(text)
    return None if found is None else str(found["name"])


def _read_sentence(
    text: str, folded: str, sentence: Span, state: tuple[str, Sequence[DateMention], _Told]
) -> Iterator[PaymentMention]:
    victim, dates, told = state
    accounts = list(_find_accounts(folded, sentence))
    for clause in split_clauses(folded, sentence):
        _keep_time(folded, clause, dates, told)
        own = [one for one in accounts if clause.start <= one.start < clause.end]
        for one in own:
            if one.own:
                told.payer = one.text
            else:
                told.payee = one.text
        words = folded[clause.start : clause.end]
        if not _pays().search(words) or _comes().search(words):
            continue
        if not any(not one.own for one in own):
            # “转账5万元，收款账号为6217…”: the account follows before the sentence ends.
            behind = [one for one in accounts if one.start >= clause.end and not one.own]
            told.payee = behind[0].text if behind else told.payee
        if not told.payee:
            continue
        for amount, currency in _find_amounts(folded, clause, accounts):
            yield PaymentMention(
                victim=victim,
                day=told.day,
                clock=told.clock,
                payer=told.payer,
                payee=told.payee,
                amount=amount,
                currency=currency,
                quote=text[sentence.start : sentence.end].strip(),
                start=sentence.start,
            )


def _keep_time(folded: str, clause: Span, dates: Sequence[DateMention], told: _Told) -> None:
    behind = clause.start
    for date in dates:
        if clause.start <= date.start < clause.end and date.as_of is not None and date.as_of.day:
            told.day, told.clock, behind = date.as_of, (), date.end
    for match in _CLOCK.finditer(folded, behind, clause.end):
        told.clock = _read_clock(match)


def _read_clock(match: re.Match[str]) -> tuple[int, ...]:
    """Return hour, minute and second as far as told; nothing for an hour that there is none of."""
    hour = int(match["hour"])
    if match["half"] in _AFTER_NOON and hour < 12:
        hour += 12
    if hour > 23:
        return ()
    minute, second = match["minute"] or match["zh_minute"], match["second"] or match["zh_second"]
    if match["half_hour"]:
        minute = "30"
    told = [hour, int(minute or 0)]
    return (*told, int(second)) if second else tuple(told)


def _find_accounts(folded: str, sentence: Span) -> Iterator[_Account]:
    for match in _ACCOUNT.finditer(folded, sentence.start, sentence.end):
        before = folded[max(sentence.start, match.start() - _REACH) : match.start()]
        own = max((one.end() for one in _from().finditer(before)), default=-1)
        other = max((one.end() for one in _to().finditer(before)), default=-1)
        yield _Account(match.start(), match[0].replace(" ", ""), own > other)


def _find_amounts(
    folded: str, clause: Span, accounts: Sequence[_Account]
) -> Iterator[tuple[Decimal, str]]:
    digits = {(one.start, one.start + len(one.text)) for one in accounts}
    for number in find_numbers(folded, clause.start, clause.end):
        inside = any(start <= number.core < end for start, end in digits)
        if inside or number.percent or number.value <= 0:
            continue
        if number.qualifier is Qualifier.EXACT and _YUAN.match(folded, number.end, clause.end):
            yield number.value, "CNY"
    for match in _COINS.finditer(folded, clause.start, clause.end):
        coins = Decimal(match["digits"].replace(",", "")) * (10_000 if match["myriad"] else 1)
        if coins:
            yield coins, "USDT"


@functools.cache
def _teller() -> re.Pattern[str]:
    # \w holds Chinese characters; a name ends at a blank, a mark or a bracket.
    names = any_of(load_table("payments")["tellers"])
    return re.compile(rf"^\s*{names}(?:姓名)?\s*[：:]\s*(?P<name>[\w·]{{1,30}})", re.MULTILINE)


@functools.cache
def _pays() -> re.Pattern[str]:
    return re.compile(any_of(load_table("payments")["pays"]))


@functools.cache
def _comes() -> re.Pattern[str]:
    return re.compile(any_of(load_table("payments")["comes"]))


@functools.cache
def _from() -> re.Pattern[str]:
    return re.compile(any_of(load_table("payments")["from"]))


@functools.cache
def _to() -> re.Pattern[str]:
    return re.compile(any_of(load_table("payments")["to"]))
