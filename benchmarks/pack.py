"""A pack of 256 MiB: sealed, checked, opened, one document read; and what it costs to refuse a hostile one.

    python benchmarks/pack.py [--mebibytes 256]

Sealing is compared with the ``age`` command on the same bytes, and with what a person would do by hand, who must
also digest the result for the signature. Everything lies in memory where possible, so that no disk is measured.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from stopwatch import folder, say

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "packs"))

from packing import (
    ABOUT,
    IDENTITY,
    MEMBERS,
    RECIPIENT,
    archive,
    officer,
    sealed_by_hand,
    sign_again,
    trusting,
)

from panelroom.errors import PanelroomError
from panelroom.keys import decrypt_with, encrypt_stream_to, encrypt_to, encrypt_with_passphrase
from panelroom.packs.opening import CheckedPack, check_signature, open_pack
from panelroom.packs.seal import MAX_PACK, Content, seal_pack, signature_path
from panelroom.packs.signers import Signers

DOCUMENT = 4 * 1024 * 1024  # bytes
CHUNK = 64 * 1024


def main() -> None:
    """Run the benchmark."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--mebibytes", type=int, default=256)
    size = arguments.parse_args().mebibytes * 1024 * 1024
    with folder(in_memory=True) as place:
        pack = sealing(place, size)
        opening(pack)
        reading(pack)
        refusals(place / "small")


def sealing(place: Path, size: int) -> Path:
    """Print what sealing takes beside ``age``; return the pack."""
    document = place / "document"
    document.write_bytes(
        b"".join(hashlib.sha512(bytes([n % 256, n // 256])).digest() for n in range(1 << 16))
    )
    members: Mapping[str, Content] = {
        **MEMBERS,
        **{f"m{n:03}.bin": document for n in range(size // DOCUMENT)},
    }
    pack = place / "large.prpack"
    ours = best(lambda: seal_pack(pack, members, ABOUT, [RECIPIENT], officer()), 3, before=lambda: away(pack))
    if shutil.which("age") is None:
        say("the age command", "is not installed: nothing to compare with")
        return pack
    plain, theirs = place / "plain", place / "theirs.age"
    plain.write_bytes(decrypt_with(pack.read_bytes(), IDENTITY))
    age = best(lambda: run("age", "-r", RECIPIENT, "-o", str(theirs), str(plain)), 3)
    digest = best(lambda: run("sha512sum", str(theirs)), 3)
    encrypted = best(lambda: encrypt(plain, theirs), 3)
    away(plain), away(theirs)
    say("the age command; sha512sum", f"{age:.2f} s; {digest:.2f} s")
    say(
        "encrypt alone", f"{encrypted:.2f} s, {encrypted / age:.2f} x age", "<= 1.2 x", encrypted <= 1.2 * age
    )
    say(
        "seal: digest, pack, encrypt, sign",
        f"{ours:.2f} s, {ours / age:.2f} x age",
        "<= 1.2 x",
        ours <= 1.2 * age,
    )
    by_hand = age + digest
    say("seal, in ratio to age and sha512sum", f"{ours / by_hand:.2f} x", "<= 1.2 x", ours <= 1.2 * by_hand)
    return pack


def encrypt(plain: Path, target: Path) -> None:
    """Do what the ``age`` command does."""
    with plain.open("rb") as source, target.open("wb") as sink:
        encrypt_stream_to(source, sink, [RECIPIENT])


def opening(pack: Path) -> None:
    """Print what the signature takes, which needs no key, and what opening takes once there is one."""
    alone = best(lambda: digest_of(pack), 3)
    checked = best(lambda: check_signature(pack, trusting()), 3)
    say(
        "check the signature (while the words are typed)",
        f"{checked:.2f} s, {checked / alone:.2f} x SHA-512 alone",
    )
    with CheckedPack(pack, trusting()) as ready:
        after = best(lambda: ready.open(IDENTITY, now()), 20)
    say("open, after the key", f"{after * 1000:.2f} ms", "<= 5 ms", after <= 0.005)


def digest_of(path: Path) -> str:
    """Return the SHA-512 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha512").hexdigest()


def reading(pack: Path) -> None:
    """Print what one document takes beside its decryption and SHA-256 alone."""
    cipher, sealed_chunk = (
        ChaCha20Poly1305(bytes(32)),
        ChaCha20Poly1305(bytes(32)).encrypt(bytes(12), bytes(CHUNK), None),
    )
    plain = bytes(DOCUMENT)

    def floor() -> None:
        for _ in range(DOCUMENT // CHUNK):
            cipher.decrypt(bytes(12), sealed_chunk, None)
        hashlib.sha256(plain)

    alone = best(floor, 20)
    with open_pack(pack, IDENTITY, trusting(), now()) as opened:
        ours = best(lambda: opened.read("m000.bin"), 20)
    say(
        "one document of 4 MiB",
        f"{ours * 1000:.1f} ms, {ours / alone:.2f} x floor",
        "<= 2 x",
        ours <= 2 * alone,
    )


def refusals(place: Path) -> None:
    """Print time and memory of every refusal that somebody could try to make costly."""
    place.mkdir()
    path = place / "a.prpack"
    good = archive(MEMBERS.items())
    sixteen = encrypt_to(b"x", [RECIPIENT] * 16)
    hostile: dict[str, Callable[[], object]] = {
        "a pack of over 1 GiB": lambda: too_large(path),
        "an unpinned signer": lambda: sealed_by_hand(path, good),
        "a work factor of 23": lambda: raw(
            path, encrypt_with_passphrase(b"x", "y", work_factor=4).replace(b" 4\n", b" 23\n")
        ),
        "17 stanzas": lambda: raw(
            path, sixteen.replace(b"-> ", b"-> " + sixteen.split(b"-> ")[1] + b"-> ", 1)
        ),
        "a header without end": lambda: raw(path, b"age-encryption.org/v1\n" + b"-> a\n\n" * 4_000_000),
        "a directory of 4 GiB": lambda: sealed_by_hand(path, good[:-10] + b"\xff" * 8 + b"\0\0"),
        "a manifest 4 million brackets deep": lambda: sealed_by_hand(
            path, archive([("manifest.json", b"[" * 4_000_000)])
        ),
        "a million empty members": lambda: sealed_by_hand(path, good[:-22] * 5_000 + good[-22:]),
    }
    for what, make in hostile.items():
        make()
        signers = Signers() if what == "an unpinned signer" else trusting()
        seconds, peak = refusal(path, signers)
        say(f"refuse {what}", f"{seconds * 1000:.1f} ms, {peak / 1e6:.1f} MB")


def refusal(path: Path, signers: Signers) -> tuple[float, int]:
    """Return the seconds and, from a second time, the bytes that a refusal takes at most."""
    seconds = best(lambda: refused(path, signers), 3)
    tracemalloc.start()
    refused(path, signers)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return seconds, peak


def refused(path: Path, signers: Signers) -> None:
    """Open what must not open."""
    with suppress(PanelroomError):
        open_pack(path, IDENTITY, signers, now())
        raise AssertionError("a hostile pack was opened")


def raw(path: Path, data: bytes) -> None:
    """Put these bytes there, signed by somebody who is pinned."""
    path.write_bytes(data)
    sign_again(path)


def too_large(path: Path) -> None:
    """Put a file there that is larger than any pack, and takes no room."""
    raw(path, b"")
    with path.open("r+b") as file:
        file.truncate(MAX_PACK + 1)


def now() -> datetime:
    """Return a moment after the sealing."""
    return datetime.now(UTC) + timedelta(seconds=5)


def away(path: Path) -> None:
    """Remove a file, and its signature if it is a pack."""
    path.unlink(missing_ok=True)
    signature_path(path).unlink(missing_ok=True)


def run(*command: str) -> None:
    """Run a command that writes over what it wrote before."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def best(what: Callable[[], object], times: int, before: Callable[[], object] = lambda: None) -> float:
    """Return the seconds of the best of so many times."""
    measured = []
    for _ in range(times):
        before()
        began = time.perf_counter()
        what()
        measured.append(time.perf_counter() - began)
    return min(measured)


if __name__ == "__main__":
    main()
