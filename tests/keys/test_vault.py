"""Vaults and a person's own keys: whole or not at all, never over another file, for the owner only."""

import errno
import json
import os
import stat
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest

from panelroom.errors import BadFile, NotWritten, Refused, UsageError, WrongKey
from panelroom.keys import (
    change_passphrase,
    create_person,
    create_vault,
    decrypt_with,
    encrypt_to,
    generate_identity,
    key_file,
    open_person,
    open_vault,
    person,
    read_recipients,
    recipient_of,
    write_recipient,
)

SECRET = bytes(range(32))
PHRASE = "one two three four five six"
QUICK = 4
posix_only = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    path = tmp_path / "BOOK.vault.age"
    create_vault(path, SECRET, PHRASE, work_factor=QUICK)
    return path


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_vault_opens_again_here_and_elsewhere(vault: Path) -> None:
    assert open_vault(vault, PHRASE) == SECRET
    assert pyrage.passphrase.decrypt(vault.read_bytes(), PHRASE) == SECRET
    assert files(vault.parent) == {"BOOK.vault.age"}


def test_the_secret_is_nowhere_in_the_file(vault: Path) -> None:
    assert SECRET[:8] not in vault.read_bytes()


@posix_only
def test_a_vault_is_for_its_owner_only(vault: Path) -> None:
    assert stat.S_IMODE(vault.stat().st_mode) == 0o600
    change_passphrase(vault, PHRASE, "new", work_factor=QUICK)
    assert stat.S_IMODE(vault.stat().st_mode) == 0o600


def test_a_vault_never_replaces_a_file(vault: Path) -> None:
    before = vault.read_bytes()
    with pytest.raises(Refused, match=r"BOOK\.vault\.age exists already"):
        create_vault(vault, b"other", PHRASE, work_factor=QUICK)
    assert vault.read_bytes() == before
    assert files(vault.parent) == {"BOOK.vault.age"}


@pytest.mark.parametrize("links", [True, False], ids=["with links", "without links"])
def test_a_file_that_appears_meanwhile_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    path = tmp_path / "late.age"
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", no_links)
    with pytest.raises(Refused), key_file.writing_new(path) as file:
        file.write(b"mine")
        path.write_bytes(b"somebody else's")
    assert path.read_bytes() == b"somebody else's"
    assert files(tmp_path) == {"late.age"}


def no_links(path: Path, target: Path) -> None:
    raise OSError(errno.EPERM, "no links on this disk")


def test_a_disk_without_links_takes_a_vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "hardlink_to", no_links)
    create_vault(tmp_path / "stick.age", SECRET, PHRASE, work_factor=QUICK)
    assert open_vault(tmp_path / "stick.age", PHRASE) == SECRET
    assert files(tmp_path) == {"stick.age"}


def test_a_missing_folder_is_one_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="did not take the file"):
        create_vault(tmp_path / "absent" / "x.age", SECRET, PHRASE, work_factor=QUICK)


def test_a_failing_disk_leaves_nothing_new_and_everything_old(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "disk full")

    before = vault.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritten):
        create_vault(vault.with_name("new.age"), SECRET, PHRASE, work_factor=QUICK)
    with pytest.raises(NotWritten):
        change_passphrase(vault, PHRASE, "new", work_factor=QUICK)
    assert files(vault.parent) == {"BOOK.vault.age"}
    assert vault.read_bytes() == before


@posix_only
def test_the_file_is_synced_before_it_is_named_and_the_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, seen, fsync = tmp_path / "x.age", [], os.fsync

    def note(handle: int) -> None:
        seen.append(("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file", path.exists()))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", note)
    create_vault(path, SECRET, PHRASE, work_factor=QUICK)
    assert seen == [("file", False), ("folder", True)]


def test_wrong_phrase_and_damage_read_the_same(vault: Path) -> None:
    with pytest.raises(WrongKey) as wrong:
        open_vault(vault, "one two three four five sox")
    vault.write_bytes(vault.read_bytes()[:-1])
    with pytest.raises(WrongKey) as damaged:
        open_vault(vault, PHRASE)
    assert str(wrong.value) == str(damaged.value)


def test_a_missing_unreadable_or_huge_vault_is_a_bad_file(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="not there"):
        open_vault(tmp_path / "none.age", PHRASE)
    with pytest.raises(BadFile, match="cannot be read"):
        open_vault(tmp_path, PHRASE)
    (tmp_path / "huge.age").write_bytes(bytes(key_file.MAX_SIZE + 1))
    with pytest.raises(BadFile, match="too large"):
        open_vault(tmp_path / "huge.age", PHRASE)


def test_a_message_cannot_command_the_terminal(tmp_path: Path) -> None:
    with pytest.raises(BadFile) as refused:
        open_vault(tmp_path / "a\x1b[2Jb.age", PHRASE)
    assert "\x1b" not in str(refused.value)


def test_a_changed_passphrase_is_the_only_one(vault: Path) -> None:
    change_passphrase(vault, PHRASE, "another phrase", work_factor=QUICK)
    assert open_vault(vault, "another phrase") == SECRET
    with pytest.raises(WrongKey):
        open_vault(vault, PHRASE)
    assert files(vault.parent) == {"BOOK.vault.age"}


def test_a_refused_change_changes_nothing(vault: Path) -> None:
    before = vault.read_bytes()
    with pytest.raises(WrongKey):
        change_passphrase(vault, "wrong", "new", work_factor=QUICK)
    with pytest.raises(UsageError):
        change_passphrase(vault, PHRASE, "  ", work_factor=QUICK)
    assert vault.read_bytes() == before


def test_the_largest_secret_fits_and_a_larger_one_is_refused(tmp_path: Path) -> None:
    create_vault(tmp_path / "a.age", bytes(64 * 1024), PHRASE, work_factor=QUICK)
    assert len(open_vault(tmp_path / "a.age", PHRASE)) == 64 * 1024
    with pytest.raises(ValueError, match="64 KiB"):
        create_vault(tmp_path / "b.age", bytes(64 * 1024 + 1), PHRASE, work_factor=QUICK)


# --- a person -------------------------------------------------------------------------------------


@pytest.mark.parametrize("hybrid", [False, True], ids=["x25519", "hybrid"])
def test_a_person_receives_what_others_seal(tmp_path: Path, hybrid: bool) -> None:
    made = create_person(tmp_path, "Office Secretary", PHRASE, hybrid=hybrid, work_factor=QUICK)
    assert files(tmp_path) == {"office-secretary.vault.age", "office-secretary.recipient"}
    sealed = encrypt_to(b"the record", read_recipients(tmp_path / "office-secretary.recipient"))
    opened = open_person(tmp_path / "office-secretary.vault.age", PHRASE)
    assert opened == made
    assert decrypt_with(sealed, opened.age_identity) == b"the record"


def test_the_recipient_file_is_plain_and_holds_no_secret(tmp_path: Path) -> None:
    made = create_person(tmp_path, "Office\nSecretary", PHRASE, work_factor=QUICK)
    lines = person.recipient_path(tmp_path, "Office Secretary").read_text().splitlines()
    assert lines[:2] == ["# panelroom recipient: Office Secretary", recipient_of(made.age_identity)]
    assert [line.partition(": ")[0] for line in lines[2:]] == [
        "# panelroom signing key",
        "# panelroom certificate",
    ]
    assert "SECRET" not in "".join(lines) and "PRIVATE" not in "".join(lines)


def test_a_repr_shows_no_secret(tmp_path: Path) -> None:
    made = create_person(tmp_path, "Secretary", PHRASE, work_factor=QUICK)
    assert "SECRET-KEY" not in repr(made) and "PRIVATE" not in repr(made) and "Secretary" in repr(made)


def test_a_person_is_never_made_twice(tmp_path: Path) -> None:
    create_person(tmp_path, "Secretary", PHRASE, work_factor=QUICK)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    for lost in (None, "secretary.vault.age"):
        if lost:
            before.pop(tmp_path / lost)
            (tmp_path / lost).unlink()
        with pytest.raises(Refused):
            create_person(tmp_path, "Secretary", PHRASE, work_factor=QUICK)
        assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_lost_recipient_file_can_be_written_again(tmp_path: Path) -> None:
    create_person(tmp_path, "Secretary", PHRASE, work_factor=QUICK)
    path = tmp_path / "secretary.recipient"
    before = path.read_bytes()
    path.unlink()
    write_recipient(path, open_person(tmp_path / "secretary.vault.age", PHRASE))
    assert path.read_bytes() == before


def stored(**changes: object) -> bytes:
    document = {
        "format": "panelroom person",
        "version": 1,
        "name": "Secretary",
        "created": "2026-11-22T10:00:00+00:00",
        "age_identity": generate_identity(),
        **changes,
    }
    return json.dumps({key: value for key, value in document.items() if value is not None}).encode()


def opened(folder: Path, secret: bytes) -> person.Person:
    path = folder / "p.vault.age"
    path.unlink(missing_ok=True)
    create_vault(path, secret, PHRASE, work_factor=QUICK)
    return open_person(path, PHRASE)


def test_fields_of_later_parts_do_not_disturb(tmp_path: Path) -> None:
    assert opened(tmp_path, stored(signing_key="later")).name == "Secretary"


def test_a_name_from_a_vault_is_cleaned(tmp_path: Path) -> None:
    assert opened(tmp_path, stored(name="A\x1b[31mda\nB")).name == "A\ufffdda B"


@pytest.mark.parametrize(
    ("secret", "says"),
    [
        (b"", "does not hold"),
        (b"\xff\xfe", "does not hold"),
        (b"[1]", "does not hold"),
        (b"[" * 5000, "does not hold"),
        (stored(format="something else"), "does not hold"),
        (stored(version="1"), "does not hold"),
        (stored(version=2), "lacks a part"),
        (stored(version=3), "newer panelroom"),
        (stored(name=None), "lacks a part"),
        (stored(age_identity=7), "lacks a part"),
        (stored(age_identity="AGE-SECRET-KEY-1QQ"), "whole age key"),
    ],
    ids=range(11),
)
def test_a_vault_of_something_else_is_no_person(tmp_path: Path, secret: bytes, says: str) -> None:
    with pytest.raises(BadFile, match=says):
        opened(tmp_path, secret)


def test_recipient_files_may_hold_several_and_comments(tmp_path: Path) -> None:
    recipients = [recipient_of(generate_identity()) for _ in range(2)]
    path = tmp_path / "office.recipients"
    path.write_bytes(("\ufeff# office\r\n\r\n" + "\r\n".join(recipients) + "  \r\n").encode())
    assert read_recipients(path) == recipients


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "1 to 16"),
        (b"# only a comment\n", "1 to 16"),
        ("\n".join([recipient_of(generate_identity())] * 17).encode(), "1 to 16"),
        (generate_identity().encode(), "secret key"),
        (generate_identity(hybrid=True).lower().encode(), "secret key"),
        (recipient_of(generate_identity()).encode()[:-1], "whole age key"),
        (b"\xff\xfe\x00", "text file"),
    ],
    ids=range(7),
)
def test_what_is_no_recipient_file_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "bad.recipient"
    path.write_bytes(content)
    with pytest.raises(BadFile, match=says):
        read_recipients(path)


def test_a_missing_recipient_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="not there"):
        read_recipients(tmp_path / "none.recipient")
