"""Altered inputs, many of them: whatever comes in, nothing but our own errors comes out.

``PANELROOM_FUZZ=1000000 pytest tests/packs/test_fuzz.py`` spreads a million over the targets; the seed is
``PANELROOM_FUZZ_SEED``, or the same each time.
"""

import io
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from packing import CASE, IDENTITY, MEMBERS, RECIPIENT, archive, everything, officer, sealed, sign_again

from panelroom.errors import PanelroomError
from panelroom.keys import (
    create_papers_key,
    create_vault,
    decrypt_with,
    encrypt_to,
    open_papers_key,
    open_person,
    open_vault,
    read_public,
    read_recipients,
)
from panelroom.keys.age_stream import PayloadReader, seal_payload
from panelroom.keys.person import _to_json
from panelroom.keys.public import write_public
from panelroom.keys.sshsig import verify
from panelroom.packs.container import StoredZip
from panelroom.packs.manifest import read_manifest
from panelroom.packs.opening import check_signature
from panelroom.packs.seal import signature_path
from panelroom.packs.signers import FILE, pin, read_signers

INPUTS = int(os.environ.get("PANELROOM_FUZZ", "4000"))
SEED = int(os.environ.get("PANELROOM_FUZZ_SEED", "1"))
# What parsers stumble over: ends, lengths, signs, depths, other people's syntax.
TOKENS = [
    *(
        b"",
        b"\0",
        b"\n",
        b"\r\n",
        b'"',
        b"\\",
        b"{",
        b"[" * 200,
        b"}",
        b",",
        b"null",
        b"-1",
        b"1e999",
        b"NaN",
    ),
    *(
        b"\xff\xff\xff\xff",
        b"\x7f\xff\xff\xff",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xef\xbb\xbf",
        b"\x1b[2J",
    ),
    *(
        b"PK\1\2",
        b"PK\5\6",
        b"PK\3\4",
        b"-> X25519 ",
        b"-> scrypt ",
        b"---",
        b"=",
        b"ssh-ed25519 ",
        b"# ",
        b"age1",
    ),
    *(b"9" * 5000, b"\\ud800", b"../", b"A" * 70),
]
Target = Callable[[bytes], object]


def altered(good: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Yield ``count`` inputs that differ from a good one in one to four places."""
    chance = random.Random(seed)
    for _ in range(count):
        data = bytearray(good)
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            _alter(data, chance)
        yield bytes(data)


def _alter(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    to = min(len(data), at + chance.choice((0, 1, 1, 2, 4, 30)))
    what = chance.randrange(5)
    if what == 0 and at < len(data):
        data[at] ^= 1 << chance.randrange(8)
    elif what == 1:
        data[at:to] = chance.choice(TOKENS)
    elif what == 2:
        data[at:to] = data[to : to + chance.randrange(40)]
    elif what == 3:
        data[at:to] = chance.randbytes(to - at)
    else:
        del data[at : chance.choice((to, len(data)))]


def by_file(folder: Path, read: Callable[[Path], object]) -> Target:
    def target(data: bytes) -> object:
        path = folder / "fuzzed"
        path.write_bytes(data)
        return read(path)

    return target


def from_payload(plaintext: bytes) -> object:
    key, target = bytes(16), io.BytesIO()
    seal_payload(io.BytesIO(plaintext), target, key)
    found = StoredZip(PayloadReader(target.getvalue(), key))
    return [found.read(name) for name in found.entries]


def in_vault(folder: Path, read: Callable[[Path, str], object]) -> Target:
    def target(secret: bytes) -> object:
        path = folder / "fuzzed.age"
        path.unlink(missing_ok=True)
        create_vault(path, secret, "x", work_factor=1)
        return read(path, "x")

    return target


def targets(folder: Path) -> dict[str, tuple[bytes, Target]]:
    """Return a good input and what reads it, for everything that takes bytes from outside."""
    made = sealed(folder / "a.prpack")
    signature = made.signature.read_text()
    digest, key = b"x" * 128, officer().public_signing_key
    pin(folder, officer().public)
    write_public(folder / "ada.recipient", officer().public)
    create_papers_key(folder, "M", "x", work_factor=1)
    public = (folder / "ada.recipient").read_bytes()

    def signed(data: bytes) -> object:
        made.path.write_bytes(data)
        sign_again(made.path)
        return everything(made.path)

    def with_signature(data: bytes) -> object:
        signature_path(made.path).write_bytes(data)
        return check_signature(made.path, read_signers(folder / FILE))

    return {
        "signature": (signature.encode(), lambda data: verify(data.decode("latin-1"), digest, "n", [key])),
        "signature file": (signature.encode(), with_signature),
        "signers": ((folder / FILE).read_bytes(), by_file(folder, read_signers)),
        "public file": (public, by_file(folder, read_public)),
        "recipients": (public, by_file(folder, read_recipients)),
        "person": (_to_json(officer()), in_vault(folder, open_person)),
        "papers key": (open_vault(folder / "m.papers.age", "x"), in_vault(folder, open_papers_key)),
        "manifest": (made.manifest.to_bytes(), read_manifest),
        "archive": (archive(MEMBERS.items()), from_payload),
        "age": (encrypt_to(b"x", [RECIPIENT]), lambda data: decrypt_with(data, IDENTITY)),
        "pack": (made.path.read_bytes(), signed),
    }


NAMES = [
    *("signature", "signature file", "signers", "public file", "recipients", "person", "papers key"),
    *("manifest", "archive", "age", "pack"),
]


def test_every_target_has_a_name(shelf: Path) -> None:
    assert list(targets(shelf)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_nothing_but_our_errors(shelf: Path, name: str) -> None:
    good, read = targets(shelf)[name]
    count = max(INPUTS // len(NAMES), 1)
    refused = 0
    for data in altered(good, count, SEED):
        try:
            read(data)
        except PanelroomError as error:
            assert "\n" not in str(error) and CASE not in str(error)
            refused += 1
    assert refused > count // 3  # most alterations matter: the inputs do reach the code
