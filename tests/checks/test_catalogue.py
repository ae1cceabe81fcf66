"""The catalogue has every id of the design with its severity and with words for people."""

import re

from panelroom.checks import AIDE, CATALOGUE
from panelroom.checks.vocabulary import word_set

BLOCKS = word_set(
    "PDF-HIDDEN-TEXT PDF-OCR-UNDER-BOX PDF-IMAGE-UNDER-BOX PDF-ANNOT-REDACT-UNAPPLIED DOCX-TRACKED "
    "DOCX-COMMENT DOCX-HIDDEN-TEXT DOCX-BLACKOUT DOCX-INVISIBLE-COLOUR ODT-TRACKED MD-HTML-COMMENT "
    "HOSTILE T-PHONE T-EMAIL T-NINO T-NHS T-CARD T-SORTCODE T-ACCOUNT T-DOB T-PNC T-CRO T-DRIVING "
    "T-PASSPORT"
)
REVIEWS = word_set(
    "PDF-ANNOT-COVER PDF-ANNOT-NOTE PDF-NO-TEXT-LAYER DOCX-SHAPE-COVER DOCX-PICTURE ODT-PICTURE "
    "T-POSTCODE T-VRM T-CRIMEREF T-COLLAR T-WARRANT T-IP T-IMEI T-URL T-HANDLE T-W3W T-ADDRESS "
    "T-PERSON-CUE T-WORD-LEDGER T-QUASI L-MIXED-SCHEME L-CASE-VARIANT L-GAP L-ROLE-CLASH L-ATTR-CLASH "
    "L-ANON-MARK L-INITIALS L-NAME-BESIDE-LABEL"
)
AUTOS = word_set(
    "PDF-METADATA PDF-INCREMENTAL PDF-ATTACHMENT DOCX-METADATA DOCX-MACRO IMG-EXIF TXT-CONTROL TXT-MARKUP"
)


def test_ids_and_severities() -> None:
    for ids, severity in ((BLOCKS, "BLOCK"), (REVIEWS, "REVIEW"), (AUTOS, "AUTO")):
        assert {check: CATALOGUE[check].severity for check in ids} == dict.fromkeys(ids, severity)


def test_each_has_words_of_one_sentence() -> None:
    for check in CATALOGUE.values():
        assert check.name and not check.name.endswith(".")
        assert re.fullmatch(r"[A-Z][^.!?]*\.", check.meaning), check.id
        assert re.fullmatch(r"[A-Z][^.!?]*\.", check.action), check.id


def test_the_aide_memoire_has_kents_list_and_names_its_source() -> None:
    ids = [item.id for item in AIDE]
    assert len(set(ids)) == len(ids)
    assert {"victim", "witness", "suspect", "injured", "officer-in-charge", "contacts", "log-entries"} <= set(
        ids
    )
    assert all(item.source and item.wording.endswith(".") for item in AIDE)
