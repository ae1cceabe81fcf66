"""Frames and shapes of an OpenDocument text: pictures, text boxes, embedded objects, form controls."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from panelroom.documents.odt_styles import DRAW, FO, FORM, OFFICE, STYLE, SVG, XLINK
from panelroom.documents.office_carried import carried
from panelroom.documents.office_look import Colour, colour_of
from panelroom.documents.office_stream import Carried, Hidden, Shown
from panelroom.documents.office_xml import Element, local, parse, texts_of

if TYPE_CHECKING:
    from panelroom.documents.odt_walk import Handler, Place, Walker

_SHAPES = (
    "custom-shape",
    "rect",
    "ellipse",
    "circle",
    "polygon",
    "path",
    "regular-polygon",
    "line",
    "caption",
)
_UNCUT = re.compile(r"auto|rect\(\s*(?:0\w*[,\s]*){4}\)")
_COVER = Carried("SHAPE-COVER", "REVIEW", "a filled shape that floats in front of the page")


def _frame(walker: "Walker", element: Element, place: "Place") -> None:
    """A frame holds one thing and pictures of it for programs that cannot show the thing itself."""
    description = _description(element)
    boxes = list(element.iterchildren(DRAW + "text-box"))
    objects = list(element.iterchildren(DRAW + "object", DRAW + "object-ole"))
    images = list(element.iterchildren(DRAW + "image"))
    if boxes:
        _box(walker, element, boxes, place)
    elif objects:
        _object(walker, objects[0], place)
    elif images:
        _picture(walker, element, images[0], description, place)
    if not images or boxes:
        for told in carried("ALT-TEXT", [description]):
            walker.writer.add(told)


def _description(element: Element) -> str:
    found = (element.find(SVG + name) for name in ("desc", "title"))
    return next((text for each in found if each is not None and (text := texts_of(each))), "")


def _box(walker: "Walker", element: Element, boxes: list[Element], place: "Place") -> None:
    _cover(walker, element)
    with walker.writer.aside():
        for box in boxes:
            walker.walk(box, _inside(walker, element, place))


def _inside(walker: "Walker", element: Element, place: "Place") -> "Place":
    forced = place.forced or ("HIDDEN-TEXT" if place.look.vanish else None)
    look = walker.styles.look("paragraph", None)
    return replace(
        place, look=look, behind=_fill(walker, element), forced=forced, in_text=False, in_list=False
    )


def _fill(walker: "Walker", element: Element) -> Colour | None:
    """Return the colour that a frame or shape is filled with, None for none and for patterns."""
    name = element.get(DRAW + "style-name")
    filled = walker.styles.attribute("graphic", name, "graphic", DRAW + "fill")
    if filled == "solid":
        return colour_of(walker.styles.attribute("graphic", name, "graphic", DRAW + "fill-color"))
    return walker.styles.ground("graphic", name) if filled is None else None


def _cover(walker: "Walker", element: Element) -> None:
    name = element.get(DRAW + "style-name")
    floats = walker.styles.attribute("graphic", name, "graphic", STYLE + "wrap") == "run-through"
    behind = walker.styles.attribute("graphic", name, "graphic", STYLE + "run-through") == "background"
    if floats and not behind and _fill(walker, element) is not None:
        walker.writer.add(_COVER)


def _picture(walker: "Walker", frame: Element, image: Element, description: str, place: "Place") -> None:
    hidden = place.forced or ("HIDDEN-TEXT" if place.look.vanish else None)
    if hidden:
        walker.writer.add(Hidden(hidden, description or "picture"))
        return
    for told in carried("ALT-TEXT", [description]):
        walker.writer.add(told)
    name = (image.get(XLINK + "href") or "").removeprefix("./")
    clip = walker.styles.attribute("graphic", frame.get(DRAW + "style-name"), "graphic", FO + "clip")
    data = walker.parts.get(name)
    if clip and not _UNCUT.fullmatch(clip.strip()):
        walker.writer.add(Carried("CROPPED-IMAGE", "AUTO", "a picture that is kept whole but shown in part"))
        data = None  # how much is cut off cannot be told without the size it is shown at
    walker.writer.add(Shown(description, data))


def _object(walker: "Walker", element: Element, place: "Place") -> None:
    """Write the words of a formula, a chart or a sheet; its drawing is not read."""
    name = (element.get(XLINK + "href") or "").removeprefix("./")
    data = walker.parts.get(f"{name}/content.xml")
    root = parse(data) if data else next(iter(element.iterchildren("*")), None)
    for note in [] if root is None else list(root.iter("{*}annotation")):
        note.getparent().remove(note)
    words = "" if root is None else texts_of(root)
    if root is not None and local(root) == "math":
        walker.say(words, replace(place, in_text=True))
        return
    walker.writer.add(Carried("EMBEDDED", "AUTO", "an object made by another program"))
    walker.writer.add(Carried("PICTURE", "REVIEW", "an object of which only the words are kept"))
    with walker.writer.aside(), walker.writer.paragraph():
        walker.sign(f"[OBJECT: {words or 'no words'}]", place)


def _shape(walker: "Walker", element: Element, place: "Place") -> None:
    _cover(walker, element)
    for told in carried("ALT-TEXT", [_description(element)]):
        walker.writer.add(told)
    with walker.writer.aside():
        walker.walk(element, _inside(walker, element, place))


def _control(walker: "Walker", element: Element, place: "Place") -> None:
    """Write what a form control shows: its text, or its label with a tick."""
    control = walker.controls.get(element.get(DRAW + "control") or "")
    if control is None:
        return
    value = control.get(FORM + "current-value") or control.get(FORM + "value") or ""
    if local(control) in ("checkbox", "radio"):
        value = "☒" if control.get(FORM + "current-state") == "checked" else "☐"
    paragraphs = " ".join(texts_of(each) for each in control.iterchildren(f"{OFFICE}*", "{*}p"))
    words = " ".join(filter(None, (value, control.get(FORM + "label"), paragraphs)))
    walker.sign(f" {words} " if words else "", place)


HANDLERS: dict[str, "Handler"] = {
    DRAW + "frame": _frame,
    DRAW + "control": _control,
    **{DRAW + name: _shape for name in _SHAPES},
}
