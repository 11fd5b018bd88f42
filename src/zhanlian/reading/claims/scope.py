"""Scope: whether a document speaks of fraud, or of crime in general."""

import re
from collections.abc import Sequence
from typing import Final

from zhanlian.model.document import Span

_FRAUD: Final = re.compile(
    "诈骗|电诈|涉诈|反诈|电骗|网诈|杀猪盘|骗局|被骗|受骗|骗子|骗取|诈赌|“两卡”|断卡|帮信|刷单"
    "|[Ff]raud|[Ss]cam|[Ss]windl"
)
_OTHER_CRIME: Final = re.compile(
    "赌博|网赌|赌场|参赌|毒品|走私|涉黑|涉恶|盗窃|传销|偷渡|非法集资|食品|环境"
)
# A text this short may leave the word out that its neighbours on the page say.
_SHORT: Final = 200
# Paragraphs longer than this are told from headings and captions.
_WIDE: Final = 60


def find_unrelated(text: str, spans: Sequence[Span]) -> frozenset[int]:
    """Return the starts of paragraphs about something else, in an article that is mostly that.

    A report on the year's policing has one paragraph on fraud; the figures of the others are
    crime in general. In an article that is about fraud no paragraph has to say the word.

    Args:
        text: the folded document.
        spans: title and paragraphs of the article.
    """
    silent = frozenset(
        span.start for span in spans if not _FRAUD.search(text, span.start, span.end)
    )
    wide = [span for span in spans if span.end - span.start > _WIDE]
    mostly = sum(1 for span in wide if span.start in silent)
    return silent if len(wide) >= 4 and mostly * 3 >= len(wide) * 2 else frozenset()


def find_scope(text: str, spans: Sequence[Span]) -> str | None:
    """Return ``general`` when the article is not about fraud, else None.

    Args:
        text: the folded document.
        spans: title and paragraphs of the article.
    """
    fraud = other = 0
    for span in spans:
        fraud += len(_FRAUD.findall(text, span.start, span.end))
        other += len(_OTHER_CRIME.findall(text, span.start, span.end))
    if fraud == 0:
        size = sum(span.end - span.start for span in spans)
        return "general" if other or size > _SHORT else None
    return "general" if fraud * 3 < other else None
