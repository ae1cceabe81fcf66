"""What the public will read: the public minutes as text, as they would be written now."""

from collections.abc import Iterator

from textual.content import Content

from panelroom.publication import blocked
from panelroom.records import blocks
from panelroom.records.public import public_minutes
from panelroom.records.record import build_record
from panelroom.ui.meeting_screen import MeetingScreen
from panelroom.ui.paint import FAULT, KEY, bold, join, lines, plain, styled
from panelroom.ui.screens.boxes import TextBox

_NOT_YET = "These minutes would not be written: released wording is refused. The list of wording shows where."


def show_preview(screen: MeetingScreen) -> None:
    """Show the public minutes over the screen, as they would be written now."""
    meeting, session = screen.meeting, screen.conductor.session
    document = public_minutes(build_record(meeting, session.entries, session.root), meeting)
    refused = [styled(_NOT_YET, FAULT), plain("")] if blocked(meeting) else []
    text = lines(*refused, *(line for block in document.blocks for line in _said(block)))
    screen.app.push_screen(TextBox("What the public will read, as it stands now", text))


def _said(block: blocks.Block) -> Iterator[Content]:
    """Yield the lines of a block of the public minutes."""
    match block:
        case blocks.Title():
            yield join(block.over, "\n", bold(block.text), "\n")
        case blocks.Heading():
            yield join("\n", styled(block.text, KEY if block.level == 1 else "bold"))
        case blocks.Para():
            yield _para(block)
        case blocks.Bullets():
            yield from (join("  - ", _para(item)) for item in block.items)
        case blocks.Facts():
            yield from (join(bold(label), f"   {text}") for label, text in block.pairs)
        case blocks.Table():
            yield from (Content("   ").join([_cell(cell) for cell in row.cells]) for row in block.rows)
        case blocks.Band():
            yield bold(f"{block.code}   {block.label}")


def _para(para: blocks.Para) -> Content:
    return join(*(bold(run.text) if run.bold else plain(run.text) for run in para.runs))


def _cell(paras: tuple[blocks.Para, ...]) -> Content:
    return Content(" ").join([_para(para) for para in paras])
