"""Drawings in Word: pictures, text boxes, charts and diagrams, in DrawingML and in the older VML."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from panelroom.documents.office_carried import carried
from panelroom.documents.office_look import BLACK, WHITE, Colour, Look, colour_of
from panelroom.documents.office_stream import Carried, Hidden, Passage, Shown
from panelroom.documents.office_xml import Element, is_on, number
from panelroom.documents.picture import Crop
from panelroom.documents.word_xml import A, R, W

if TYPE_CHECKING:
    from panelroom.documents.word_walk import Handler, Place, Walker

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_W10 = "{urn:schemas-microsoft-com:office:word}"
_VML_SHAPES = ("shape", "rect", "roundrect", "oval", "polyline")
_COVER = Carried("SHAPE-COVER", "REVIEW", "a filled shape that floats in front of the page")
_VML_COLOURS = {"black": BLACK, "white": WHITE, "window": WHITE, "windowtext": BLACK}
_VML_HIDDEN = re.compile(r"visibility:\s*hidden|display:\s*none", re.IGNORECASE)


# --- DrawingML ---------------------------------------------------------------------------------------------


def _frame(walker: "Walker", element: Element, place: "Place") -> None:
    """An inline or floating frame; its description serves the pictures in it."""
    about = element.find(_WP + "docPr")
    if about is not None and about.get("hidden") and is_on(about.get("hidden")):
        place = replace(place, forced=place.forced or "HIDDEN-TEXT", hidden=place.hidden or "HIDDEN-TEXT")
    if element.find(f".//{_PIC}pic") is None:
        _alt_texts(walker, [_description(about)])
    walker.walk(element, place)


def _description(about: Element | None) -> str:
    return "" if about is None else about.get("descr") or about.get("title") or ""


def _alt_texts(walker: "Walker", texts: Iterable[str]) -> None:
    for told in carried("ALT-TEXT", texts):
        walker.writer.add(told)


def _picture(walker: "Walker", element: Element, place: "Place") -> None:
    own = _description(element.find(f"{_PIC}nvPicPr/{_PIC}cNvPr"))
    frame = next(element.iterancestors(_WP + "inline", _WP + "anchor"), None)
    description = own if frame is None else _description(frame.find(_WP + "docPr")) or own
    blip, cut = element.find(f"{_PIC}blipFill/{A}blip"), element.find(f"{_PIC}blipFill/{A}srcRect")
    crop = _crop(cut)
    if crop != Crop():
        walker.writer.add(Carried("CROPPED-IMAGE", "AUTO", "a picture that is kept whole but shown in part"))
    data = None if blip is None else _part(walker, place, blip.get(R + "embed"))
    _show(walker, place, Shown(description, data, crop))


def _show(walker: "Walker", place: "Place", picture: Shown) -> None:
    hidden = place.forced or place.hidden
    if hidden in ("TRACKED", "HIDDEN-TEXT"):
        walker.writer.add(Hidden(hidden, picture.description or "picture"))
        return
    _alt_texts(walker, [picture.description])
    walker.writer.add(picture)


def _crop(cut: Element | None) -> Crop:
    """Return what ``a:srcRect`` cuts off each side, in thousandths of a per cent."""
    if cut is None:
        return Crop()
    left, top, right, bottom = (max(0, number(cut.get(side))) / 100_000 for side in "ltrb")
    return Crop(left, top, right, bottom)


def _part(walker: "Walker", place: "Place", relation_id: str | None) -> bytes | None:
    relation = walker.package.relations(place.part).get(relation_id or "")
    return None if relation is None else walker.package.parts.get(relation.target)


def _shape(walker: "Walker", element: Element, place: "Place") -> None:
    theme = walker.styles.theme
    fill = theme.drawn(element.find(_WPS + "spPr"))
    anchor = next(element.iterancestors(_WP + "anchor"), None)
    if fill is not None and anchor is not None and _in_front(anchor):
        walker.writer.add(_COVER)
    font = element.find(f"{_WPS}style/{A}fontRef")
    named = None if font is None else next(iter(font.iterchildren(f"{A}schemeClr")), None)
    ink = None if named is None else theme.colour(named.get("val"))
    with walker.writer.aside():
        walker.walk(element, _boxed(place, fill, ink))


def _in_front(anchor: Element) -> bool:
    return not is_on(anchor.get("behindDoc") or "0") and anchor.find(_WP + "wrapNone") is not None


def _boxed(place: "Place", fill: Colour | None, ink: Colour | None) -> "Place":
    """Return the place inside a box: a run around the drawing does not colour what is in it."""
    forced = place.forced or (place.hidden if place.hidden == "HIDDEN-TEXT" else None)
    beneath = Look(colour=ink).over(place.beneath)
    return replace(place, forced=forced, hidden=forced, behind=fill, beneath=beneath, style=None)


def _chart(walker: "Walker", element: Element, place: "Place") -> None:
    """Write the words and figures that a chart shows; its drawing is not read."""
    relation = walker.package.relations(place.part).get(element.get(R + "id") or "")
    root = None if relation is None else walker.package.root(relation.target)
    words = [] if root is None else [each.text or "" for each in root.iter(A + "t", _CHART + "v")]
    _drawn(walker, "CHART", words, place)


def _diagram(walker: "Walker", element: Element, place: "Place") -> None:
    relation = walker.package.relations(place.part).get(element.get(R + "dm") or "")
    root = None if relation is None else walker.package.root(relation.target)
    paragraphs = [] if root is None else list(root.iter(A + "p"))
    _drawn(walker, "DIAGRAM", ["".join(t.text or "" for t in p.iter(A + "t")) for p in paragraphs], place)


def _drawn(walker: "Walker", what: str, words: Iterable[str], place: "Place") -> None:
    walker.writer.add(Carried("PICTURE", "REVIEW", f"a {what.lower()} of which only the words are kept"))
    with walker.writer.aside(), walker.writer.paragraph():
        walker.say(f"[{what}: {'; '.join(word for word in words if word.strip()) or 'no words'}]", place)


def _ink(walker: "Walker", element: Element, place: "Place") -> None:
    _show(walker, place, Shown(""))


# --- VML ---------------------------------------------------------------------------------------------------


def _vml_shape(walker: "Walker", element: Element, place: "Place") -> None:
    style = element.get("style") or ""
    if _VML_HIDDEN.search(style):
        place = replace(place, forced=place.forced or "HIDDEN-TEXT", hidden=place.hidden or "HIDDEN-TEXT")
    filled = (element.get("filled") or "t").lower() not in ("f", "false", "0")
    colour = (element.get("fillcolor") or "").split("[")[0].strip().lower()
    fill = (_VML_COLOURS.get(colour) or colour_of(colour)) if filled else None
    holds_picture = element.find(_V + "imagedata") is not None or element.find(_V + "textpath") is not None
    if filled and not holds_picture and _vml_in_front(element, style):
        walker.writer.add(_COVER)
    if not holds_picture:
        _alt_texts(walker, [element.get("alt") or ""])
    with walker.writer.aside():
        walker.walk(element, _boxed(place, fill, None))


def _vml_in_front(element: Element, style: str) -> bool:
    behind = re.search(r"z-index:\s*-", style)
    return (
        "position:absolute" in style.replace(" ", "") and not behind and element.find(_W10 + "wrap") is None
    )


def _vml_picture(walker: "Walker", element: Element, place: "Place") -> None:
    shape = element.getparent()
    description = shape.get("alt") or "" if shape is not None else ""
    cut = [element.get(f"crop{side}") or "" for side in ("left", "top", "right", "bottom")]
    crop = Crop(*(_vml_part(each) for each in cut))
    if crop != Crop():
        walker.writer.add(Carried("CROPPED-IMAGE", "AUTO", "a picture that is kept whole but shown in part"))
    _show(walker, place, Shown(description, _part(walker, place, element.get(R + "id")), crop))


def _vml_part(text: str) -> float:
    """Return a VML fraction: ``0.1`` or ``6554f``, which counts in 65,536ths."""
    found = re.fullmatch(r"\s*(\d{0,9}\.?\d{0,9})(f?)\s*", text)
    if not found or not any(character.isdigit() for character in found[1]):
        return 0.0
    return float(found[1]) / (65_536 if found[2] else 1)


def _word_art(walker: "Walker", element: Element, place: "Place") -> None:
    """Write a watermark or other word art, whose words stand in an attribute."""
    hidden = place.forced or place.hidden
    words = element.get("string") or ""
    if hidden and words.strip():
        walker.writer.add(Hidden(hidden, words))
    elif words.strip():
        walker.writer.add(Passage("note", words))


HANDLERS: dict[str, "Handler"] = {
    _WP + "inline": _frame,
    _WP + "anchor": _frame,
    _PIC + "pic": _picture,
    _WPS + "wsp": _shape,
    _CHART + "chart": _chart,
    _DIAGRAM + "relIds": _diagram,
    W + "contentPart": _ink,
    **{_V + name: _vml_shape for name in _VML_SHAPES},
    _V + "imagedata": _vml_picture,
    _V + "textpath": _word_art,
}
