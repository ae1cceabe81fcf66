"""SSH signatures: byte for byte those of ssh-keygen, and no second spelling of any."""

import base64
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from panelroom.errors import BadFile
from panelroom.keys.ssh_keys import generate_signing_key, public_bytes, public_line, public_line_of
from panelroom.keys.sshsig import BadSignature, claimed_key, sign, verify

NAMESPACE = "panelroom-pack@v1"
MESSAGE = b"what was said"
SECRET = generate_signing_key()
PUBLIC = public_line_of(SECRET)
SIGNATURE = sign(MESSAGE, SECRET, NAMESPACE)
# RFC 8032, section 7.1, test 1; the signature was made with it by ssh-keygen of OpenSSH 9.2.
RFC_8032 = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
BY_SSH_KEYGEN = """\
-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg11qYAYKxCrfVS/7TyWQHOg7hcv
PapiMlrwIaaPcHURoAAAARcGFuZWxyb29tLXBhY2tAdjEAAAAAAAAABnNoYTUxMgAAAFMA
AAALc3NoLWVkMjU1MTkAAABA6T0dbD/nXtd7X21corlYcIzo+xD0BJAaaWePSW+OKNPf0O
9hy70RjOQVPthdY+oNfaCr7z1O0pFE5UIsDBsQBg==
-----END SSH SIGNATURE-----
"""
ORDER = 2**252 + 27742317777372353535851937790883648493  # of the group of Ed25519


def pem(seed: bytes) -> str:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption()
    ).decode()


def test_a_signature_is_the_one_that_ssh_keygen_makes() -> None:
    assert sign(b"hello", pem(RFC_8032), NAMESPACE) == BY_SSH_KEYGEN
    assert verify(BY_SSH_KEYGEN, b"hello", NAMESPACE, [public_line_of(pem(RFC_8032))])


def test_it_says_which_key_signed() -> None:
    others = [public_line_of(generate_signing_key()) for _ in range(3)]
    assert verify(SIGNATURE, MESSAGE, NAMESPACE, [*others, PUBLIC + " a comment"]) == PUBLIC
    assert claimed_key(SIGNATURE) == PUBLIC


@given(st.binary(max_size=300), st.text(max_size=30))
def test_what_is_signed_verifies_and_nothing_else(message: bytes, namespace: str) -> None:
    signature = sign(message, SECRET, namespace)
    assert verify(signature, message, namespace, [PUBLIC]) == PUBLIC
    with pytest.raises(BadSignature):
        verify(signature, message + b"!", namespace, [PUBLIC])
    with pytest.raises(BadSignature):
        verify(signature, message, namespace + "!", [PUBLIC])


def test_a_key_that_is_not_asked_for_is_refused() -> None:
    with pytest.raises(BadSignature):
        verify(SIGNATURE, MESSAGE, NAMESPACE, [public_line_of(generate_signing_key())])
    with pytest.raises(BadSignature):
        verify(SIGNATURE, MESSAGE, NAMESPACE, [])


def test_every_flipped_bit_is_refused() -> None:
    data = SIGNATURE.encode()
    for at in range(len(data) * 8):
        flipped = bytearray(data)
        flipped[at // 8] ^= 1 << at % 8
        with pytest.raises(BadSignature):
            verify(flipped.decode("latin-1"), MESSAGE, NAMESPACE, [PUBLIC])


def test_every_truncation_is_refused() -> None:
    for length in range(len(SIGNATURE)):
        with pytest.raises(BadSignature):
            verify(SIGNATURE[:length], MESSAGE, NAMESPACE, [PUBLIC])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + "\n",
        lambda text: " " + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "", 2).replace("-----U", "-----\nU"),
        lambda text: text.replace("=\n", "\n"),
        lambda text: text + text,
        lambda text: text.replace("SSH SIGNATURE", "PGP SIGNATURE"),
    ],
    ids=["line", "space", "windows", "columns", "padding", "twice", "kind"],
)
def test_another_spelling_is_refused(change: Callable[[str], str]) -> None:
    assert change(SIGNATURE) != SIGNATURE
    with pytest.raises(BadSignature):
        verify(change(SIGNATURE), MESSAGE, NAMESPACE, [PUBLIC])


def rewritten(old: bytes, new: bytes) -> str:
    """Return the signature with a part of its blob replaced."""
    blob = base64.b64decode("".join(SIGNATURE.split("\n")[1:-2]))
    assert blob.count(old) >= 1
    text = base64.b64encode(blob.replace(old, new)).decode()
    lines = [text[at : at + 70] for at in range(0, len(text), 70)]
    return "\n".join([SIGNATURE.split("\n")[0], *lines, *SIGNATURE.split("\n")[-2:]])


def test_the_rewriting_itself_changes_nothing() -> None:
    assert rewritten(b"sha512", b"sha512") == SIGNATURE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"SSHSIG\0\0\0\1", b"SSHSIG\0\0\0\2"),
        (b"SSHSIG", b"SSHSIX"),
        (b"sha512", b"sha256"),
        (b"panelroom-pack@v1", b"panelroom-pick@v1"),
        (b"ssh-ed25519", b"ssh-ed25518"),
        (b"\0\0\0\0\0\0\0\6sha512", b"\0\0\0\1x\0\0\0\6sha512"),
    ],
    ids=["version", "magic", "hash", "namespace", "key type", "reserved"],
)
def test_another_field_is_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(BadSignature):
        verify(rewritten(old, new), MESSAGE, NAMESPACE, [PUBLIC])


def test_the_second_form_of_a_signature_is_refused() -> None:
    """S and S + L mean the same to a careless verifier (RFC 8032, section 5.1.7)."""
    blob = base64.b64decode("".join(SIGNATURE.split("\n")[1:-2]))
    second = (int.from_bytes(blob[-32:], "little") + ORDER).to_bytes(32, "little")
    with pytest.raises(BadSignature):
        verify(rewritten(blob[-32:], second), MESSAGE, NAMESPACE, [PUBLIC])


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
def test_any_text_is_refused_with_one_sentence(text: str) -> None:
    with pytest.raises(BadSignature) as refused:
        verify(text, MESSAGE, NAMESPACE, [PUBLIC])
    assert str(refused.value) == str(BadSignature())


@pytest.mark.parametrize(
    "line",
    [
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 é",
        PUBLIC[:-1],
        PUBLIC.replace("ssh-ed25519 ", "ssh-rsa "),
        PUBLIC + "A",
        public_line(bytes(31)),
        public_line(bytes(33)),
        public_line(bytes(30)),
    ],
)
def test_what_is_no_public_key(line: str) -> None:
    with pytest.raises(BadFile, match="whole signing key"):
        public_bytes(line)


@pytest.mark.parametrize("text", ["", "x", SECRET[:-40], SECRET.replace("OPENSSH", "RSA")])
def test_what_is_no_secret_key(text: str) -> None:
    with pytest.raises(BadFile, match="damaged"):
        sign(MESSAGE, text, NAMESPACE)


# --- ssh-keygen -----------------------------------------------------------------------------------


@pytest.fixture
def ssh_keygen() -> str:
    found = shutil.which("ssh-keygen")
    if found is None:
        pytest.skip("LOUD: ssh-keygen is not installed, so it did NOT judge these signatures")
    return found


def run(*command: str, given: bytes = b"", check: bool = True) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(command, input=given, capture_output=True, check=check, timeout=60)


def key_file(folder: Path, secret: str) -> str:
    path = folder / "key"
    path.write_text(secret)
    path.chmod(0o600)
    return str(path)


@pytest.mark.heavy
@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 100_000])
def test_ssh_keygen_signs_the_same(ssh_keygen: str, tmp_path: Path, size: int) -> None:
    message, key = bytes(range(256)) * (size // 256) + bytes(size % 256), key_file(tmp_path, SECRET)
    theirs = run(ssh_keygen, "-Y", "sign", "-f", key, "-n", NAMESPACE, given=message).stdout
    assert theirs.decode() == sign(message, SECRET, NAMESPACE)


@pytest.mark.heavy
def test_ssh_keygen_verifies_ours(ssh_keygen: str, tmp_path: Path) -> None:
    (tmp_path / "allowed").write_text(f"ada {PUBLIC}\n")
    (tmp_path / "sig").write_text(SIGNATURE)
    command = [ssh_keygen, "-Y", "verify", "-f", str(tmp_path / "allowed"), "-I", "ada", "-n", NAMESPACE]
    command += ["-s", str(tmp_path / "sig")]
    assert run(*command, given=MESSAGE).stdout.startswith(b'Good "panelroom-pack@v1" signature for ada')
    assert run(*command, given=MESSAGE + b"!", check=False).returncode


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_signatures_of_other_kinds_of_key_are_refused(ssh_keygen: str, tmp_path: Path, kind: str) -> None:
    key = tmp_path / "other"
    run(ssh_keygen, "-q", "-t", kind, "-N", "", "-f", str(key))
    theirs = run(ssh_keygen, "-Y", "sign", "-f", str(key), "-n", NAMESPACE, given=MESSAGE).stdout.decode()
    with pytest.raises(BadSignature):
        verify(theirs, MESSAGE, NAMESPACE, [PUBLIC])
    with pytest.raises(BadFile):
        public_bytes(key.with_suffix(".pub").read_text())


@pytest.mark.heavy
def test_another_hash_is_refused(ssh_keygen: str, tmp_path: Path) -> None:
    command = [ssh_keygen, "-Y", "sign", "-f", key_file(tmp_path, SECRET), "-n", NAMESPACE]
    theirs = run(*command, "-O", "hashalg=sha256", given=MESSAGE).stdout.decode()
    with pytest.raises(BadSignature):
        verify(theirs, MESSAGE, NAMESPACE, [PUBLIC])


@pytest.mark.heavy
def test_a_key_of_ssh_keygen_signs_here(ssh_keygen: str, tmp_path: Path) -> None:
    key = tmp_path / "theirs"
    run(ssh_keygen, "-q", "-t", "ed25519", "-N", "", "-C", "ada@example.com", "-f", str(key))
    public = key.with_suffix(".pub").read_text()
    assert verify(sign(MESSAGE, key.read_text(), NAMESPACE), MESSAGE, NAMESPACE, [public])


@pytest.mark.heavy
def test_a_secret_key_under_a_pass_phrase_is_refused(ssh_keygen: str, tmp_path: Path) -> None:
    key = tmp_path / "locked"
    run(ssh_keygen, "-q", "-t", "ed25519", "-N", "a phrase", "-f", str(key))
    with pytest.raises(BadFile, match="damaged"):
        sign(MESSAGE, key.read_text(), NAMESPACE)
