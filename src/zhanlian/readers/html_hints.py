"""What the head of a page tells about it: title, outlet, author, date and address."""

import json
import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from zhanlian.model.document import DocumentHints

# In the order of trust. ArticleTitle, PubDate and SiteName are what the pages of
# Chinese government sites carry; og: and article: are Open Graph; dc. is Dublin Core.
_TITLES: Final = ("og:title", "articletitle", "twitter:title", "dc.title")
_OUTLETS: Final = ("og:site_name", "sitename", "application-name", "dc.publisher")
_AUTHORS: Final = ("author", "article:author", "dc.creator")
_DATES: Final = (
    "article:published_time",
    "og:published_time",
    "pubdate",
    "publishdate",
    "publish_date",
    "datepublished",
    "dc.date",
    "date",
)
_ADDRESSES: Final = ("og:url",)
_LD_JSON_LONGEST: Final = 200_000  # characters; longer ones are product lists, not articles
_LONGEST: Final = 500
_SAVED: Final = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(https?://[^\s<>]{1,1000})")
# 标题_频道_站名 and 标题 - 站名: the site's name behind the last separator.
_SITE: Final = re.compile(r"\s*(?:[_|｜]|\s[-–—]+\s|--).*$", re.DOTALL)


def find_hints(root: HtmlElement, page: str) -> DocumentHints:
    """Return what meta elements, ld+json and the title tell, each as written, or None."""
    meta = _gather_meta(root)
    told = next(_find_articles(root), {})
    return DocumentHints(
        title=_first(meta, _TITLES) or _text(told.get("headline")) or find_title(root),
        outlet=_first(meta, _OUTLETS) or _named(told.get("publisher")),
        author=_first(meta, _AUTHORS) or _named(told.get("author")),
        published=_first(meta, _DATES) or _text(told.get("datePublished")) or _find_time(root),
        url=_first(meta, _ADDRESSES) or _find_address(root, page),
    )


def _gather_meta(root: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = _text(element.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def find_title(root: HtmlElement) -> str | None:
    """Return the heading that the page's title begins with, else the title without the site."""
    title = next((_text(element.text_content()) for element in root.iter("title")), None)
    heading = next((_text(element.text_content()) for element in root.iter("h1")), None)
    if title is None or (heading and title.startswith(heading)):
        return heading
    return _SITE.sub("", title) or title


def _find_time(root: HtmlElement) -> str | None:
    return next(
        (_text(one.get("datetime")) for one in root.iter("time") if one.get("datetime")), None
    )


def _find_address(root: HtmlElement, page: str) -> str | None:
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical":
            return _text(element.get("href"))
    saved = _SAVED.search(page, 0, 4096)
    return saved.group(1) if saved else None


def _find_articles(root: HtmlElement) -> Iterator[dict[str, object]]:
    """Yield the ld+json objects that have a headline."""
    for element in root.iter("script"):
        source = element.text or ""
        if element.get("type") != "application/ld+json" or len(source) > _LD_JSON_LONGEST:
            continue
        try:
            told = json.loads(source)
        except (ValueError, RecursionError):
            continue  # a hint that cannot be read is no hint; the page itself is
        graph = told.get("@graph") if isinstance(told, dict) else told
        candidates = [told, *(graph if isinstance(graph, list) else ())]
        yield from (one for one in candidates if isinstance(one, dict) and "headline" in one)


def _named(value: object) -> str | None:
    """Return the name of a person or organisation, which ld+json gives as text, object or list."""
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name") if isinstance(value, dict) else value)


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(value.split())[:_LONGEST] or None
