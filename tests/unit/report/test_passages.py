"""Marks in a source text: whatever crosses whatever, the text and every quote stay whole."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from zhanlian.model.document import Body, Span
from zhanlian.report.html.passages import Citation, mark_passages
from zhanlian.words.shown import plain_text

_TEXTS = st.text("甲乙12a<>&\"'/ \u202e\ud800\x00", min_size=1, max_size=40)


class _Marks(HTMLParser):
    """The text of a marked passage, the text of each mark, and how the marks were closed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.marked: dict[str, str] = {}
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "mark":
            self.open.append(values["data-q"])
            self.marked.setdefault(values["data-q"], "")
            self.ids.extend([values["id"]] if "id" in values else [])

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        for name in self.open:
            self.marked[name] += data


def _cite(number: int, text: str, start: int, end: int) -> Citation:
    return Citation(f"q{number}", f"f{number}", str(number), start, end, text[start:end])


@given(_TEXTS, st.data())
def test_any_quotes_leave_the_text_whole_and_each_is_marked_once(
    text: str, data: st.DataObject
) -> None:
    bounds = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(bounds, bounds), max_size=8))
    cited = [
        _cite(number, text, min(pair), max(pair))
        for number, pair in enumerate(pairs)
        if pair[0] != pair[1]
    ]
    body = Body(None, (Span(0, len(text)),))
    page = _Marks(str(mark_passages(text, body, cited, 1_000)))
    assert page.open == []
    assert page.text == plain_text(text)
    assert sorted(page.ids) == sorted(one.mark for one in cited)
    assert page.marked == {one.mark: plain_text(one.quote) for one in cited}


def test_what_stands_outside_the_article_is_shown_only_around_its_quotes() -> None:
    text = "导" * 1_000 + "正文抓获9名。" + "尾" * 1_000 + "热线"
    body = Body(None, (Span(1_000, 1_007),))
    cited = [_cite(1, text, 1_002, 1_006), _cite(2, text, 2_007, 2_009)]
    page = _Marks(str(mark_passages(text, body, cited, 20_000)))
    assert page.marked == {"q1": "抓获9名", "q2": "热线"}
    assert "导" not in page.text and page.text.count("尾") == 300


def test_line_ends_of_every_kind_read_as_one() -> None:
    body = Body(None, (Span(0, 10),))
    assert str(mark_passages("一\r\n二\r三\n\n\n四", body, [], 100)) == "一\n二\n三\n\n四"


def test_a_hostile_number_of_quotes_in_a_long_text_stays_bounded() -> None:
    text = "抓获9名，" * 40_000
    cited = [_cite(n, text, n * 5, n * 5 + 4) for n in range(0, 40_000, 40)]
    page = _Marks(str(mark_passages(text, Body(None, ()), cited, 20_000)))
    assert len(page.text) < 60_000
    assert set(page.marked) < {one.mark for one in cited}
