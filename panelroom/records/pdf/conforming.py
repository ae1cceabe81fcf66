"""What makes a file PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2): structure, description, colours."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from html import escape
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from panelroom import __version__
from panelroom.records import blocks as b
from panelroom.records.pdf.tags import Element, Mark
from panelroom.text import clean_line

CREATOR, PRODUCER = f"panelroom {__version__}", "panelroom"


def conform(pdf: bytes, structure: Element, document: b.Document) -> bytes:
    """Return the file with its structure tree, its description and its colour space; the same for the same input."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        _Tree(file).plant(structure)
        _describe(file, document)
        file.Root.OutputIntents = Array([_srgb_intent(file)])
        out = io.BytesIO()
        _end_streams_plainly(file)
        file.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            compress_streams=False,
        )
    return out.getvalue()


def _end_streams_plainly(file: pikepdf.Pdf) -> None:
    """Leave no stream that ends with a carriage return: with the line end that follows, its length would look wrong.

    Such a stream, one in 256 compressed ones, is stored as it is (ISO 19005-2, 6.1.7.1).
    """
    for stream in file.objects:
        if isinstance(stream, pikepdf.Stream) and stream.read_raw_bytes().endswith(b"\r"):
            stream.write(stream.read_bytes())


# ── structure ────────────────────────────────────────────────────────────────────────────────────────────


class _Tree:
    """Writes the structure tree, and for each page the list of the elements its pieces belong to."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self._file = file
        self._pages = [page.obj for page in file.pages]
        self._owners: list[dict[int, pikepdf.Object]] = [{} for _ in self._pages]

    def plant(self, structure: Element) -> None:
        """Put the tree into the file."""
        root = self._file.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = Array([self._element(structure, root)])
        numbers: Any = Array()
        for number, (page, owners) in enumerate(zip(self._pages, self._owners, strict=True)):
            page.StructParents, page.Tabs = number, Name.S
            in_order = Array([owners[piece] for piece in range(len(owners))])
            numbers.extend([number, self._file.make_indirect(in_order)])
        root.ParentTree = self._file.make_indirect(Dictionary(Nums=numbers))
        root.ParentTreeNextKey = len(self._pages)
        self._file.Root.StructTreeRoot = root
        self._file.Root.MarkInfo = Dictionary(Marked=True)

    def _element(self, element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        written = self._file.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{element.role}"), P=parent)
        )
        for key, text in _texts(element):
            written[key] = String(text)
        if attributes := _attributes(element):
            written.A = attributes
        written.K = Array([self._kid(kid, written) for kid in _worth_writing(element)])
        return written

    def _kid(self, kid: Element | Mark, parent: pikepdf.Object) -> pikepdf.Object:
        if isinstance(kid, Element):
            return self._element(kid, parent)
        self._owners[kid.page][kid.number] = parent
        return Dictionary(Type=Name.MCR, Pg=self._pages[kid.page], MCID=kid.number)


def _worth_writing(element: Element) -> Iterator[Element | Mark]:
    """Yield the kids, without those of which nothing was drawn; a table keeps its empty cells."""
    for kid in element.kids:
        if isinstance(kid, Mark) or kid.role in ("TD", "TH") or kid.holds_content():
            yield kid


def _texts(element: Element) -> Iterator[tuple[str, str]]:
    if element.alt:
        yield "/Alt", element.alt
    if element.spoken:
        yield "/ActualText", element.spoken


def _attributes(element: Element) -> Dictionary | None:
    if element.scope:
        return Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
    if element.box:
        return Dictionary(O=Name.Layout, BBox=Array([round(n, 2) for n in element.box]), Placement=Name.Block)
    if element.role == "L" and _has_labels(element):
        return Dictionary(O=Name.List, ListNumbering=Name.Disc)
    return None


def _has_labels(items: Element) -> bool:
    return any(kid.role == "Lbl" for item in items.elements() for kid in item.elements())


# ── description ──────────────────────────────────────────────────────────────────────────────────────────


def _describe(file: pikepdf.Pdf, document: b.Document) -> None:
    """Say title, author and time in the old way and in the new, word for word the same (ISO 19005-2, 6.6.3)."""
    moment = document.created.astimezone(UTC).replace(microsecond=0)
    stamp = f"D:{moment:%Y%m%d%H%M%S}+00'00'"
    title, author, subject = map(clean_line, (document.title, document.author, document.subject))
    said = {
        "/Title": title,
        "/Author": author,
        "/Subject": subject,
        "/Creator": CREATOR,
        "/Producer": PRODUCER,
        "/CreationDate": stamp,
        "/ModDate": stamp,
        # Not for readers but for the program: only confirmed minutes are signed.
        "/PanelroomStatus": document.status or "",
    }
    file.docinfo = file.make_indirect(Dictionary({key: String(text) for key, text in said.items() if text}))
    metadata = file.make_stream(_xmp(title, author, subject, document.language, moment).encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    file.Root.Metadata = metadata


def _xmp(title: str, author: str, subject: str, language: str, moment: datetime) -> str:
    when = moment.isoformat().replace("+00:00", "Z")
    by = f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>" if author else ""
    about = f"<dc:description>{_in_words(subject)}</dc:description>" if subject else ""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format><dc:title>{_in_words(title)}</dc:title>{by}{about}
<dc:language><rdf:Bag><rdf:li>{escape(language)}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{when}</xmp:CreateDate><xmp:ModifyDate>{when}</xmp:ModifyDate>
<xmp:CreatorTool>{escape(CREATOR)}</xmp:CreatorTool><pdf:Producer>{escape(PRODUCER)}</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
{_PDFUAID}
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def _in_words(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


# PDF/A wants every property described that its own standard does not know (ISO 19005-2, 6.6.2.3.3).
_PDFUAID = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


# ── colours ──────────────────────────────────────────────────────────────────────────────────────────────


def _srgb_intent(file: pikepdf.Pdf) -> Dictionary:
    """Return the statement that the colours of the file are sRGB (ISO 19005-2, 6.2.3)."""
    profile = file.make_stream(_srgb())
    profile.N, profile.Alternate = 3, Name.DeviceRGB
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        DestOutputProfile=profile,
    )


@cache
def _srgb() -> bytes:
    """Return Pillow's sRGB profile without the moment it was made at (ICC.1, 7.2: bytes 24 to 35 of the header)."""
    from PIL import ImageCms

    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made[:24] + bytes(6 * 2) + made[36:]
