import random
import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making_office import (
    NAMESPACES,
    Docx,
    Odt,
    odt_para,
    para,
    plant_docx,
    plant_odt,
    run,
    style,
    table,
    zipped,
)

from panelroom.documents.odt import read_odt
from panelroom.documents.reading import Hostile, Reading
from panelroom.documents.word import read_docx

READERS: dict[str, Callable[[bytes], Reading]] = {"docx": read_docx, "odt": read_odt}
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
DOCUMENT = f"<w:document {NAMESPACES}><w:body>{para(run('x'))}</w:body></w:document>"


def refused(data: bytes, reader: Callable[[bytes], Reading] = read_docx) -> str:
    with pytest.raises(Hostile) as caught:
        reader(data)
    sentence = str(caught.value)
    assert sentence and "\n" not in sentence and len(sentence) < 160
    return sentence


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize(
    "data", [b"", b"PK", b"rubbish", b"PK\3\4" + bytes(100), zipped({}), zipped({"a": "b"})]
)
def test_what_is_no_such_file_is_refused(kind: str, data: bytes) -> None:
    refused(data, READERS[kind])


def test_an_old_word_file_is_refused_with_a_way_on() -> None:
    assert "save it as .docx" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_a_document_type_is_refused_in_any_part_and_code(codec: str) -> None:
    declared = f'<?xml version="1.0" encoding="{codec}"?>{BOMB}{DOCUMENT}'.encode(codec)
    assert "document type" in refused(zipped({"word/document.xml": declared}))
    assert "document type" in refused(zipped({"word/document.xml": DOCUMENT, "word/unread.xml": declared}))
    assert "document type" in refused(zipped({**_odt_parts(), "styles.xml": declared}), read_odt)


def _odt_parts() -> dict[str, bytes | str]:
    from panelroom.documents.archive import unpacked

    return {**unpacked(Odt(body=odt_para("x")).data())}


def test_entities_without_a_declaration_are_refused() -> None:
    refused(zipped({"word/document.xml": DOCUMENT.replace(">x<", ">&a;<")}))


@pytest.mark.parametrize("levels", [240, 300, 1_000_000])
def test_nesting_without_end_is_refused(levels: int) -> None:
    nested = "<w:sdtContent>" * levels + "</w:sdtContent>" * levels
    refused(Docx(body=nested).data())
    refused(Odt(body="<text:span>" * levels + "</text:span>" * levels).data(), read_odt)


def test_deep_but_lawful_nesting_is_read() -> None:
    body = para(run("deepest"))
    for _ in range(55):
        body = table(f"<w:tr><w:tc>{body}</w:tc></w:tr>")
    assert [text for _, _, text in read_docx(Docx(body=body).data()).blocks] == ["deepest"]
    span = "deepest"
    for _ in range(200):
        span = f"<text:span>{span}</text:span>"
    assert [text for _, _, text in read_odt(Odt(body=odt_para(span)).data()).blocks] == ["deepest"]


def test_a_file_under_a_password_is_refused() -> None:
    parts = _odt_parts()
    parts["META-INF/manifest.xml"] = "<m><encryption-data/></m>"
    assert "password" in refused(zipped(parts), read_odt)


def test_relations_that_lead_round_are_read() -> None:
    made = Docx(body=para(run("x"), properties='<w:pStyle w:val="A"/>'))
    made.styles = style("A", "", based_on="B") + style("B", "", based_on="A")
    made.section = '<w:headerReference w:type="default" r:id="rId1"/>'
    made.relations.append(("rId1", "header", "document.xml"))
    assert (1, "para", "x") in read_docx(made.data()).blocks


def test_a_document_without_a_body_or_of_another_kind_is_refused() -> None:
    refused(zipped({"word/document.xml": "<a/>"}))
    refused(zipped({"word/document.xml": f"<w:document {NAMESPACES}/>"}))
    parts = _odt_parts()
    content = parts["content.xml"]
    assert isinstance(content, bytes)
    parts["content.xml"] = content.replace(b"office:text>", b"office:spreadsheet>")
    refused(zipped(parts), read_odt)


@pytest.mark.parametrize("kind", READERS)
def test_every_truncation_is_refused(kind: str) -> None:
    data = (plant_docx if kind == "docx" else plant_odt)(random.Random(5)).data
    for length in range(0, len(data), 37):
        refused(data[:length], READERS[kind])


def read_or_refused(data: bytes, reader: Callable[[bytes], Reading]) -> None:
    try:
        reading = reader(data)
    except Hostile as why:
        assert str(why)
    else:
        assert all(1 <= page <= reading.pages for page, _, _ in reading.blocks)


@given(st.randoms(use_true_random=False), st.sampled_from(["docx", "odt"]), st.integers(1, 30))
def test_flipped_bytes_end_in_one_sentence_or_a_reading(chance: random.Random, kind: str, flips: int) -> None:
    data = bytearray((plant_docx if kind == "docx" else plant_odt)(chance).data)
    for _ in range(flips):
        data[chance.randrange(len(data))] = chance.randrange(256)
    read_or_refused(bytes(data), READERS[kind])


@given(st.randoms(use_true_random=False), st.sampled_from(["docx", "odt"]), st.integers(1, 12))
def test_mangled_xml_ends_in_one_sentence_or_a_reading(chance: random.Random, kind: str, cuts: int) -> None:
    """Damage inside the parts, where flipped bytes of a packed file never get."""
    from panelroom.documents.archive import unpacked

    parts = unpacked((plant_docx if kind == "docx" else plant_odt)(chance).data)
    name = chance.choice([each for each in parts if each.endswith((".xml", ".rels"))])
    parts[name] = _mangled(parts[name].decode(), chance, cuts).encode()
    read_or_refused(zipped(parts), READERS[kind])


def _mangled(xml: str, chance: random.Random, cuts: int) -> str:
    """Swap, drop and repeat tags and values, so that much of it stays well formed."""
    for _ in range(cuts):
        at = chance.randrange(len(xml))
        where = xml.find('="', at)
        if where > 0 and chance.random() < 0.7:
            end = xml.find('"', where + 2)
            value = chance.choice(
                ["", "-1", "99999999999999999999", "x", "NaN", "0", "1e9", "%9", "ÿ", "..", "none"]
            )
            xml = f"{xml[: where + 2]}{value}{xml[end:]}"
        else:
            names = [
                "pPr",
                "rPr",
                "tbl",
                "tr",
                "tc",
                "p",
                "r",
                "t",
                "span",
                "list",
                "frame",
                "fldChar",
                "numPr",
                "section",
            ]
            old, new = chance.choice(names), chance.choice(names)
            xml = xml.replace(f":{old}>", f":{new}>").replace(f":{old} ", f":{new} ")
    return xml


def test_a_megabyte_of_lengths_is_refused() -> None:
    data = bytearray(Docx(body=para(run("x"))).data())
    struct.pack_into("<I", data, data.rindex(b"PK\5\6") + 12, 2**31)
    refused(bytes(data))
