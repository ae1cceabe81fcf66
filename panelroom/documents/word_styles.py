"""Word styles: what a run looks like after defaults, chains of styles, tables and direct formatting."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from panelroom.documents.office_look import BLACK, WHITE, Colour, Look, blend, colour_of, mixed
from panelroom.documents.office_xml import Element, number
from panelroom.documents.word_xml import W14, A, W, on, val

# ST_HighlightColor (ECMA-376 part 1, 17.18.40).
_HIGHLIGHTS = {
    "black": 0x000000,
    "blue": 0x0000FF,
    "cyan": 0x00FFFF,
    "darkBlue": 0x000080,
    "darkCyan": 0x008080,
    "darkGray": 0x808080,
    "darkGreen": 0x008000,
    "darkMagenta": 0x800080,
    "darkRed": 0x800000,
    "darkYellow": 0x808000,
    "green": 0x00FF00,
    "lightGray": 0xC0C0C0,
    "magenta": 0xFF00FF,
    "red": 0xFF0000,
    "white": 0xFFFFFF,
    "yellow": 0xFFFF00,
}
# How a document names the colours of its theme (17.18.97 with the usual mapping, 17.15.1.20).
_THEME_NAMES = {
    "background1": "lt1",
    "text1": "dk1",
    "background2": "lt2",
    "text2": "dk2",
    "light1": "lt1",
    "dark1": "dk1",
    "light2": "lt2",
    "dark2": "dk2",
    "bg1": "lt1",
    "tx1": "dk1",
    "bg2": "lt2",
    "tx2": "dk2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
_OFFICE_THEME: dict[str, Colour] = {
    "lt1": WHITE,
    "dk1": BLACK,
    "lt2": mixed(0xE7E6E6),
    "dk2": mixed(0x44546A),
}


class Theme:
    """The named colours of a document."""

    def __init__(self, root: Element | None) -> None:
        self._colours = dict(_OFFICE_THEME)
        scheme = None if root is None else root.find(f".//{A}clrScheme")
        for named in () if scheme is None else scheme.iterchildren(f"{A}*"):
            for each in named.iterchildren(f"{A}*"):
                if colour := colour_of(each.get("lastClr") or each.get("val")):
                    self._colours[named.tag.removeprefix(A)] = colour

    def colour(self, name: str | None) -> Colour | None:
        """Return the colour of a theme name such as ``background1``."""
        return self._colours.get(_THEME_NAMES.get(name or "", name or ""))

    def said(self, element: Element, value: str, theme: str) -> Colour | str | None:
        """Return the colour in these attributes of an element, its theme name first; ``"auto"`` as it is."""
        named = self.colour(element.get(W + theme))
        if named:
            return _tinted(named, element, theme.removesuffix("Color"))
        plain = element.get(W + value)
        return "auto" if plain == "auto" else colour_of(plain)

    def drawn(self, parent: Element | None) -> Colour | None:
        """Return the colour of a DrawingML fill, None where it has none or one that is not plain."""
        fill = None if parent is None else parent.find(A + "solidFill")
        for each in () if fill is None else fill.iterchildren(f"{A}*"):
            return colour_of(each.get("lastClr") or each.get("val")) or self.colour(each.get("val"))
        return None


def _tinted(colour: Colour, element: Element, prefix: str) -> Colour:
    """Apply ``themeTint`` (towards white) and ``themeShade`` (towards black), hex parts of 255."""
    for name, towards in (("Tint", WHITE), ("Shade", BLACK)):
        try:
            share = int(element.get(f"{W}{prefix}{name}") or "FF", 16) / 255
        except ValueError:
            continue
        colour = blend(colour, towards, min(1.0, max(0.0, share)))
    return colour


def shade_of(parent: Element | None, theme: Theme) -> Colour | str | None:
    """Return the ground that ``w:shd`` paints: its fill, mixed with the colour of its pattern (17.18.78)."""
    shading = None if parent is None else parent.find(W + "shd")
    if shading is None:
        return None
    fill = theme.said(shading, "fill", "themeFill") or "auto"
    ink = theme.said(shading, "color", "themeColor")
    pattern = val(shading) or "clear"
    if pattern in ("clear", "nil"):
        return fill
    share = 1.0 if pattern == "solid" else number(pattern.removeprefix("pct"), 50) / 100
    ground = fill if isinstance(fill, tuple) else WHITE
    return blend(ink if isinstance(ink, tuple) else BLACK, ground, min(1.0, share))


def look_of(properties: Element | None, theme: Theme) -> Look:
    """Return what a ``w:rPr`` says."""
    if properties is None:
        return Look()
    colour, marked = properties.find(W + "color"), properties.find(W + "highlight")
    inked = None if colour is None else theme.said(colour, "val", "themeColor")
    filled = properties.find(W14 + "textFill")
    clear = None if filled is None else filled.find(W14 + "noFill") is not None
    size = properties.find(W + "sz")
    hidden = [said for name in ("vanish", "specVanish") if (said := on(properties, name)) is not None]
    return Look(
        vanish=any(hidden) if hidden else None,
        colour=_w14_colour(filled) or inked,  # type: ignore[arg-type]
        highlight=_highlight(val(marked)),  # type: ignore[arg-type]
        shade=shade_of(properties, theme),  # type: ignore[arg-type]
        size=None if size is None else number(val(size), 24) / 2,
        clear=clear,
    )


def _highlight(name: str | None) -> Colour | str | None:
    if name is None:
        return None
    return mixed(_HIGHLIGHTS[name]) if name in _HIGHLIGHTS else "auto"


def _w14_colour(filled: Element | None) -> Colour | None:
    plain = None if filled is None else filled.find(f"{W14}solidFill/{W14}srgbClr")
    return None if plain is None else colour_of(plain.get(W14 + "val"))


class Ground(NamedTuple):
    """What a table's style says about one cell: the look of its text and what is painted behind it."""

    look: Look
    behind: Colour | None


class Styles:
    """The styles of a document by id; chains that lead back to themselves end where they do."""

    def __init__(self, root: Element | None, theme: Theme) -> None:
        self.theme = theme
        self._styles: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        for style in () if root is None else root.iterchildren(W + "style"):
            name, kind = style.get(W + "styleId") or "", style.get(W + "type") or ""
            self._styles.setdefault(name, style)
            if style.get(W + "default") in ("1", "true", "on"):
                self._defaults[kind] = name
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.defaults = look_of(defaults, theme)
        self.look = cache(self._look)
        self.table_look = cache(self._table_look)

    def default(self, kind: str) -> str | None:
        """Return the id of the style that paragraphs, tables or characters have where none is named."""
        return self._defaults.get(kind)

    def chain(self, style_id: str | None) -> Iterator[Element]:
        """Yield a style and those it is based on, the nearest first."""
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            yield style
            style_id = val(style.find(W + "basedOn"))

    def _look(self, style_id: str | None) -> Look:
        """Return what a style and those beneath it say about a run."""
        look = Look()
        for style in self.chain(style_id):
            look = look.over(look_of(style.find(W + "rPr"), self.theme))
        return look

    def run_look(self, direct: Look, *styles: str | None, beneath: Look) -> Look:
        """Return how a run looks; ``styles`` from the widest to the nearest.

        Word lets two styles that both hide show the text again (17.7.3); LibreOffice does not. What one of
        them would hide counts as hidden unless the run itself says otherwise.
        """
        look, hidden = beneath, bool(beneath.vanish)
        for style_id in styles:
            style = self.look(style_id)
            look, hidden = style.over(look), hidden or bool(style.vanish)
        return direct.over(Look(vanish=hidden).over(look))

    def paragraph_property(self, style_id: str | None, name: str) -> Element | None:
        """Return a paragraph property from a style or the nearest one beneath that has it."""
        for style in self.chain(style_id):
            found = style.find(f"{W}pPr/{W}{name}")
            if found is not None:
                return found
        return None

    def name(self, style_id: str | None) -> str:
        """Return the names of a style and of those beneath it, in lower case, the nearest first."""
        return "\n".join((val(style.find(W + "name")) or "").lower() for style in self.chain(style_id))

    def _table_look(self, style_id: str | None, conditions: tuple[str, ...]) -> Ground:
        """Return what a table style says of a cell under such conditions, the strongest condition first."""
        look, behind = Look(), None
        for style in self.chain(style_id):
            parts: Mapping[str | None, Element] = {
                each.get(W + "type"): each for each in style.iterchildren(W + "tblStylePr")
            }
            for part in [*(parts[name] for name in conditions if name in parts), style]:
                look = look.over(look_of(part.find(W + "rPr"), self.theme))
                cell, table = part.find(W + "tcPr"), part.find(W + "tblPr")
                behind = behind or shade_of(cell, self.theme) or shade_of(table, self.theme)
        return Ground(look, behind if isinstance(behind, tuple) else None)
