"""age files as panelroom writes and reads them: round trips, damage, limits, and reading any part."""

import base64
import hashlib
import io
import random
import subprocess
import sys
import time
import unicodedata
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panelroom.errors import BadFile, UsageError, WrongKey
from panelroom.keys import (
    PayloadFile,
    PayloadReader,
    bech32,
    check_recipient,
    decrypt_with,
    decrypt_with_passphrase,
    encrypt_stream_to,
    encrypt_to,
    encrypt_with_passphrase,
    generate_identity,
    open_with,
    recipient_of,
)
from panelroom.keys.age_armor import remove_armor
from panelroom.keys.age_errors import SENTENCE, AgeError, BadHeader, BadPayload
from panelroom.keys.age_header import Stanza, encode_base64, parse_header, write_header
from panelroom.keys.age_recipients import wrap_passphrase, wrap_x25519
from panelroom.keys.age_stream import CHUNK, seal_payload

SIZES = [0, 1, 65535, 65536, 65537, 131072, 300001]
SEALED_CHUNK = CHUNK + 16
IDENTITY = generate_identity()
RECIPIENT = recipient_of(IDENTITY)
HYBRID = generate_identity(hybrid=True)
PHRASE = "six plain words for a test"


def some_bytes(size: int) -> bytes:
    return random.Random(size).randbytes(size)


THREE_CHUNKS = some_bytes(2 * CHUNK + 1000)
SEALED_THREE = encrypt_to(THREE_CHUNKS, [RECIPIENT])
SEALED_PHRASE = encrypt_with_passphrase(b"a short secret", PHRASE, work_factor=4)


def flip(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("identity", [IDENTITY, HYBRID], ids=["x25519", "hybrid"])
def test_round_trip_to_a_recipient(size: int, identity: str) -> None:
    assert decrypt_with(encrypt_to(some_bytes(size), [recipient_of(identity)]), identity) == some_bytes(size)


@pytest.mark.parametrize("size", SIZES)
def test_round_trip_with_a_passphrase(size: int) -> None:
    sealed = encrypt_with_passphrase(some_bytes(size), PHRASE, work_factor=4)
    assert decrypt_with_passphrase(sealed, PHRASE) == some_bytes(size)


def test_every_recipient_opens_and_nobody_else() -> None:
    identities = [generate_identity() for _ in range(16)]
    sealed = encrypt_to(b"for sixteen", [recipient_of(identity) for identity in identities])
    assert {decrypt_with(sealed, identity) for identity in identities} == {b"for sixteen"}
    for stranger in (generate_identity(), HYBRID):
        with pytest.raises(WrongKey, match="does not open this file"):
            decrypt_with(sealed, stranger)


def test_every_hybrid_recipient_opens() -> None:
    other = generate_identity(hybrid=True)
    sealed = encrypt_to(b"for two", [recipient_of(HYBRID), recipient_of(other)])
    assert decrypt_with(sealed, HYBRID) == decrypt_with(sealed, other) == b"for two"


def test_wrong_passphrase_and_wrong_kind_read_the_same() -> None:
    for opener, sealed, secret in (
        (decrypt_with_passphrase, SEALED_PHRASE, PHRASE + "s"),
        (decrypt_with, SEALED_PHRASE, IDENTITY),
        (decrypt_with_passphrase, SEALED_THREE, PHRASE),
        (decrypt_with, b"", IDENTITY),
    ):
        with pytest.raises(WrongKey) as refused:
            opener(sealed, secret)
        assert str(refused.value) == SENTENCE


def test_accents_typed_either_way_are_one_phrase() -> None:
    composed, split = (unicodedata.normalize(form, "café naïve") for form in ("NFC", "NFD"))
    assert composed != split
    sealed = encrypt_with_passphrase(b"x", split, work_factor=4)
    assert decrypt_with_passphrase(sealed, composed) == decrypt_with_passphrase(sealed, split) == b"x"


def test_two_files_of_the_same_share_nothing() -> None:
    first, second = (encrypt_to(b"same", [RECIPIENT]) for _ in range(2))
    heads = [parse_header(sealed) for sealed in (first, second)]
    assert heads[0].stanzas != heads[1].stanzas
    assert first[heads[0].length :][:16] != second[heads[1].length :][:16]


def test_the_default_work_factor_is_18() -> None:
    assert parse_header(encrypt_with_passphrase(b"", PHRASE)).stanzas[0].arguments[1] == "18"


@pytest.mark.parametrize("phrase", ["", "   "])
def test_an_empty_passphrase_is_refused(phrase: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        encrypt_with_passphrase(b"x", phrase, work_factor=4)


@pytest.mark.parametrize("factor", [0, 21])
def test_a_work_factor_that_could_not_be_read_is_not_written(factor: int) -> None:
    with pytest.raises(ValueError, match="work factor"):
        encrypt_with_passphrase(b"x", PHRASE, work_factor=factor)


def test_mixed_no_and_too_many_recipients_are_refused() -> None:
    for recipients in ([], [RECIPIENT] * 17, [RECIPIENT, recipient_of(HYBRID)]):
        with pytest.raises(UsageError, match="nothing was written"):
            encrypt_to(b"x", recipients)


# --- damage ---------------------------------------------------------------------------------------


def test_a_cut_at_or_near_every_chunk_boundary_is_refused() -> None:
    payload = parse_header(SEALED_THREE).length
    boundaries = [payload, payload + 16, *(payload + 16 + SEALED_CHUNK * n for n in (1, 2))]
    cuts = {place + near for place in boundaries for near in (-1, 0, 1, 16, 17)} | {len(SEALED_THREE) - 1}
    for cut in sorted(cuts):
        with pytest.raises(AgeError):
            open_with(io.BytesIO(SEALED_THREE[:cut]), IDENTITY)


def test_a_cut_inside_the_header_is_refused_everywhere() -> None:
    for cut in range(parse_header(SEALED_THREE).length):
        with pytest.raises(AgeError):
            open_with(io.BytesIO(SEALED_THREE[:cut]), IDENTITY)


@pytest.mark.parametrize("extra", [b"\x00", bytes(16), bytes(17), bytes(SEALED_CHUNK)], ids=range(4))
def test_anything_appended_is_refused(extra: bytes) -> None:
    with pytest.raises(BadPayload):
        open_with(io.BytesIO(SEALED_THREE + extra), IDENTITY)


def test_two_chunks_in_each_others_place_are_refused() -> None:
    start = parse_header(SEALED_THREE).length + 16
    one, two = SEALED_THREE[start:][:SEALED_CHUNK], SEALED_THREE[start + SEALED_CHUNK :][:SEALED_CHUNK]
    swapped = SEALED_THREE[:start] + two + one + SEALED_THREE[start + 2 * SEALED_CHUNK :]
    with pytest.raises(BadPayload):
        decrypt_with(swapped, IDENTITY)


@pytest.mark.parametrize("identity", [IDENTITY, HYBRID], ids=["x25519", "hybrid"])
def test_the_header_of_another_file_is_refused(identity: str) -> None:
    first, second = (encrypt_to(text, [recipient_of(identity)]) for text in (b"one", b"two"))
    grafted = first[: parse_header(first).length] + second[parse_header(second).length :]
    with pytest.raises(BadPayload):
        decrypt_with(grafted, identity)


def test_every_single_bit_of_a_small_file_matters() -> None:
    sealed = encrypt_to(b"short", [RECIPIENT])
    for bit in range(8 * len(sealed)):
        with pytest.raises(WrongKey):
            decrypt_with(flip(sealed, bit), IDENTITY)


@given(bit=st.integers(0, 8 * len(SEALED_THREE) - 1))
def test_any_flipped_bit_is_refused(bit: int) -> None:
    with pytest.raises(WrongKey):
        decrypt_with(flip(SEALED_THREE, bit), IDENTITY)


@settings(deadline=None)
@given(bit=st.integers(0, 8 * len(SEALED_PHRASE) - 1))
def test_any_flipped_bit_under_a_passphrase_is_refused(bit: int) -> None:
    with pytest.raises(WrongKey):
        decrypt_with_passphrase(flip(SEALED_PHRASE, bit), PHRASE)


@given(
    data=st.binary(max_size=300), lead=st.sampled_from([b"", b"age-encryption.org/v1\n", b"-----BEGIN AGE"])
)
def test_any_bytes_are_refused_and_never_crash(data: bytes, lead: bytes) -> None:
    with pytest.raises(WrongKey):
        decrypt_with(lead + data, IDENTITY)
    with pytest.raises(WrongKey):
        decrypt_with_passphrase(lead + data, PHRASE)


# --- limits ---------------------------------------------------------------------------------------


def test_a_header_is_written_exactly_as_it_is_read() -> None:
    stanzas = [Stanza("any/kind", ("a", "b!"), bytes(size)) for size in (0, 1, 47, 48, 49, 96, 200)]
    assert parse_header(write_header(stanzas, bytes(16)) + b"more").stanzas == tuple(stanzas)


def test_sixteen_stanzas_open_and_seventeen_do_not() -> None:
    key = bytes(16)
    stanzas = [Stanza("grease", (), b"x")] * 15 + [wrap_x25519(key, RECIPIENT)]
    for kept, opens in ((stanzas, True), ([stanzas[0], *stanzas], False)):
        sealed = io.BytesIO()
        sealed.write(write_header(kept, key))
        seal_payload(io.BytesIO(b"inside"), sealed, key)
        if opens:
            assert decrypt_with(sealed.getvalue(), IDENTITY) == b"inside"
        else:
            with pytest.raises(BadHeader):
                decrypt_with(sealed.getvalue(), IDENTITY)


def test_a_header_without_stanzas_is_refused() -> None:
    sealed = write_header([], bytes(16)) + bytes(32)
    for opener, secret in ((decrypt_with, IDENTITY), (decrypt_with_passphrase, PHRASE)):
        with pytest.raises(BadHeader):
            opener(sealed, secret)


def test_a_body_has_only_one_way_to_be_wrapped() -> None:
    head = write_header([Stanza("grease", (), bytes(51))], bytes(16))
    with pytest.raises(BadHeader):
        parse_header(head.replace(b"A" * 64 + b"\nAAAA\n", b"A" * 68 + b"\n"))
    assert parse_header(head).stanzas[0].body == bytes(51)


def test_an_endless_header_is_refused() -> None:
    stanza = Stanza("grease", (), bytes(70_000))
    with pytest.raises(BadHeader):
        parse_header(write_header([stanza], bytes(16)))


def test_a_passphrase_stanza_beside_another_is_refused_for_everybody() -> None:
    key = bytes(16)
    sealed = write_header([wrap_passphrase(key, PHRASE, 4), wrap_x25519(key, RECIPIENT)], key)
    with pytest.raises(BadHeader):
        parse_header(sealed)


@pytest.mark.parametrize("factor", ["21", "23", "30", "99", "100", "9" * 5000], ids=range(6))
def test_a_costly_work_factor_is_refused_before_any_work(factor: str) -> None:
    stanza = Stanza("scrypt", (encode_base64(bytes(16)).decode(), factor), bytes(32))
    hostile = write_header([stanza], bytes(16)) + bytes(32)
    resource = pytest.importorskip("resource")
    began, memory = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadHeader):
        decrypt_with_passphrase(hostile, PHRASE)
    assert time.perf_counter() - began < 0.2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 64 * 1024  # KiB


POOR_MACHINE = """
import resource
from panelroom.errors import BadFile
from panelroom.keys import decrypt_with_passphrase
from panelroom.keys.age_header import Stanza, encode_base64, write_header
stanza = Stanza("scrypt", (encode_base64(bytes(16)).decode(), "20"), bytes(32))
resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))
try:
    decrypt_with_passphrase(write_header([stanza], bytes(16)) + bytes(32), "x")
except BadFile as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS binds on Linux only")
def test_too_little_memory_is_one_plain_sentence() -> None:
    done = subprocess.run([sys.executable, "-c", POOR_MACHINE], capture_output=True, text=True, check=True)
    assert "too little free memory" in done.stdout


def test_a_low_order_recipient_is_refused() -> None:
    with pytest.raises(BadFile, match="belongs to no key"):
        encrypt_to(b"x", [bech32.encode("age", bytes(32))])


# --- reading any part -----------------------------------------------------------------------------


@given(offset=st.integers(0, len(THREE_CHUNKS) + 10), size=st.integers(0, len(THREE_CHUNKS) + 10))
def test_any_part_equals_the_slice(offset: int, size: int) -> None:
    reader = open_with(io.BytesIO(SEALED_THREE), IDENTITY)
    assert reader.size == len(THREE_CHUNKS)
    assert reader.read(offset, size) == THREE_CHUNKS[offset : offset + size]


def test_the_last_chunk_is_judged_before_a_byte_is_released() -> None:
    damaged = flip(SEALED_THREE, 8 * len(SEALED_THREE) - 1)
    with pytest.raises(BadPayload):
        open_with(io.BytesIO(damaged), IDENTITY)


def test_a_damaged_middle_spoils_only_reads_that_touch_it() -> None:
    middle = parse_header(SEALED_THREE).length + 16 + SEALED_CHUNK + 5
    reader = open_with(io.BytesIO(flip(SEALED_THREE, 8 * middle)), IDENTITY)
    assert reader.read(0, CHUNK) == THREE_CHUNKS[:CHUNK]
    assert reader.read(2 * CHUNK, 50) == THREE_CHUNKS[2 * CHUNK :][:50]
    with pytest.raises(BadPayload):
        reader.read(CHUNK - 1, 2)


def test_only_the_chunks_asked_for_are_read() -> None:
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1, /) -> bytes:
            data = super().read(size)
            self.taken += len(data)
            return data

    plain = some_bytes(40 * CHUNK)
    source = Counting(encrypt_to(plain, [RECIPIENT]))
    reader = open_with(source, IDENTITY)
    source.taken = 0
    assert reader.read(20 * CHUNK + 5, 100) == plain[20 * CHUNK + 5 :][:100]
    assert source.taken <= SEALED_CHUNK
    assert reader.read(20 * CHUNK + 105, 100) == plain[20 * CHUNK + 105 :][:100]
    assert source.taken <= SEALED_CHUNK


def test_negative_places_are_refused() -> None:
    reader = open_with(io.BytesIO(SEALED_THREE), IDENTITY)
    for offset, size in ((-1, 1), (0, -1)):
        with pytest.raises(ValueError, match="negative"):
            reader.read(offset, size)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, io.BytesIO])
def test_a_payload_is_read_from_bytes_or_a_file(kind: type) -> None:
    sealed = io.BytesIO()
    seal_payload(io.BytesIO(b"payload"), sealed, bytes(16))
    reader = PayloadReader(kind(b"before" + sealed.getvalue()), bytes(16), start=6)
    assert reader.read_all() == b"payload"


def test_a_payload_serves_as_a_file_for_zip() -> None:
    archive, plain = io.BytesIO(), some_bytes(200_000)
    with zipfile.ZipFile(archive, "w") as writing:
        writing.writestr("first.bin", plain)
        writing.writestr("second.txt", "two")
    reader = open_with(io.BytesIO(encrypt_to(archive.getvalue(), [RECIPIENT])), IDENTITY)
    with zipfile.ZipFile(PayloadFile(reader)) as reading:
        assert reading.testzip() is None
        assert reading.read("first.bin") == plain
        assert reading.read("second.txt") == b"two"


def test_a_payload_file_seeks_like_a_file() -> None:
    file, model = PayloadFile(open_with(io.BytesIO(SEALED_THREE), IDENTITY)), io.BytesIO(THREE_CHUNKS)
    for offset, whence, size in ((-10, 2, 20), (5, 0, 70_000), (3, 1, 7), (0, 2, 1), (999_999, 0, 4)):
        assert file.seek(offset, whence) == model.seek(offset, whence)
        assert file.read(size) == model.read(size)
        assert file.tell() == model.tell()
    with pytest.raises(ValueError, match="before the beginning"):
        file.seek(-1)


def test_a_source_that_gives_little_at_a_time_is_sealed_whole() -> None:
    class Trickle(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 1000))

    target = io.BytesIO()
    encrypt_stream_to(Trickle(THREE_CHUNKS), target, [RECIPIENT])
    assert len(target.getvalue()) == len(SEALED_THREE)
    assert decrypt_with(target.getvalue(), IDENTITY) == THREE_CHUNKS


# --- keys as text ---------------------------------------------------------------------------------

# The pairs printed in the specification (c2sp.org/age).
SPEC_IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
SPEC_RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
SPEC_HYBRID = "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR"
SPEC_HYBRID_RECIPIENT_SHA256 = "a091dd7e0ee9d62b75173dcc98441a0424baa941e66a8776e570a4ae60ff61ea"


def test_the_recipients_of_the_specification() -> None:
    assert recipient_of(SPEC_IDENTITY) == SPEC_RECIPIENT
    hybrid = recipient_of(SPEC_HYBRID)
    assert hybrid.startswith("age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkju") and len(hybrid) == 1959
    assert hashlib.sha256(hybrid.encode()).hexdigest() == SPEC_HYBRID_RECIPIENT_SHA256


def test_generated_keys_look_as_they_should() -> None:
    assert IDENTITY.startswith("AGE-SECRET-KEY-1") and RECIPIENT.startswith("age1")
    assert HYBRID.startswith("AGE-SECRET-KEY-PQ-1") and recipient_of(HYBRID).startswith("age1pq1")
    assert len({generate_identity() for _ in range(50)}) == 50


@pytest.mark.parametrize("key", [RECIPIENT, recipient_of(HYBRID)], ids=["x25519", "hybrid"])
def test_one_wrong_character_in_a_recipient_is_caught(key: str) -> None:
    check_recipient(key)
    for place in range(0, len(key), max(1, len(key) // 60)):
        wrong = "q" if key[place] != "q" else "p"
        with pytest.raises(BadFile):
            check_recipient(key[:place] + wrong + key[place + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "age1",
        "age",
        RECIPIENT.upper(),
        "age1" + RECIPIENT[4:].upper(),
        RECIPIENT[:-1],
        RECIPIENT + "q",
        IDENTITY,
        "äge1",
    ],
    ids=range(10),
)
def test_what_is_no_recipient_is_refused(text: str) -> None:
    with pytest.raises(BadFile):
        check_recipient(text)
    with pytest.raises(BadFile):
        encrypt_to(b"x", [text])


@pytest.mark.parametrize(
    "text", ["", RECIPIENT, IDENTITY.lower(), IDENTITY[:-1], HYBRID[:-1], HYBRID + "Q"], ids=range(6)
)
def test_what_is_no_identity_is_refused(text: str) -> None:
    with pytest.raises(BadFile):
        recipient_of(text)
    with pytest.raises(BadFile):
        decrypt_with(SEALED_THREE, text)


@pytest.mark.parametrize("prefix", ["age", "AGE-SECRET-KEY-", "age1pq", "AGE-SECRET-KEY-PQ-"])
@pytest.mark.parametrize("size", [0, 31, 33, 1215, 1217])
def test_a_key_of_the_wrong_length_is_refused(prefix: str, size: int) -> None:
    use = recipient_of if prefix.isupper() else check_recipient
    with pytest.raises(BadFile):
        use(bech32.encode(prefix, bytes(size)))


@given(st.binary(max_size=64))
def test_bech32_round_trip(data: bytes) -> None:
    assert bech32.decode("age", bech32.encode("age", data)) == data
    assert bech32.decode("AGE-", bech32.encode("AGE-", data)) == data


def spelled(*values: int) -> str:
    groups = list(values)
    return "age1" + "".join(bech32._ALPHABET[value] for value in groups + bech32._checksum("age", groups))


def test_bech32_has_one_spelling() -> None:
    assert bech32.decode("a", "a12uel5l") == b""  # BIP 173
    assert bech32.decode("age", spelled(0, 0)) == b"\0"
    with pytest.raises(BadFile):
        bech32.decode("a", "a1lqfn3a")  # BIP 350: another checksum
    for left_over in ((0, 1), (0, 0, 0), (0,)):
        with pytest.raises(BadFile):
            bech32.decode("age", spelled(*left_over))


def test_armour_hides_nothing_and_changes_nothing() -> None:
    text = base64.b64encode(SEALED_THREE)
    lines = b"\n".join(text[at : at + 64] for at in range(0, len(text), 64))
    armored = b"-----BEGIN AGE ENCRYPTED FILE-----\n" + lines + b"\n-----END AGE ENCRYPTED FILE-----\n"
    assert remove_armor(armored) == SEALED_THREE
    assert decrypt_with(armored, IDENTITY) == THREE_CHUNKS
