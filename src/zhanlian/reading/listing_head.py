"""What a listing says about itself: its batch, how many cases it lists, what was listed before."""

import functools
import re
from dataclasses import dataclass
from typing import Final

from zhanlian.model.document import Span
from zhanlian.reading.gazetteer import any_of, load_table
from zhanlian.reading.numerals import find_numbers

_N: Final = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,5})"
_BATCH: Final = re.compile(rf"第{_N}批|首批")
_CASES: Final = re.compile(rf"(?P<cases>{_N})(?:余)?[起件宗]")
_TOGETHER: Final = re.compile(
    rf"(?<!第)(?P<batches>{_N})批次?[，、]?(?:共计?|合计|总计)?的?(?P<cases>{_N})[起件宗]"
)
_ALONE: Final = re.compile(
    rf"(?:先后|此前|累计|已)(?:已|经|曾|联合|先后)*挂牌督办(?:了|过)?(?P<cases>{_N})[起件宗]"
)
_ORDINAL: Final = re.compile(rf"(?:第(?P<batch>{_N})|首)批(?P<cases>{_N})[起件宗]")
_BEFORE: Final = re.compile(r"继|此前|之前|去年|前期")
_REACH: Final = 12  # characters before a batch that may tell that it is an earlier one


@dataclass(frozen=True, slots=True)
class ListingHead:
    """What the sentences about the listing say.

    Attributes:
        batch: where the words for the batch stand (第三批), or None.
        count: how many cases are listed, or None.
        earlier_batches, earlier_cases: what was listed before, or None.
    """

    batch: Span | None
    count: int | None
    earlier_batches: int | None
    earlier_cases: int | None


def read_head(text: str, statements: list[Span]) -> ListingHead:
    """Return batch, count and earlier listings.

    Args:
        text: folded (`passages.fold_text`).
        statements: the sentences that speak of supervision.
    """
    batch = next((found for one in statements if (found := _find_batch(text, one))), None)
    count = next((told for one in statements if (told := _find_count(text, one))), None)
    here = _ordinal(text, batch)
    batches, cases = _find_together(text, statements)
    if cases is None:
        batches, cases = _add_up(text, statements, here)
    if cases is None:
        alone = (m for one in statements if (m := _ALONE.search(text, one.start, one.end)))
        cases = next((_number(text, *match.span("cases")) for match in alone), None)
    return ListingHead(batch, count, batches, cases)


def _find_batch(text: str, sentence: Span) -> Span | None:
    for found in _BATCH.finditer(text, sentence.start, sentence.end):
        low = max(sentence.start, found.start() - _REACH)
        low = max(low, text.rfind("，", low, found.start()))
        if not _BEFORE.search(text, low, found.start()):
            return Span(*found.span())
    return None


def _find_count(text: str, sentence: Span) -> int | None:
    earlier = [
        Span(*found.span())
        for pattern in (_TOGETHER, _ALONE)
        for found in pattern.finditer(text, sentence.start, sentence.end)
    ]
    for found in _CASES.finditer(text, sentence.start, sentence.end):
        if not any(span.start <= found.start() < span.end for span in earlier):
            return _number(text, *found.span("cases"))
    return None


def _find_together(text: str, statements: list[Span]) -> tuple[int | None, int | None]:
    cue = _earlier_cue()
    for sentence in statements:
        for found in _TOGETHER.finditer(text, sentence.start, sentence.end):
            told = cue.search(text, sentence.start, found.start())
            if told or text[found.start() - 1] == "前":
                batches = _number(text, *found.span("batches"))
                return batches, _number(text, *found.span("cases"))
    return None, None


def _add_up(text: str, statements: list[Span], here: int) -> tuple[int | None, int | None]:
    """Return the sum of the batches before this one, if the text gives every one of them."""
    told: dict[int, int] = {}
    for sentence in statements:
        for found in _ORDINAL.finditer(text, sentence.start, sentence.end):
            ordinal = _number(text, *found.span("batch")) if found["batch"] else 1
            cases = _number(text, *found.span("cases"))
            if ordinal is not None and cases is not None and ordinal < here:
                told[ordinal] = cases
    if told and set(told) == set(range(1, here)):
        return len(told), sum(told.values())
    return None, None


def _ordinal(text: str, batch: Span | None) -> int:
    """Return which batch this is, or 0 when the text does not say."""
    if batch is None:
        return 0
    if text.startswith("首", batch.start):
        return 1
    return _number(text, batch.start + 1, batch.end) or 0


def _number(text: str, start: int, end: int) -> int | None:
    numbers = find_numbers(text, start, end)
    return int(numbers[0].value) if numbers else None


@functools.cache
def _earlier_cue() -> re.Pattern[str]:
    return re.compile(any_of(load_table("listing")["earlier"]))
