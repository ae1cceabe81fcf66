"""A vault: a small secret in an age file under a pass-phrase. ``age -d NAME.vault.age`` opens it too."""

from pathlib import Path

from panelroom.keys.age import decrypt_with_passphrase, encrypt_with_passphrase
from panelroom.keys.key_file import read_small, replace, write_new

MAX_SECRET = 64 * 1024  # bytes


def create_vault(path: Path, secret: bytes, passphrase: str, *, work_factor: int = 18) -> None:
    """Write ``secret`` (at most 64 KiB) to the new file ``path``, for its owner's eyes only (mode 0600).

    Raises:
        Refused: ``path`` exists; it is unchanged.
        NotWritten: the disk did not take it; no part of it is left.
        UsageError: the pass-phrase is empty.
    """
    if len(secret) > MAX_SECRET:
        raise ValueError("a vault holds at most 64 KiB")
    write_new(path, encrypt_with_passphrase(secret, passphrase, work_factor=work_factor))


def open_vault(path: Path, passphrase: str) -> bytes:
    """Return the secret in the vault ``path``.

    Raises:
        BadFile: the vault is missing or cannot be read.
        WrongKey: another pass-phrase, or a damaged file.
    """
    return decrypt_with_passphrase(read_small(path), passphrase)


def change_passphrase(path: Path, old: str, new: str, *, work_factor: int = 18) -> None:
    """Put the vault under the pass-phrase ``new``; until that is safe on the disk, ``old`` opens it.

    A copy made earlier still opens with ``old``, and a disk may keep one: where somebody else knows the old
    pass-phrase, the secret itself must be replaced.

    Raises:
        BadFile, WrongKey: as :func:`open_vault`; the vault is unchanged.
        NotWritten: the disk did not take it; the vault is unchanged.
        UsageError: the new pass-phrase is empty; the vault is unchanged.
    """
    secret = open_vault(path, old)
    replace(path, encrypt_with_passphrase(secret, new, work_factor=work_factor))
