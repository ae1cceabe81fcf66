"""Minutes of a whole meeting stay accessible and fit for an archive, however many people sign them."""

from datetime import UTC, datetime

import page
import pytest
from making import PASSPHRASE
from record_scenes import SIX, meeting, rich

from panelroom.keys import create_person
from panelroom.keys.pades import add_signature
from panelroom.keys.pades_reading import read_pdf
from panelroom.records.minutes import minutes
from panelroom.records.pdf import render
from panelroom.records.record import build_record

AT = datetime(2031, 4, 2, 10, 30, tzinfo=UTC)
SIGNERS = {"secretary": "Ada Secretary", "chair": "Bo Chair"}
FIRST_COVERS_ALL = "PDFA2A-SIGNATURE-BYTERANGE-001"

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, ...]:
    """The minutes as they were confirmed, as the secretary signed them, and as the Chair signed those."""
    folder = tmp_path_factory.mktemp("signed")
    with meeting(folder, SIX) as scene:
        rich(scene)
        scene.do("confirm_minutes", by=[{"role": "chair", "method": "signature"}])
        held = scene.session.meeting
        found = [render(minutes(build_record(*scene.parts), held.question_set))[0]]
    for place, (role, name) in enumerate(SIGNERS.items(), 1):
        person = create_person(folder, name, PASSPHRASE, work_factor=4)
        found.append(add_signature(found[-1], person.signing_keys, place=place, role=role, at=AT))
    return tuple(found)


def failed(content: bytes, profile: str) -> list[str]:
    return [failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures]


def test_minutes_are_accessible_with_any_number_of_signatures(states: tuple[bytes, ...]) -> None:
    assert [failed(state, "ua1") for state in states] == [[], [], []]


def test_what_each_person_signed_is_fit_for_an_archive(states: tuple[bytes, ...]) -> None:
    """Every rule of PDF/A-2a but one, and that one for as much of the file as the signer had before them."""
    assert [failed(state, "2a") for state in states] == [[], [], [FIRST_COVERS_ALL]]
    first, second = read_pdf(states[2]).signatures
    assert (states[2][: first.end], second.end) == (states[1], len(states[2]))


def test_that_rule_fails_whatever_follows_a_first_signature(states: tuple[bytes, ...]) -> None:
    """So no signing program could satisfy it: the validator complains of a single line end, too."""
    assert FIRST_COVERS_ALL in failed(states[1] + b"\n", "2a")
