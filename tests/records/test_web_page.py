"""The web page: everything said, nothing run, nothing fetched, and read by everybody."""

import base64
import importlib.util
import json
import re
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from block_words import words_of_blocks
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from pdf_text import squeezed
from record_scenes import SIX, meeting, rich
from report_scenes import whole as whole_report
from test_copies import picture
from test_records_hostile import TEXTS, document
from test_tagging import everything

from panelroom.errors import BadFile
from panelroom.publication import releasable
from panelroom.records import blocks as b
from panelroom.records import html as page
from panelroom.records.html import web_page
from panelroom.records.pdf import look
from panelroom.records.public import public_minutes
from panelroom.records.record import build_record
from panelroom.report.document import annual_document
from panelroom.text import clean_text

OURS = frozenset({
    "html", "head", "meta", "title", "style", "body", "a", "header", "main", "footer", "hgroup", "h1", "h2", "h3",
    "h4", "p", "ul", "li", "dl", "div", "dt", "dd", "table", "caption", "colgroup", "col", "thead", "tbody", "tr",
    "th", "td", "strong", "span", "br", "hr", "pre", "img",
    "svg", "desc", "line", "polyline", "rect", "circle", "text",
})  # fmt: skip


def read(found: b.Document | bytes) -> html.HtmlElement:
    content = found if isinstance(found, bytes) else web_page(found)
    return html.document_fromstring(content.decode("utf-8"))


def words_of(element: html.HtmlElement) -> str:
    return squeezed(element.text_content())


def typed(tree: html.HtmlElement) -> str:
    """Return the typed words as a browser has them: without the first line end, which libxml2 keeps."""
    return tree.xpath("string(//pre)").removeprefix("\n")


def hostile(text: str) -> b.Document:
    """A document that has the text wherever a document has text."""
    row = b.Row((b.cell(text), b.cell("", b.bold(text))), fault=True)
    furniture = b.Furniture(text, text, text)
    blocks = (
        b.Title(text, over=text),
        b.Heading(1, text),
        b.para(text, b.bold(text), tone="small"),
        b.bullets([text]),
        b.Facts(((text, text),)),
        b.Table((text, "Words"), (0.5, 0.5), (row,)),
        b.Band(text, text),
        b.Lines(text, 2),
        b.Typed(text),
        b.Picture(picture(3, 2), text),
        b.Sheet(text),
    )
    return b.Document(text, text, text, "en-GB", document().created, furniture, blocks)


class Nesting(HTMLParser):
    """Fails where an element is closed that was not the last to be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs)
        if tag not in ("meta", "col", "br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


# ── what is said ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_whatever_is_typed_comes_through_and_does_nothing(text):
    tree = read(hostile(text))
    wanted = squeezed(clean_text(text))
    for path in ("//h1", "//h2", "//main/p[1]/strong", "//li", "//dt", "//dd", "//th[1]", "//td[2]//strong"):
        (found,) = tree.xpath(path)
        assert words_of(found) == wanted
    assert typed(tree) == clean_text(text).rstrip("\n")
    assert squeezed(tree.xpath("string(//img/@alt)")) == wanted
    assert harmless(tree)


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(), max_size=200))
def test_any_text_is_only_ever_text(text):
    content = web_page(document(b.para(text), b.Typed(text), b.Facts(((text, text),))))
    tree = read(content)
    assert words_of(tree.xpath("//main/p")[0]) == squeezed(clean_text(text))
    assert harmless(tree)


def harmless(tree: html.HtmlElement) -> bool:
    """Say whether the page has elements of ours alone, none of which runs, fetches or leads away."""
    links = tree.xpath("//@href | //@src | //@action | //@srcset | //@background | //@ping")
    return (
        {element.tag for element in tree.iter()} <= OURS
        and all(link == "#content" or link.startswith("data:image/png;base64,") for link in links)
        and not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
        and tree.xpath("//meta[@http-equiv]/@http-equiv") == ["Content-Security-Policy"]
    )


def test_the_policy_lets_nothing_run_and_nothing_be_fetched():
    tree = read(everything())
    policy = tree.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert "script" not in policy
    style = tree.xpath("string(//style)")
    assert not re.search(r"url\(|@import|@font-face|expression|</|<!", style)


def test_every_element_is_closed_where_it_was_opened(the_minutes):
    for each in (everything(), the_minutes, hostile(TEXTS["markup"])):
        parser = Nesting()
        parser.feed(web_page(each).decode("utf-8"))
        parser.close()
        assert parser.open == []


def test_all_that_the_minutes_say_is_on_the_page(the_minutes):
    whole = words_of(read(the_minutes).xpath("//main")[0])
    texts = words_of_blocks(the_minutes)
    assert len(texts) > 500
    assert [text for text in texts if squeezed(text) not in whole] == []


# ── how it is built ──────────────────────────────────────────────────────────────────────────────────────


def test_every_kind_of_block_has_its_element():
    assert {type(block) for block in everything().blocks} | {b.Para} == set(b.Block.__args__)
    count = Counter(element.tag for element in read(everything()).iter())
    assert (count["h1"], count["h2"], count["h3"]) == (1, 1, 1)
    assert (count["ul"], count["li"]) == (1, 2)
    assert (count["dl"], count["dt"], count["dd"]) == (1, 2, 2)
    assert (count["table"], count["caption"], count["th"], count["tr"], count["td"]) == (2, 2, 5, 33, 92)
    assert (count["pre"], count["img"], count["hr"], count["svg"]) == (1, 1, 1, 1)


def test_the_page_says_what_it_is():
    tree = read(document(b.para("words")))
    assert web_page(document()).startswith(b'<!doctype html>\n<html lang="en-GB">')
    assert tree.xpath("string(//title)") == "Title"
    assert tree.xpath("//meta[@name]/@name") == ["viewport", "author", "description"]
    assert "user-scalable" not in tree.xpath("string(//meta[@name='viewport']/@content)")


def test_the_title_in_the_tab_is_exact(the_minutes):
    assert read(the_minutes).xpath("string(//title)") == the_minutes.title


def test_a_document_without_a_title_block_is_headed_by_its_title():
    bare = document()
    tree = read(
        b.Document(**{f: getattr(bare, f) for f in b.Document.__slots__} | {"blocks": (b.para("x"),)})
    )
    assert [h.text for h in tree.xpath("//h1")] == ["Title"]


def test_headings_never_skip_a_level(the_minutes):
    levels = [int(e.tag[1]) for e in read(the_minutes).iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_landmarks_and_the_way_past_them():
    body = read(everything()).find("body")
    assert [child.tag for child in body] == ["a", "header", "main", "footer"]
    assert body[0].get("href") == "#" + body.find("main").get("id")


def test_what_stands_on_every_page_of_paper_is_said_once():
    text = read(document(b.para("words"), b.PageBreak(), b.para("more"))).find("body").text_content()
    assert [text.count(said) for said in ("left", "right", "below")] == [1, 1, 1]


def test_each_table_is_named_headed_and_can_be_scrolled_by_keyboard(the_minutes):
    tree = read(the_minutes)
    regions = tree.xpath("//div[@role='region']")
    assert len(regions) == len(tree.xpath("//table")) == 14
    for region in regions:
        assert region.get("tabindex") == "0"
        (caption,) = region.xpath("./table/caption")
        assert region.get("aria-labelledby") == caption.get("id")
        assert {head.get("scope") for head in region.xpath(".//thead/tr/th")} == {"col"}
        assert not region.xpath(".//tbody//th")
    captions = [c.text for c in tree.xpath("//caption")]
    assert captions[1:3] == ["Table 2: The cases in short", "Table 3: The cases in short"]
    assert len(set(captions)) == len(captions)


def test_a_column_without_a_name_has_no_empty_header_cell():
    row = b.Row((b.cell("1"), b.cell("2")))
    tree = read(document(b.Table(("", "Words"), (0.2, 0.8), (row,), centred=(1,))))
    assert [cell.tag for cell in tree.xpath("//thead/tr/*")] == ["td", "th"]
    assert tree.xpath("//tbody//td/@class") == ["centred"]


def test_a_fault_is_tinted_where_its_words_say_so(the_minutes):
    rows = read(the_minutes).xpath("//tr[@class='fault']")
    assert rows
    assert all("No" in row.text_content() for row in rows)


def test_an_outcome_is_one_paragraph_of_numeral_and_words():
    tree = read(document(b.Band("3", "Inappropriate"), b.Band("none", "No outcome")))
    bands = tree.xpath("//p[contains(@class, 'band')]")
    assert [band.text_content() for band in bands] == ["Outcome 3 Inappropriate", "Outcome No outcome"]
    assert [band.get("class") for band in bands] == ["band outcome-3", "band"]


def test_what_is_to_be_filled_in_is_said():
    tree = read(document(b.Facts((("Signature", ""),)), b.Lines("Remarks", 3)))
    assert tree.xpath("string(//dd)") == "To be filled in"
    assert tree.xpath("string(//p[@class='label'])") == "Remarks (room for 3 lines by hand)"
    assert len(tree.xpath("//div[@class='ruled'][@aria-hidden='true']/div")) == 3


def test_typed_lines_keep_their_columns_and_their_first_empty_line():
    text = "\n\na  b\tc\n  d"
    assert typed(read(document(b.Typed(text)))) == text


def test_a_picture_is_inside_the_page_with_its_words():
    png = picture(30, 20)
    (image,) = read(document(b.Picture(png, 'A "grey"\nsquare'))).xpath("//img")
    assert base64.b64decode(image.get("src").split(",")[1]) == png
    assert (image.get("alt"), image.get("width"), image.get("height")) == ('A "grey" square', "30", "20")


def test_a_picture_of_which_nothing_is_said_is_passed_over():
    """Without the attribute, a screen reader would read out the picture's address."""
    (image,) = read(document(b.Picture(picture(3, 2), ""))).xpath("//img")
    assert image.get("alt") == ""


def test_a_broken_picture_is_one_sentence():
    with pytest.raises(BadFile, match="cannot be read"):
        web_page(document(b.Picture(picture()[:200], "half")))


def test_words_from_the_right_run_from_the_right():
    tree = read(document(b.para(TEXTS["urdu"]), b.para("left"), b.Typed(TEXTS["urdu"])))
    assert [e.get("dir") for e in tree.xpath("//main/p | //main/pre")] == ["auto", None, "auto"]


def test_the_same_document_gives_the_same_bytes(the_minutes):
    assert web_page(the_minutes) == web_page(the_minutes)
    page._style.cache_clear()
    assert web_page(everything()) == web_page(everything())


# ── colours ──────────────────────────────────────────────────────────────────────────────────────────────

STYLE = Path(page.__file__).with_name("page.css").read_text(encoding="utf-8")


def colours(scheme: str) -> dict[str, dict[str, str]]:
    """Return selector -> name -> colour, as the style sheet sets them for light or for dark."""
    light, dark = STYLE.split("@media screen and (prefers-color-scheme: dark)")
    part = light if scheme == "light" else dark.split("\n}\n")[0]
    rules = re.findall(r"(:root|\.outcome-\d) \{(.*?)\}", part, re.S)
    return {where: dict(re.findall(r"--(\w+): (#[0-9A-F]{6});", inside)) for where, inside in rules}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read(scheme):
    found = colours(scheme)
    plain = found.pop(":root")
    for word, ground in (
        ("ink", "paper"), ("navy", "paper"), ("grey", "paper"), ("navy", "head"), ("ink", "fault"),
        ("strong", "tint"),
    ):  # fmt: skip
        assert contrast(plain[word], plain[ground]) >= 7
    assert len(found) == 4
    assert all(contrast(each["strong"], each["tint"]) >= 5.5 for each in found.values())


def test_the_light_colours_are_those_of_the_paper():
    found = colours("light")
    for code, (strong, tint) in look.OUTCOMES.items():
        assert found[f".outcome-{code}"] == {"strong": written(strong), "tint": written(tint)}
    assert found[":root"]["navy"] == written(look.NAVY)
    assert found[":root"]["fault"] == written(look.FAULT)


def written(colour) -> str:
    return "#" + colour.hexval()[2:].upper()


# ── as a browser sees it ─────────────────────────────────────────────────────────────────────────────────

ASK = """<script>
axe.run(document, {rules: {"color-contrast-enhanced": {enabled: true}}}).then(found => {
  const brief = all => all.map(rule => [rule.id, rule.nodes.map(node => node.target.join(" "))]);
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const wide = document.documentElement.scrollWidth > innerWidth;
  const said = {dark, wide, passes: found.passes.length, violations: brief(found.violations)};
  document.documentElement.setAttribute("data-found", JSON.stringify(said));
});
</script>"""


@pytest.fixture(scope="module")
def browser() -> str:
    found = shutil.which("chromium")
    if found is None:
        pytest.skip("chromium is not on this machine: the page was not looked at by a browser")
    return found


@pytest.fixture(scope="module")
def axe() -> str:
    package = importlib.util.find_spec("axe_playwright_python")
    if package is None or not package.submodule_search_locations:
        pytest.skip("axe-playwright-python, which brings axe-core, is not installed: install .[dev]")
    return (Path(package.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


def looked_at(browser: str, axe: str, content: bytes, folder: Path, scheme: str, width: int) -> dict:
    """Return what axe-core finds in a copy of the page that may run it, with 7 to 1 asked of small words."""
    text = re.sub(r"<meta http-equiv[^>]*>", "", content.decode("utf-8"))
    copy = folder / "copy.html"
    copy.write_text(text.replace("</body>", f"<script>{axe}</script>{ASK}</body>"), encoding="utf-8")
    done = subprocess.run(
        [
            browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
            f"--window-size={width},900", "--virtual-time-budget=30000",
            f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}", "--dump-dom", copy.as_uri(),
        ],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    found = json.loads(html.document_fromstring(done.stdout.decode("utf-8")).get("data-found"))
    assert found["dark"] == (scheme == "dark")
    assert found["passes"] > 10
    return found


@pytest.mark.heavy
@pytest.mark.parametrize("width", [1280, 500])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, axe, the_minutes, tmp_path, scheme, width):
    pages = {"minutes": the_minutes, "blocks": everything(), "hostile": hostile(TEXTS["url"])}
    for name, each in pages.items():
        folder = tmp_path / name
        folder.mkdir()
        found = looked_at(browser, axe, web_page(each), folder, scheme, width)
        assert found["violations"] == [], name
        assert not found["wide"], f"{name} scrolls sideways"


@pytest.fixture(scope="module")
def the_public_minutes(tmp_path_factory) -> b.Document:
    """Public minutes with released words of every kind that a meeting can have."""
    with meeting(tmp_path_factory.mktemp("public"), SIX) as scene:
        rich(scene)
        for number, entry in enumerate(releasable(scene.session.meeting)):
            scene.do("release_text", entry=entry.entry, text=f"Public words {number}.", by="secretary")
        return public_minutes(build_record(*scene.parts), scene.session.meeting)


@pytest.mark.heavy
@pytest.mark.parametrize("width", [1280, 500])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_public_minutes(browser, axe, the_public_minutes, tmp_path, scheme, width):
    content = web_page(the_public_minutes)
    assert content.count(b"Public words") > 10
    found = looked_at(browser, axe, content, tmp_path, scheme, width)
    assert found["violations"] == [] and not found["wide"]


@pytest.mark.heavy
@pytest.mark.parametrize("width", [1280, 500])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_report(browser, axe, tmp_path, scheme, width):
    found = looked_at(browser, axe, web_page(annual_document(whole_report())), tmp_path, scheme, width)
    assert found["violations"] == [] and not found["wide"]


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("whole", "broken", "rule"),
    [
        (' lang="en-GB"', "", "html-has-lang"),
        ('alt="A grey square at the left"', "", "image-alt"),
        ("<title>Title</title>", "", "document-title"),
        ("--grey: #4A5560", "--grey: #9AA5B0", "color-contrast"),
        ("<h2>One</h2>", "", "heading-order"),
        ('aria-labelledby="caption-1"', 'aria-labelledby="caption-1" aria-labeled="x"', "aria-valid-attr"),
    ],
)
def test_axe_would_find_something(browser, axe, tmp_path, whole, broken, rule):
    content = web_page(everything()).decode("utf-8")
    assert whole in content
    worse = content.replace(whole, broken, 1).encode()
    found = looked_at(browser, axe, worse, tmp_path, "light", 1280)
    assert rule in [violation[0] for violation in found["violations"]]
