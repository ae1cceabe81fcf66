"""PDF files with failed redactions in them, and clean ones that look like it; all of it invented.

``python tests/documents/pdf/making_pdf.py SEED COUNT`` prints how much of what is planted is found.
"""

import io
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from panelroom.documents.pdf_reading import read_pdf
from panelroom.documents.reading import Reading

WIDTH, HEIGHT = 595.0, 842.0
FIRST = ("Testname", "Inventa", "Samplia", "Mockford", "Placehold", "Fictiva")
LAST = ("Nobody", "Example", "Unreal", "Madeup", "Pretend", "Notaperson")
SENTENCES = (
    "The caller reports shouting outside the shop and says it has happened before.",
    "Officers attended within the hour and spoke to the person who called.",
    "A supervisor reviewed the log and asked for a further visit.",
    "The report was recorded and the person was told what would happen next.",
    "No lines of enquiry remain and the report was filed with an explanation.",
)


@dataclass
class Page:
    """One page being drawn: where the planted text stands, and how."""

    canvas: Canvas
    rng: random.Random
    secret: str
    x: float
    y: float
    size: float
    font: str

    @property
    def width(self) -> float:
        return float(self.canvas.stringWidth(self.secret, self.font, self.size))

    def write(self, text: str | None = None, dx: float = 0, dy: float = 0, mode: int = 0) -> None:
        line = self.canvas.beginText(self.x + dx, self.y + dy)
        line.setFont(self.font, self.size)
        line.setTextRenderMode(mode)
        line.textOut(self.secret if text is None else text)
        self.canvas.drawText(line)

    def box(self, colour: Color, grow: float = 1.0, stroke: int = 0) -> None:
        self.canvas.saveState()
        self.canvas.setFillColor(colour)
        self.canvas.rect(
            self.x - grow,
            self.y - 0.25 * self.size - grow,
            self.width + 2 * grow,
            1.2 * self.size + 2 * grow,
            fill=1,
            stroke=stroke,
        )
        self.canvas.restoreState()

    def rect(self) -> list[float]:
        return [self.x - 2, self.y - 0.3 * self.size, self.x + self.width + 2, self.y + self.size]


BLACK, WHITE = Color(0, 0, 0), Color(1, 1, 1)
Kind = Callable[[Page], None]
After = Callable[[pikepdf.Pdf, Page], None]


def under_black(page: Page) -> None:
    page.write()
    page.box(BLACK)


def under_white(page: Page) -> None:
    page.write()
    page.box(WHITE)


def under_colour(page: Page) -> None:
    page.write()
    page.box(Color(*(page.rng.random() for _ in range(3))))


def under_strokes(page: Page) -> None:
    page.write()
    page.canvas.saveState()
    page.canvas.setLineWidth(1.5 * page.size)
    middle = page.y + 0.3 * page.size
    page.canvas.line(page.x - 2, middle, page.x + page.width + 2, middle)
    page.canvas.restoreState()


def under_tight_box(page: Page) -> None:
    """A box that leaves the tips of tall letters in sight."""
    page.write()
    page.canvas.setFillColor(BLACK)
    page.canvas.rect(page.x, page.y - 0.05 * page.size, page.width, 0.57 * page.size, fill=1, stroke=0)


def under_labelled_box(page: Page) -> None:
    page.write()
    page.box(BLACK)
    page.canvas.setFillColor(WHITE)
    page.write("M" * round(page.width / page.canvas.stringWidth("M", page.font, page.size)))
    page.canvas.setFillColor(BLACK)


def white_on_white(page: Page) -> None:
    page.canvas.setFillColor(WHITE)
    page.write()
    page.canvas.setFillColor(BLACK)


def black_on_black(page: Page) -> None:
    page.box(BLACK)
    page.write()


def nearly_white(page: Page) -> None:
    page.canvas.setFillColor(Color(0.985, 0.985, 0.985))
    page.write()
    page.canvas.setFillColor(BLACK)


def off_the_page(page: Page) -> None:
    page.write(dx=page.rng.choice((-900.0, 900.0)))


def tiny(page: Page) -> None:
    page.size = page.rng.uniform(0.05, 0.7)
    page.write()


def transparent(page: Page) -> None:
    page.canvas.saveState()
    page.canvas.setFillAlpha(0)
    page.write()
    page.canvas.restoreState()


def clipped(page: Page) -> None:
    page.canvas.saveState()
    clip = page.canvas.beginPath()
    clip.rect(10, 10, 5, 5)
    page.canvas.clipPath(clip, stroke=0, fill=0)
    page.write()
    page.canvas.restoreState()


def invisible_mode(page: Page) -> None:
    page.write(mode=3)


def under_image(page: Page) -> None:
    page.write()
    page.canvas.drawImage(
        ImageReader(_noise(page.rng)), page.x - 3, page.y - 0.4 * page.size, page.width + 6, 1.8 * page.size
    )


def in_form_under_box(page: Page) -> None:
    name = f"form{page.rng.randrange(10**6)}"
    page.canvas.beginForm(name)
    page.write()
    page.canvas.endForm()
    page.canvas.doForm(name)
    page.box(BLACK)


def box_in_form(page: Page) -> None:
    page.write()
    name = f"form{page.rng.randrange(10**6)}"
    page.canvas.beginForm(name)
    page.box(BLACK)
    page.canvas.endForm()
    page.canvas.doForm(name)


def scan_with_box(page: Page) -> None:
    """A scan with its text layer; the black-out was made in the picture."""
    picture, drawing = _scan_of(page, "A line of the scanned page", page.secret)
    drawing.rectangle(_pixels(page, page.rect()), fill=0)
    _lay_scan(page, picture)
    page.write("A line of the scanned page", dy=40, mode=3)
    page.write(mode=3)


def picture_under_box(page: Page) -> None:
    """A scan without a text layer, and a box drawn over it."""
    _lay_scan(page, _scan_of(page, "A line of the scanned page", page.secret)[0])
    page.box(page.rng.choice((BLACK, WHITE)), grow=3)


def plain(page: Page) -> None:
    page.write()


def off_layer(pdf: pikepdf.Pdf, page: Page) -> None:
    """Put all that was drawn into a layer, and switch it off."""
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Layer 1"))
    pdf.Root.OCProperties = pikepdf.Dictionary(
        OCGs=[layer], D=pikepdf.Dictionary(Order=[layer], OFF=[layer], BaseState=pikepdf.Name.ON)
    )
    last = pdf.pages[0]
    last.Resources.Properties = pikepdf.Dictionary(MC0=layer)
    last.contents_add(b"/OC /MC0 BDC", prepend=True)
    last.contents_add(b"EMC")


def turn(pdf: pikepdf.Pdf, page: Page) -> None:
    pdf.pages[0].Rotate = page.rng.choice((90, 180, 270))


def crop_away(pdf: pikepdf.Pdf, page: Page) -> None:
    pdf.pages[0].CropBox = [0, page.y + 2 * page.size, WIDTH, HEIGHT]


def annotated(subtype: str, **entries: Any) -> After:
    def after(pdf: pikepdf.Pdf, page: Page) -> None:
        left, bottom, right, top = page.rect()
        quad = [left, top, right, top, left, bottom, right, bottom]
        pdf.pages[0].Annots = pdf.make_indirect(
            pikepdf.Array(
                [
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Annot,
                        Subtype=pikepdf.Name(subtype),
                        Rect=page.rect(),
                        QuadPoints=quad,
                        F=4,
                        **entries,
                    )
                ]
            )
        )

    return after


HIDDEN: dict[str, tuple[Kind, After | None]] = {
    "under a black box": (under_black, None),
    "under a white box": (under_white, None),
    "under a coloured box": (under_colour, None),
    "under a thick line": (under_strokes, None),
    "under a tight box": (under_tight_box, None),
    "under a labelled box": (under_labelled_box, None),
    "white on white": (white_on_white, None),
    "black on black": (black_on_black, None),
    "nearly white": (nearly_white, None),
    "off the page": (off_the_page, None),
    "outside the crop box": (plain, crop_away),
    "tiny": (tiny, None),
    "transparent": (transparent, None),
    "clipped away": (clipped, None),
    "invisible mode": (invisible_mode, None),
    "under an image": (under_image, None),
    "in a form under a box": (in_form_under_box, None),
    "under a box in a form": (box_in_form, None),
    "white on a turned page": (white_on_white, turn),
    "layer that is off": (plain, off_layer),
    "under a black square annotation": (plain, annotated("/Square", IC=[0, 0, 0], C=[0, 0, 0])),
    "under a black highlight": (plain, annotated("/Highlight", C=[0, 0, 0])),
    "redaction not applied": (plain, annotated("/Redact", IC=[0, 0, 0])),
    "OCR under a black-out": (scan_with_box, None),
    "picture under a box": (picture_under_box, None),
}


def white_on_dark(page: Page) -> None:
    page.box(Color(0.1, 0.1, 0.3), grow=4)
    page.canvas.setFillColor(WHITE)
    page.write()
    page.canvas.setFillColor(BLACK)


def on_highlight(page: Page) -> None:
    page.box(page.rng.choice((Color(0.85, 0.85, 0.85), Color(1, 1, 0.3))))
    page.write()


def under_sheer_highlight(page: Page) -> None:
    page.write()
    page.box(Color(1, 1, 0, alpha=0.4))


def over_watermark(page: Page) -> None:
    page.canvas.saveState()
    page.canvas.setFillColor(Color(0.88, 0.88, 0.88))
    page.canvas.setFont("Helvetica-Bold", 90)
    page.canvas.translate(120, 250)
    page.canvas.rotate(45)
    page.canvas.drawString(0, 0, "RESTRICTED")
    page.canvas.restoreState()
    _body(page.canvas, page.rng)
    page.write()


def under_sheer_watermark(page: Page) -> None:
    page.write()
    page.canvas.saveState()
    page.canvas.setFillColor(Color(0.6, 0.6, 0.6, alpha=0.35))
    page.canvas.setFont("Helvetica-Bold", 60)
    page.canvas.drawString(page.x - 40, page.y - 15, "COPY")
    page.canvas.restoreState()


def clean_scan(page: Page) -> None:
    lines = ("A line of the scanned page", page.secret)
    _lay_scan(page, _scan_of(page, *lines)[0])
    page.write(lines[0], dy=40, mode=3)
    page.write(lines[1], mode=3)


def scan_over_text(page: Page) -> None:
    """The text layer painted in ordinary mode beneath the picture, as some scanners do."""
    lines = ("A line of the scanned page", page.secret)
    page.write(lines[0], dy=40)
    page.write(lines[1])
    _lay_scan(page, _scan_of(page, *lines)[0])


def underlined(page: Page) -> None:
    page.write()
    page.canvas.line(page.x, page.y - 1.5, page.x + page.width, page.y - 1.5)


def struck_through(page: Page) -> None:
    page.write()
    page.canvas.line(page.x, page.y + 0.3 * page.size, page.x + page.width, page.y + 0.3 * page.size)


def in_a_table(page: Page) -> None:
    page.canvas.setLineWidth(0.7)
    high = page.size * 1.6
    for row in range(3):
        page.canvas.rect(page.x - 4, page.y - 0.5 * page.size - row * high, 120, high)
        page.canvas.rect(page.x + 116, page.y - 0.5 * page.size - row * high, 230, high)
        page.write(f"Row {row + 1}", dy=-row * high)
        page.write(dx=124, dy=-row * high)


def beside_labels(page: Page) -> None:
    page.write()
    page.canvas.rect(page.x + page.width + 6, page.y - 2, 60, page.size, fill=1)
    page.write("[REDACTED]", dx=page.width + 72)


def empty_black_box(page: Page) -> None:
    page.write()
    page.canvas.rect(page.x, page.y - 3 * page.size, 140, page.size * 1.2, fill=1)


def twice_for_bold(page: Page) -> None:
    page.write()
    page.write(dx=page.rng.choice((0, 0.2)))


def spoken_twice(page: Page) -> None:
    """A text layer, word by word, laid over text that is painted anyway."""
    page.write()
    before = ""
    for word in page.secret.split():
        page.write(word, dx=float(page.canvas.stringWidth(before, page.font, page.size)), mode=3)
        before += f"{word} "


def light_grey(page: Page) -> None:
    page.canvas.setFillColor(Color(0.8, 0.8, 0.8))
    page.write()
    page.canvas.setFillColor(BLACK)


def colours_of_one_grey(page: Page) -> None:
    page.box(Color(0.0, 0.51, 0.0))
    page.canvas.setFillColor(Color(1.0, 0.0, 0.0))
    page.write()
    page.canvas.setFillColor(BLACK)


def outlined(page: Page) -> None:
    page.canvas.setLineWidth(0.3)
    page.write(mode=1)


def small_print(page: Page) -> None:
    page.size = 4.0
    page.write()


def on_a_photo(page: Page) -> None:
    page.canvas.drawImage(ImageReader(_noise(page.rng, light=True)), page.x - 20, page.y - 30, 300, 80)
    page.write()


CLEAN: dict[str, tuple[Kind, After | None]] = {
    "plain": (plain, None),
    "turned page": (plain, turn),
    "white on a dark cell": (white_on_dark, None),
    "on a highlight": (on_highlight, None),
    "under a sheer highlight": (under_sheer_highlight, None),
    "over a watermark": (over_watermark, None),
    "under a sheer watermark": (under_sheer_watermark, None),
    "clean scan": (clean_scan, None),
    "scan over its text": (scan_over_text, None),
    "underlined": (underlined, None),
    "struck through": (struck_through, None),
    "in a table": (in_a_table, None),
    "beside labels": (beside_labels, None),
    "empty black box": (empty_black_box, None),
    "printed twice for bold": (twice_for_bold, None),
    "text layer over its own text": (spoken_twice, None),
    "light grey": (light_grey, None),
    "colours of one grey": (colours_of_one_grey, None),
    "outlined": (outlined, None),
    "small print": (small_print, None),
    "on a photo": (on_a_photo, None),
    "link": (plain, annotated("/Link", Border=[0, 0, 1])),
    "yellow highlight": (plain, annotated("/Highlight", C=[1, 1, 0])),
    "underline annotation": (plain, annotated("/Underline", C=[1, 0, 0])),
}
SCANS = ("OCR under a black-out", "picture under a box", "clean scan", "scan over its text")


def make(kind: str, seed: int) -> tuple[bytes, str]:
    """Return a PDF of one page with planted text of this kind, and that text."""
    rng = random.Random(f"{kind} {seed}")
    draw, after = (HIDDEN | CLEAN)[kind]
    kept = io.BytesIO()
    canvas = Canvas(kept, pagesize=(WIDTH, HEIGHT), pageCompression=rng.randrange(2), invariant=1)
    secret = f"{rng.choice(FIRST)} {rng.choice(LAST)} {rng.randrange(100, 999)}"
    font = rng.choice(("Helvetica", "Times-Roman", "Courier", "Helvetica-Bold"))
    page = Page(canvas, rng, secret, rng.uniform(60, 220), rng.uniform(110, 330), rng.uniform(8, 14), font)
    if kind not in (*SCANS, "over a watermark"):
        _body(canvas, rng)
    draw(page)
    canvas.showPage()
    canvas.save()
    if after is None:
        return kept.getvalue(), secret
    with pikepdf.open(kept) as pdf:
        after(pdf, page)
        changed = io.BytesIO()
        pdf.save(changed)
    return changed.getvalue(), secret


def read(data: bytes) -> Reading:
    return read_pdf(data, lambda pages: None)


def blocking(reading: Reading) -> list[str]:
    return [each.id for each in reading.findings if each.severity == "BLOCK"]


def text_of(reading: Reading) -> str:
    return "\n".join(text for _, _, text in reading.blocks)


def measure_hidden(seed: int, count: int) -> dict[str, Any]:
    """Return how many of ``count`` planted texts are found and kept out, and how many clean files are blocked."""
    missed, alarms, lost = Counter[str](), Counter[str](), Counter[str]()
    kinds, clean = list(HIDDEN), list(CLEAN)
    for n in range(count):
        kind = kinds[n % len(kinds)]
        data, secret = make(kind, seed + n)
        reading = read(data)
        missed[kind] += not blocking(reading) or secret.split()[0] in text_of(reading)
        kind = clean[n % len(clean)]
        data, secret = make(kind, seed + n)
        reading = read(data)
        alarms[kind] += bool(blocking(reading))
        lost[kind] += secret not in text_of(reading)
    return {
        "planted": count,
        "found": count - missed.total(),
        "clean": count,
        "false alarms": alarms.total(),
        "visible text lost": lost.total(),
        "missed": dict(+missed),
        "alarms": dict(+alarms),
        "lost": dict(+lost),
    }


def _body(canvas: Canvas, rng: random.Random) -> None:
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, 780, "Log of the incident")
    canvas.setFont("Helvetica", 10)
    for n in range(rng.randrange(6, 14)):
        canvas.drawString(60, 740 - 24 * n, f"{n + 1:02}/04/2031 18:{n + 10} {rng.choice(SENTENCES)}")


def _noise(rng: random.Random, *, light: bool = False) -> Image.Image:
    low = 190 if light else 0
    return Image.frombytes("L", (60, 30), bytes(rng.randrange(low, 256) for _ in range(1800)))


_SCALE = 150 / 72


def _pixels(page: Page, rect: list[float]) -> tuple[float, float, float, float]:
    left, bottom, right, top = rect
    return (left * _SCALE, (HEIGHT - top) * _SCALE, right * _SCALE, (HEIGHT - bottom) * _SCALE)


def _scan_of(page: Page, above: str, line: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.effect_noise((round(WIDTH * _SCALE), round(HEIGHT * _SCALE)), 6).point(
        lambda v: min(255, v + 118)
    )
    drawing = ImageDraw.Draw(picture)
    for text, dy in ((above, 40), (line, 0)):
        high = page.size * _SCALE
        font = ImageFont.load_default(high)
        width = page.canvas.stringWidth(text, page.font, page.size) * _SCALE
        stretched = Image.new("L", (round(font.getlength(text)), round(high * 1.3)), 255)
        ImageDraw.Draw(stretched).text((0, 0), text, font=font, fill=20)
        at = (round(page.x * _SCALE), round((HEIGHT - page.y - dy) * _SCALE - high))
        picture.paste(stretched.resize((round(width), stretched.height)), at)
    return picture, drawing


def _lay_scan(page: Page, picture: Image.Image) -> None:
    page.canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)


if __name__ == "__main__":
    print(json.dumps(measure_hidden(int(sys.argv[1]), int(sys.argv[2])), indent=2))
