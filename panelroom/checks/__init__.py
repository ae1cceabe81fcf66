"""Redaction checks: what in a document's cleaned text could still say who somebody is.

Pure rules over text: no clock, no network, no disk but the word lists that travel with the program.
"""

from panelroom.checks.aide import AIDE, AideItem
from panelroom.checks.catalogue import CATALOGUE, Check, check_of
from panelroom.checks.labels import CaseFinding, check_labels
from panelroom.checks.ledger import LedgerWord
from panelroom.checks.scan import check_document, check_text, ledger_of
from panelroom.checks.settings import CheckSettings, load_settings

__all__ = [
    "AIDE",
    "CATALOGUE",
    "AideItem",
    "CaseFinding",
    "Check",
    "CheckSettings",
    "LedgerWord",
    "check_document",
    "check_labels",
    "check_of",
    "check_text",
    "ledger_of",
    "load_settings",
]
