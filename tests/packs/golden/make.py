"""Makes the golden files of a format version, once; what is here already is never made again.

    PYTHONPATH=tests/packs python tests/packs/golden/make.py

A pack, a person's vault and a meeting's key that were made once must open for ever.
"""

from datetime import date
from pathlib import Path

from packing import ABOUT, MEMBERS, approval, colleague

from panelroom.keys import create_papers_key, create_person
from panelroom.packs.seal import seal_pack
from panelroom.packs.signers import pin

HERE = Path(__file__).parent
PHRASE = "six plain words for tests only"
EXPIRES = date(2099, 12, 31)


def main() -> None:
    ada = create_person(HERE, "Ada Officer", PHRASE, work_factor=10)
    papers = create_papers_key(HERE, "april", PHRASE, work_factor=10)
    about = ABOUT.model_copy(update={"approvals": (approval(colleague()),), "expires": EXPIRES})
    seal_pack(HERE / "april.prpack", MEMBERS, about, papers.recipients, ada)
    pin(HERE, ada.public)


if __name__ == "__main__":
    main()
