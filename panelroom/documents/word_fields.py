"""Fields: Word shows the result and keeps the code, which may name people, addresses and folders."""

import re
from collections.abc import Iterable, Iterator

from panelroom.documents.office_carried import carried
from panelroom.documents.office_stream import Carried
from panelroom.documents.office_xml import Element, is_on, number
from panelroom.documents.word_xml import W, val

_SWITCH = re.compile(r"\\[*@#]\s*(?:\"[^\"]*\"|\S+)|\\[a-z]\b")


class Fields:
    """The fields open at the place of the walker, one inside another, and the codes of all so far."""

    def __init__(self, root: Element | None = None) -> None:
        self._open: list[bool] = []
        self.codes: list[str] = []
        self._broken = set() if root is None else _unmatched(root)

    @property
    def in_code(self) -> bool:
        """Tell whether the walker is in a field's code, which Word does not show."""
        return any(self._open)

    def code(self, text: str) -> None:
        """Take a piece of a field's code."""
        if not self.codes:
            self.codes.append("")
        self.codes[-1] += text

    def simple(self, code: str) -> None:
        """Take the code of a field in one element."""
        self.codes.append(code)
        self.codes.append("")

    def mark(self, element: Element) -> None:
        """Take the beginning, middle or end of a field."""
        kind = element.get(W + "fldCharType")
        if element in self._broken:
            return
        if kind == "begin":
            self._open.append(True)
            self.codes.append("")
        elif self._open and kind == "separate":
            self._open[-1] = False
        elif self._open and kind == "end":
            self._open.pop()


def telling(codes: Iterable[str]) -> Iterator[Carried]:
    """Yield one finding for each field code that could identify somebody."""
    yield from carried("FIELD-CODE", (_SWITCH.sub(" ", code) for code in codes))


def _unmatched(root: Element) -> set[Element]:
    """Return the marks of fields that are never closed, or closed without having begun: nothing may vanish there."""
    open_: list[Element] = []
    broken: set[Element] = set()
    for mark in root.iter(W + "fldChar"):
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            open_.append(mark)
        elif kind == "end":
            if open_:
                open_.pop()
            else:
                broken.add(mark)
    return broken | set(open_)


def form_field(mark: Element) -> str:
    """Return what a tick box or a drop-down list of a form shows, which is not kept as text (17.16)."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(W + "checked")
        state = box.find(W + "default") if state is None else state
        return "☒" if state is not None and is_on(val(state)) else "☐"
    choices = mark.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return ""
    entries = [val(each) or "" for each in choices.iterchildren(W + "listEntry")]
    chosen = choices.find(W + "result")
    chosen = choices.find(W + "default") if chosen is None else chosen
    index = number(val(chosen))
    return entries[index] if 0 <= index < len(entries) else ""
