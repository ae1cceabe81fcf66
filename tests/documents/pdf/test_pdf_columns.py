"""Columns of running text are read one after the other; tables, logs and forms stay rows."""

import io
import random
from collections.abc import Sequence

import pytest
from making_pdf import SENTENCES, read
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

# Hundreds of files are made and read.
pytestmark = pytest.mark.heavy

SEEDS = range(12)
FONT, SIZE = "Helvetica", 10
ABOVE = "The report of the second visit to the shop"
Line = tuple[float, float, str]


def prose(rng: random.Random, sentences: int) -> str:
    return " ".join(rng.choice(SENTENCES) for _ in range(sentences))


def drawn(lines: list[Line], rules: Sequence[tuple[float, float, float]] = ()) -> bytes:
    kept = io.BytesIO()
    canvas = Canvas(kept, pagesize=(595, 842), invariant=1)
    canvas.setFont(FONT, SIZE)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    for left, y, right in rules:
        canvas.line(left, y, right, y)
    canvas.save()
    return kept.getvalue()


def column(text: str, x: float, y: float, width: float, leading: float) -> list[Line]:
    return [(x, y - n * leading, line) for n, line in enumerate(simpleSplit(text, FONT, SIZE, width))]


def in_columns(rng: random.Random, count: int, *, heading: bool = False) -> tuple[bytes, list[str]]:
    """Return a page of columns, and the words of each in the order they are to be read."""
    gutter, leading = rng.uniform(14, 30), rng.uniform(11.5, 14)
    width = (475 - gutter * (count - 1)) / count
    texts = [prose(rng, rng.randrange(6, 10)) for _ in range(count)]
    level = rng.random() < 0.5
    lines = [(60.0, 760.0, prose(rng, 1) + " " + prose(rng, 1)[:20])] if heading else []
    for n, text in enumerate(texts):
        y = 720.0 if level else 720.0 - rng.uniform(0, 8)
        lines += column(text, 60 + n * (width + gutter), y, width, leading)
    return drawn(lines), texts


def flat(data: bytes) -> str:
    return " ".join(text for _, _, text in read(data).blocks)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("count", [2, 3])
def test_columns_are_read_one_after_the_other(seed: int, count: int) -> None:
    data, texts = in_columns(random.Random(f"{seed} {count}"), count)
    assert flat(data) == " ".join(texts)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_column_is_a_paragraph_and_not_its_lines(seed: int) -> None:
    data, texts = in_columns(random.Random(seed), 2)
    assert [(kind, text) for _, kind, text in read(data).blocks] == [("para", text) for text in texts]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_short_line_right_above_the_columns_is_not_of_them(seed: int) -> None:
    rng = random.Random(seed)
    texts = [prose(rng, 8), prose(rng, 8)]
    lines = [
        (60.0, 732.0, ABOVE),
        *column(texts[0], 60, 720, 220, 12),
        *column(texts[1], 300, 720, 220, 12),
    ]
    assert [text for _, _, text in read(drawn(lines)).blocks] == [ABOVE, *texts]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_line_over_both_columns_stays_above_them(seed: int) -> None:
    data, texts = in_columns(random.Random(seed), 2, heading=True)
    assert flat(data).endswith(" ".join(texts))


def table(
    rng: random.Random, *, ruled: bool, widths: tuple[float, ...], sentences: int
) -> tuple[bytes, list[str]]:
    style = ParagraphStyle("cell", fontName=FONT, fontSize=SIZE, leading=12)
    rows = [[prose(rng, rng.randrange(1, sentences + 1)) for _ in widths] for _ in range(6)]
    lines = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if ruled else []
    kept = io.BytesIO()
    cells = [[Paragraph(cell, style) for cell in row] for row in rows]
    made = Table(cells, colWidths=widths, style=[*lines, ("VALIGN", (0, 0), (-1, -1), "TOP")])
    SimpleDocTemplate(kept, invariant=1).build([made])
    return kept.getvalue(), [" | ".join(row) for row in rows]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("ruled", "widths", "sentences"),
    [
        (True, (220, 220), 3),
        (True, (220, 220), 1),
        (False, (220, 220), 2),
        (False, (150, 150, 150), 2),
    ],
    ids=["ruled, long cells", "ruled", "without rules", "three columns"],
)
def test_a_table_of_sentences_stays_rows(
    seed: int, ruled: bool, widths: tuple[float, ...], sentences: int
) -> None:
    data, rows = table(random.Random(seed), ruled=ruled, widths=widths, sentences=sentences)
    found = [text for _, _, text in read(data).blocks]
    assert len([text for text in found if " | " in text]) >= len(rows)
    assert not ruled or found == rows


def side_by_side(
    rows: list[tuple[list[str], list[str]]], *, gap: float, rules: Sequence[tuple[float, float, float]] = ()
) -> bytes:
    """Return a table without rules: every row begins below the longer cell of the last, ``gap`` points lower."""
    lines, y = list[Line](), 720.0
    for left, right in rows:
        lines += [(60.0, y - 12 * n, line) for n, line in enumerate(left)]
        lines += [(300.0, y - 12 * n, line) for n, line in enumerate(right)]
        y -= 12 * max(len(left), len(right)) + gap
    return drawn(lines, rules)


def wrapped(rng: random.Random, sentences: int) -> list[str]:
    return simpleSplit(prose(rng, sentences), FONT, SIZE, 220)


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_with_room_between_them_are_no_columns(seed: int) -> None:
    rng = random.Random(seed)
    cells = [wrapped(rng, 4)[:5] for _ in range(5)]
    found = [text for _, _, text in read(side_by_side([(each, each) for each in cells], gap=9)).blocks]
    assert all(" | " in each for each in found)


@pytest.mark.parametrize("seed", SEEDS)
def test_rows_with_rules_between_them_are_no_columns(seed: int) -> None:
    rng = random.Random(seed)
    cells = [wrapped(rng, 2)[:3] for _ in range(5)]
    rules = [(60.0, 720 - 36 * n + 9.5, 520.0) for n in range(6)]
    found = [text for _, _, text in read(side_by_side([(e, e) for e in cells], gap=0, rules=rules)).blocks]
    assert all(" | " in each for each in found)


@pytest.mark.parametrize("seed", SEEDS)
def test_answers_shorter_than_their_questions_are_no_columns(seed: int) -> None:
    rng = random.Random(seed)
    rows = [(wrapped(rng, 3), wrapped(rng, 1)) for _ in range(4)]
    found = [text for _, _, text in read(side_by_side(rows, gap=0)).blocks]
    firsts = [f"{left[0]} | {right[0]}" for left, right in rows]
    assert all(any(text.startswith(each[:30]) and " | " in text for text in found) for each in firsts)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_lists_side_by_side_are_no_columns(seed: int) -> None:
    rng = random.Random(seed)
    rows = [([rng.choice(SENTENCES)[:40]], [rng.choice(SENTENCES)[:40]]) for _ in range(9)]
    found = [text for _, _, text in read(side_by_side(rows, gap=0)).blocks]
    assert found == [" | ".join((left[0].strip(), right[0].strip())) for left, right in rows]


@pytest.mark.parametrize("seed", SEEDS)
def test_labels_and_values_side_by_side_stay_rows(seed: int) -> None:
    rng = random.Random(seed)
    words = ("Strand", "Outcome", "District", "Recorded by", "Reviewed", "Time of the call", "Result", "Beat")
    pairs = [(word, rng.choice(("yes", "no", "not known", "see the log"))) for word in words]
    lines = [
        each
        for n, (a, b) in enumerate(pairs)
        for each in ((60.0, 700 - 14.0 * n, a), (320.0, 700 - 14.0 * n, b))
    ]
    assert [text for _, _, text in read(drawn(lines)).blocks] == [f"{a} | {b}" for a, b in pairs]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_log_with_its_times_beside_it_stays_entries(seed: int) -> None:
    rng, y = random.Random(seed), 720.0
    lines: list[Line] = []
    entries = []
    for n in range(6):
        text = prose(rng, 2)
        when = f"{n + 1:02}/04/2031 18:{10 + n}"
        lines += [(60.0, y, when), *(own := column(text, 190, y, 330, 12))]
        entries.append(f"{when} | {text}")
        y -= 12 * len(own) + rng.choice((0, 6))
    assert [(kind, text) for _, kind, text in read(drawn(lines)).blocks] == [
        ("log", each) for each in entries
    ]
