from hashlib import sha256, sha512

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panelroom.packs.digests import Digests

MEBIBYTE = 1 << 20


def digested(pieces: list[bytes]) -> tuple[str, str]:
    with Digests() as digests:
        for piece in pieces:
            digests.update(piece)
        return digests.finish()


@given(st.lists(st.binary(max_size=100)))
def test_digests_do_not_depend_on_the_pieces(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    assert digested(pieces) == (sha256(whole).hexdigest(), sha512(whole).hexdigest())


@pytest.mark.parametrize("size", [0, 1, MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1, 5 * MEBIBYTE + 7])
@pytest.mark.parametrize("piece", [65_552, MEBIBYTE, 3 * MEBIBYTE])
def test_digests_of_what_goes_through_the_threads(size: int, piece: int) -> None:
    whole = bytes(range(251)) * (size // 251) + bytes(size % 251)
    pieces = [whole[at : at + piece] for at in range(0, size, piece)]
    assert digested(pieces) == (sha256(whole).hexdigest(), sha512(whole).hexdigest())
