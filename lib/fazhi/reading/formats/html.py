"""The source of a saved web page → the lines of its article, from the visible title on."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from fazhi.errors import UnreadableFile
from fazhi.reading.formats.limits import MAX_CHARACTERS, MAX_TAG
from fazhi.reading.formats.table_rows import row_lines

_ARTICLE_SHARE = 0.95
_ABOVE_ARTICLE = 30  # lines among which the title is searched
_HEAD = 10  # lines kept if it is not found: the outline tells a title from furniture
_SHORTEST_TITLE = 8
_SHARE_OF_TITLE = 0.6
_SITE = re.compile(r"(?:网|网站|政府|平台|门户|首页|专栏)$")
_INVISIBLE = frozenset("script style noscript template head select option iframe object svg audio video".split())
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr legend li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_EMBEDDED = re.compile(r"data:[\w/+.;=-]+,[A-Za-z0-9+/=%]+")
_LONG_TAG = re.compile(rf"<[^<>]{{{MAX_TAG},}}")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_WRAPPED = re.compile(r"(?<=[^\x00-\x7f])[ \t]*[\r\n][ \t\r\n]*|[ \t]*[\r\n][ \t\r\n]*(?=[^\x00-\x7f])")
_FORM = re.compile(r"[\W_]*(?:信息)?索\s*引\s*号")
_TITLE_AND_SITE = re.compile(r"\s*[_|]\s*|\s+[-–—]+\s+|\s*--+\s*")


@dataclass
class _Visible:
    """The visible lines of a page in order, each with the element where its text begins."""

    lines: list[tuple[str, object]] = field(default_factory=list)
    pending: list[tuple[str, object]] = field(default_factory=list)

    def visit(self, element) -> None:
        """Add an element with everything in it."""
        if element.tag == "br":
            self.end_line()
        if not isinstance(element.tag, str) or element.tag in _INVISIBLE or _HIDDEN.search(element.get("style", "")):
            return
        if element.tag in _BLOCKS:
            self.end_line()
        if element.tag == "tr":
            self.row(element)
        else:
            self.inside(element)
        if element.tag in _BLOCKS:
            self.end_line()

    def inside(self, element) -> None:
        """Add an element's own text and children."""
        self.text(element.text, element)
        for child in element:
            self.visit(child)
            self.text(child.tail, element)

    def text(self, text: str | None, element) -> None:
        """Add a stretch of text; preformatted text has its own line breaks."""
        parts = text.split("\n") if text and "\n" in text and _is_preformatted(element) else [text or ""]
        self.pending.append((parts[0], element))
        for part in parts[1:]:
            self.end_line()
            self.pending.append((part, element))

    def row(self, element) -> None:
        """Add a table row: one line, or each cell's own lines if the table is only used for layout."""
        cells = []
        for cell in element.iterchildren("td", "th"):
            within = _Visible()
            within.inside(cell)
            within.end_line()
            cells.append(within.lines)
        if any(len(cell) > 1 for cell in cells):
            self.lines += [line for cell in cells for line in cell]
        else:
            self.lines += [(line, element) for line in row_lines([[text for text, _ in cell] for cell in cells])]

    def end_line(self) -> None:
        """End the current line."""
        text = _BLANKS.sub(" ", _WRAPPED.sub("", "".join(text for text, _ in self.pending))).strip()
        if text:
            self.lines.append((text, next(element for part, element in self.pending if part.strip())))
        self.pending.clear()


def _is_preformatted(element) -> bool:
    return element.tag == "pre" or next(element.iterancestors("pre"), None) is not None


def lines(source: str) -> list[str]:
    """Extract the article from a web page.

    Parameters
    ----------
    source : str
        The page's html.

    Returns
    -------
    list of str
        Every visible line from the article's title to its end, including publish line and buttons in between, and the
        table above the title of a published document. A table row is one line with `` | `` between its cells.

    Raises
    ------
    UnreadableFile
        If the page has no text, or is larger or nested deeper than any report (`fazhi.reading.formats.limits`).

    Notes
    -----
    trafilatura locates the article; the lines are read from the page itself, because trafilatura drops some
    headings and titles.
    """
    source = _EMBEDDED.sub("", _XML_DECLARATION.sub("", source))
    if _LONG_TAG.search(source):
        raise UnreadableFile(f"a tag of the page has more than {MAX_TAG:,} characters; save the page again")
    page = _parse(source)
    seen = _Visible()
    seen.visit(page)
    if sum(len(text) for text, _ in seen.lines) > MAX_CHARACTERS:
        raise UnreadableFile(
            f"the page has more than {MAX_CHARACTERS:,} characters; save the page with only the report"
        )
    if not seen.lines:
        raise UnreadableFile(
            "the page has no text of its own: scripts or a frame load it; copy the text into a txt file"
        )
    texts = [text for text, _ in seen.lines]
    first, last = _article(seen.lines, source)
    titles = _page_titles(page)
    above = range(max(0, first - _ABOVE_ARTICLE), first)
    top = next((i for i in above if _FORM.match(texts[i]) or _begins_title(texts, i, titles)), None)
    if top is not None:
        return texts[top : last + 1]
    own = [] if any(_begins_title(texts, i, titles) for i in range(first, last + 1)) else titles[:1]
    return [*texts[max(0, first - _HEAD) : first], *own, *texts[first : last + 1]]


def _parse(source: str):
    from lxml import etree, html

    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile("the page has no text; save it again") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise UnreadableFile("the page's elements are nested too deeply to be read; save its text as txt")
    return page


def _article(visible: list[tuple[str, object]], source: str) -> tuple[int, int]:
    """Return the first and last visible line of the article; of the whole page if no article is found."""
    import trafilatura

    article = trafilatura.extract(source, include_comments=False, include_tables=True) or ""
    own = {_bare(line) for line in article.splitlines()}
    running = _bare(article)
    bare = [_bare(text) for text, _ in visible]
    taken = [i for i, text in enumerate(bare) if text in own or (len(text) > 20 and text in running)]
    if not taken:
        return 0, len(visible) - 1
    container = _container([visible[i] for i in taken])
    inside = [
        i for i, (_, element) in enumerate(visible) if element is container or container in element.iterancestors()
    ]
    return min(inside, default=taken[0]), max([*inside, taken[-1]])


def _container(article: list[tuple[str, object]]):
    """Return the innermost element that contains nearly all of the article."""
    held: Counter = Counter()
    for text, element in article:
        held.update(dict.fromkeys([element, *element.iterancestors()], len(text)))
    enough = _ARTICLE_SHARE * sum(len(text) for text, _ in article)
    return max((e for e, size in held.items() if size >= enough), key=lambda e: sum(1 for _ in e.iterancestors()))


def _page_titles(page) -> list[str]:
    """Titles that the page declares, without the site's name."""
    named = [meta.get("content", "") for meta in page.iter("meta") if meta.get("name", "").lower() == "articletitle"]
    named += [_TITLE_AND_SITE.split(title.text_content().strip())[0] for title in page.iter("title")]
    titles = (_BLANKS.sub(" ", name).strip() for name in named)
    return [title for title in titles if len(title) >= _SHORTEST_TITLE and not _SITE.search(title)]


def _begins_title(texts: list[str], i: int, titles: list[str]) -> bool:
    """Whether a line, alone or joined with the next ones, is a title of the page, possibly with the site's name."""
    joined = [_bare("".join(texts[i : i + n])) for n in (1, 2, 3)]
    return any(
        _bare(title).startswith(text) and len(text) > _SHARE_OF_TITLE * len(title)
        for title in titles
        for text in joined
    )


def _bare(text: str) -> str:
    return re.sub(r"[\s|]", "", text)
