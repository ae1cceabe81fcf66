"""From blocks to one web page that everybody can read: self-contained, without script, nothing fetched.

Made to WCAG 2.2 AA: landmarks, one heading of the first level, headings nested, tables with captions and header
cells, contrast in light and in dark. Every text passes :func:`_said`, the only place where text becomes markup.
The same document gives the same bytes.
"""

import base64
import unicodedata
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, NewType

from panelroom.records import blocks as b
from panelroom.records import charts
from panelroom.text import clean_line, clean_text, plural

Html = NewType("Html", str)
"""Markup that is safe to stand in the page: made by :func:`_said` and :func:`_element` alone."""

# Nothing may run or be fetched, not even what a fault of ours let through (Content Security Policy Level 3).
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_STYLE = Path(__file__).with_name("page.css")
_TONES: dict[b.Tone, str] = {"body": "", "cell": "", "small": "small", "mono": "mono"}
_OUTCOMES = frozenset("1234")
_VOID = frozenset({"col", "hr", "img", "meta"})
_WIDE = 3
"""A table of more columns than this is never narrower than its words can be read."""


def web_page(document: b.Document) -> bytes:
    """Return the document as one accessible HTML page (WCAG 2.2 AA) in UTF-8.

    Raises:
        BadFile: a picture cannot be read.
    """
    page = _element("html", _head(document), Html("\n"), _body(document), lang=document.language)
    return f"<!doctype html>\n{page}\n".encode()


def _head(document: b.Document) -> Html:
    described = {"author": document.author, "description": document.subject}
    return _lines(
        Html("<head>"),
        _element("meta", charset="utf-8"),
        _element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        _element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        _element("title", _said(clean_line(document.title))),
        *(_element("meta", name=name, content=text) for name, text in described.items() if text),
        _element("style", _style()),
        Html("</head>"),
    )


@cache
def _style() -> Html:
    return Html("\n" + _STYLE.read_text(encoding="utf-8"))


def _body(document: b.Document) -> Html:
    furniture = document.furniture
    return _lines(
        Html("<body>"),
        _element("a", _said("Skip to the content"), class_="skip", href="#content"),
        _landmark("header", furniture.above_left, furniture.above_right),
        _element("main", Html("\n"), _Setter(document).main(), Html("\n"), id="content"),
        _landmark("footer", furniture.below),
        Html("</body>"),
    )


def _landmark(name: str, *texts: str) -> Html:
    return _element(name, *(_paragraph(_flow(text), text) for text in texts if text))


class _Setter:
    """Turns blocks into markup. Knows the heading that a table stands below, and how many tables there were."""

    def __init__(self, document: b.Document) -> None:
        self._document = document
        self._heading = document.title
        self._tables = 0
        self._charts = 0

    def main(self) -> Html:
        """Return the blocks; a document without a title block is headed by its own title."""
        blocks = self._document.blocks
        if not any(isinstance(block, b.Title) for block in blocks):
            blocks = (b.Title(self._document.title), *blocks)
        return _lines(*(_SET[type(block)](self, block) for block in blocks))

    def para(self, block: b.Para) -> Html:
        """A paragraph."""
        return _paragraph(_runs(block), block.text, _TONES[block.tone])

    def title(self, block: b.Title) -> Html:
        """The one heading of the first level, with the line above it."""
        heading = _element("h1", _flow(block.text), **_direction(block.text))
        if not block.over:
            return heading
        return _element("hgroup", _paragraph(_flow(block.over), block.over, "over"), heading)

    def heading(self, block: b.Heading) -> Html:
        """A heading, below the title."""
        self._heading = block.text
        return _element(f"h{block.level + 1}", _flow(block.text), **_direction(block.text))

    def bullets(self, block: b.Bullets) -> Html:
        """A list."""
        return _element("ul", *(_element("li", _runs(i), **_direction(i.text)) for i in block.items))

    def facts(self, block: b.Facts) -> Html:
        """Labels with what they say, as a list of descriptions."""
        return _element("dl", *(self._fact(label, text) for label, text in block.pairs), class_="facts")

    def _fact(self, label: str, text: str) -> Html:
        if text:
            said = _element("dd", _flow(text), **_direction(text))
        else:
            said = _element("dd", _unseen("To be filled in"), class_="blank")
        return _element("div", _element("dt", _flow(label)), said)

    def table(self, block: b.Table) -> Html:
        """A table in a region of its own, which the arrow keys scroll where it is wider than the screen."""
        self._tables += 1
        caption = f"caption-{self._tables}"
        table = _element(
            "table",
            _element("caption", self._caption(), class_="unseen", id=caption),
            _element("colgroup", *(_element("col", style=f"width:{share:.4%}") for share in block.widths)),
            _element("thead", _element("tr", *(_column(block, n) for n in range(len(block.header))))),
            _element("tbody", *(self._row(block, row) for row in block.rows)),
            class_="wide" if len(block.header) > _WIDE else "",
        )
        return _element("div", table, class_="scroll", **_region(caption))

    def _caption(self) -> Html:
        return _said(clean_line(f"Table {self._tables}: {self._heading}"))

    def _row(self, block: b.Table, row: b.Row) -> Html:
        cells = (
            _element("td", *(self.para(p) for p in cell), class_=_place(block, n))
            for n, cell in enumerate(row.cells)
        )
        return _element("tr", *cells, class_="fault" if row.fault else "")

    def band(self, block: b.Band) -> Html:
        """An outcome as one paragraph, so that it is read out as one: "Outcome 1 Appropriate"."""
        code = [_element("span", _said("Outcome"))]
        if block.code.isdigit():
            code += [Html(" "), _element("span", _said(block.code), class_="numeral")]
        label = _element("span", _flow(block.label), class_="wording", **_direction(block.label))
        kind = f"band outcome-{block.code}" if block.code in _OUTCOMES else "band"
        return _element("p", _element("span", *code, class_="code"), Html(" "), label, class_=kind)

    def lines(self, block: b.Lines) -> Html:
        """Ruled lines to write on, once the page is printed."""
        room = _unseen(f"(room for {plural(block.count, 'line')} by hand)")
        ruled = _element("div", *[_element("div")] * block.count, class_="ruled", aria_hidden="true")
        return _lines(_element("p", _flow(block.label), Html(" "), room, class_="label"), ruled)

    def page_break(self, _: b.PageBreak) -> Html:
        """A rule on the screen, a new page on paper."""
        return _element("hr")

    def sheet(self, block: b.Sheet) -> Html:
        """The label of a new page."""
        return _paragraph(_flow(block.label), block.label, "sheet small")

    def typed(self, block: b.Typed) -> Html:
        """Text as it was typed. A parser drops the line end that follows the tag (HTML, 13.2.6.4.7)."""
        text = clean_text(block.text).rstrip("\n")
        return _element("pre", Html("\n"), _said(text), **_direction(text))

    def picture(self, block: b.Picture) -> Html:
        """A picture inside the page itself."""
        from PIL import Image

        from panelroom.records.pdf.pictures import readable

        with Image.open(readable(block.png)) as image:
            wide, high = image.size
        source = f"data:image/png;base64,{base64.b64encode(block.png).decode('ascii')}"
        return _element("img", src=source, alt=block.alt, width=str(wide), height=str(high))

    def chart(self, block: b.Chart) -> Html:
        """A drawing inside the page, with its title, source and table; a narrow screen scrolls it sideways."""
        self._charts += 1
        name = f"chart-{self._charts}"
        title = _element("p", _flow(block.title), class_="label", id=name)
        drawing = _element("div", _drawing(block, name), class_="scroll", **_region(name))
        source = _paragraph(_flow(f"Source: {block.source}"), block.source, "small")
        return _lines(title, drawing, source, self.table(block.table))


_SET: dict[type, Callable[[_Setter, Any], Html]] = {
    b.Para: _Setter.para,
    b.Title: _Setter.title,
    b.Heading: _Setter.heading,
    b.Bullets: _Setter.bullets,
    b.Facts: _Setter.facts,
    b.Table: _Setter.table,
    b.Band: _Setter.band,
    b.Lines: _Setter.lines,
    b.PageBreak: _Setter.page_break,
    b.Sheet: _Setter.sheet,
    b.Typed: _Setter.typed,
    b.Picture: _Setter.picture,
    b.Chart: _Setter.chart,
}


def _region(label: str) -> dict[str, str]:
    """Return what makes an element a region of that name, which the arrow keys can scroll."""
    return {"role": "region", "aria_labelledby": label, "tabindex": "0"}


def _column(block: b.Table, number: int) -> Html:
    """Return the head of a column; one without words heads nothing."""
    text = block.header[number]
    if not text:
        return _element("td")
    return _element("th", _flow(text), scope="col", class_=_place(block, number))


def _place(block: b.Table, column: int) -> str:
    return "centred" if column in block.centred else ""


# ── drawings ─────────────────────────────────────────────────────────────────────────────────────────────


def _drawing(block: b.Chart, name: str) -> Html:
    """Return the chart as SVG (its y axis points down), which says its title and what it states."""
    said = (
        _element("title", _said(clean_line(block.title)), id=f"{name}-title"),
        _element("desc", _said(clean_line(block.alt)), id=f"{name}-desc"),
    )
    shapes = map(_shape, charts.shapes(block))
    size = f"0 0 {charts.WIDTH:g} {charts.HEIGHT:g}"
    spoken = {"role": "img", "aria_labelledby": f"{name}-title", "aria_describedby": f"{name}-desc"}
    return _element("svg", *said, *shapes, class_="chart", viewBox=size, **spoken)


def _shape(shape: charts.Shape) -> Html:
    match shape:
        case charts.Bar(x, y, width, height):
            place = {"x": f"{x:g}", "y": _down(y + height), "width": f"{width:g}", "height": f"{height:g}"}
            return _element("rect", **place)
        case charts.Rule(x, y, to_x, strong):
            place = {"x1": f"{x:g}", "y1": _down(y), "x2": f"{to_x:g}", "y2": _down(y)}
            return _element("line", class_="axis" if strong else "", **place)
        case charts.Trace(points):
            return _element("polyline", points=" ".join(f"{x:g},{_down(y)}" for x, y in points))
        case charts.Dot(x, y):
            return _element("circle", cx=f"{x:g}", cy=_down(y), r="2.6")
        case charts.Words(x, y, text, anchor, strong):
            place = {"x": f"{x:g}", "y": _down(y), "text_anchor": anchor}
            return _element("text", _said(clean_line(text)), class_="most" if strong else "", **place)


def _down(y: float) -> str:
    return f"{charts.HEIGHT - y:g}"


# ── markup ───────────────────────────────────────────────────────────────────────────────────────────────


def _said(text: str) -> Html:
    """Return ``text`` as markup that shows it and can do nothing else, in an element or in an attribute."""
    return Html(escape(clean_text(text)))


def _flow(text: str) -> Html:
    """Return ``text`` as running words; its line ends stay."""
    return Html(_said(text).replace("\n", "<br>"))


def _runs(block: b.Para) -> Html:
    """Return the words of a paragraph, bold where they are."""
    runs = (_element("strong", _flow(run.text)) if run.bold else _flow(run.text) for run in block.runs)
    return Html("".join(runs))


def _paragraph(words: Html, text: str, kind: str = "") -> Html:
    """Return a paragraph of ``words``, which run in the direction of their ``text``."""
    return _element("p", words, class_=kind, **_direction(text))


def _unseen(text: str) -> Html:
    """Return words for those who do not see the page."""
    return _element("span", _said(text), class_="unseen")


def _direction(text: str) -> dict[str, str]:
    """Return what lets words run from right to left where their first letter does (UAX 9)."""
    turned = not text.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)
    return {"dir": "auto"} if turned else {}


def _element(tag: str, *content: Html, **attributes: str) -> Html:
    """Return an element. ``class_`` is its class, ``aria_label`` its aria-label; a class of nothing is left out."""
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_said(clean_line(value))}"'
        for name, value in attributes.items()
        if value or name != "class_"
    )
    return Html(f"<{tag}{given}>" if tag in _VOID else f"<{tag}{given}>{''.join(content)}</{tag}>")


def _lines(*parts: Html) -> Html:
    return Html("\n".join(parts))
