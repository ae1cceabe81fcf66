"""What a document says, whoever prints it."""

from collections.abc import Iterator

from panelroom.records import blocks as b


def words_of_blocks(document: b.Document) -> list[str]:
    """Return every text of the blocks that a reader must find, in order."""
    return [text for block in document.blocks for text in _words(block) if text]


def _words(block: b.Block) -> Iterator[str]:
    match block:
        case b.Title(text, over):
            yield from (over, text)
        case b.Heading() | b.Para():
            yield block.text
        case b.Bullets(items):
            yield from (item.text for item in items)
        case b.Facts(pairs):
            yield from (part for pair in pairs for part in pair)
        case b.Table(header, _, rows):
            yield from header
            yield from (p.text for row in rows for cell in row.cells for p in cell)
        case b.Band(code, label):
            yield from (code if code.isdigit() else "", label)
        case b.Lines(label) | b.Sheet(label):
            yield label
        case b.Typed(text):
            yield from text.split("\n")
        case b.Chart(title=title, source=source, table=table):
            yield from (title, f"Source: {source}")
            yield from _words(table)
