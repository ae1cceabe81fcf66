"""The published C2SP CCTV age vectors: the accepted payload and the reason of every refusal must agree."""

import hashlib
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from panelroom.errors import WrongKey
from panelroom.keys import open_with, open_with_passphrase
from panelroom.keys.age_armor import remove_armor
from panelroom.keys.age_errors import SENTENCE, AgeError, BadArmor, BadHeader, BadMac, BadPayload, NoMatch

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "age"
PUBLISHED = 143
REFUSALS: dict[str, type[AgeError]] = {
    "armor failure": BadArmor,
    "header failure": BadHeader,
    "no match": NoMatch,
    "HMAC failure": BadMac,
    "payload failure": BadPayload,
}


@dataclass(frozen=True)
class Vector:
    expect: str
    payload: str
    secrets: tuple[tuple[str, str], ...]
    armored: bool
    file: bytes


def vector_paths() -> list[Path]:
    return sorted(path for path in FOLDER.iterdir() if path.is_file()) if FOLDER.is_dir() else []


def load(path: Path) -> Vector:
    head, _, file = path.read_bytes().partition(b"\n\n")
    fields = [line.partition(": ")[::2] for line in head.decode().splitlines()]
    found = dict(fields)
    return Vector(
        expect=found["expect"],
        payload=found.get("payload", ""),
        secrets=tuple((k, v) for k, v in fields if k in ("identity", "passphrase")),
        armored=found.get("armored") == "yes",
        file=zlib.decompress(file) if found.get("compressed") == "zlib" else file,
    )


def plaintext(file: bytes, secrets: tuple[tuple[str, str], ...]) -> bytes:
    for kind, secret in secrets:
        opener = open_with_passphrase if kind == "passphrase" else open_with
        try:
            return opener(io.BytesIO(file), secret).read_all()
        except NoMatch:
            continue
    raise NoMatch


def with_any_secret(vector: Vector) -> tuple[tuple[str, str], ...]:
    """A vector about the format alone names no secret: any will do, its refusal comes first."""
    return vector.secrets or (("passphrase", "password"),)


def test_every_published_vector_is_here() -> None:
    if not FOLDER.is_dir():
        pytest.skip(f"LOUD: the folder shared/vectors/age is absent: all {PUBLISHED} vectors did NOT run")
    assert len(vector_paths()) == PUBLISHED


@pytest.mark.parametrize("path", vector_paths(), ids=lambda path: path.name)
def test_vector_agrees(path: Path) -> None:
    vector = load(path)
    secrets = with_any_secret(vector)
    if vector.expect == "success":
        assert hashlib.sha256(plaintext(vector.file, secrets)).hexdigest() == vector.payload
        return
    with pytest.raises(REFUSALS[vector.expect]) as refused:
        plaintext(remove_armor(vector.file) if vector.armored else vector.file, secrets)
    assert type(refused.value) is REFUSALS[vector.expect]
    with pytest.raises(WrongKey) as shown:
        plaintext(vector.file, secrets)
    assert str(shown.value) == SENTENCE
