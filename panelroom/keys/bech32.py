"""Bech32 (BIP 173) without its length limit: how age writes recipients and identities.

A checksum of 30 bits catches a slip of the finger; it is no protection against anybody.
"""

from panelroom.errors import BadFile

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6  # characters


def encode(prefix: str, data: bytes) -> str:
    """Return ``data`` as a bech32 string after ``prefix``; all upper case where the prefix is."""
    lower = prefix.lower()
    values = _regroup(data, 8, 5, pad=True)
    values += _checksum(lower, values)
    text = lower + "1" + "".join(_ALPHABET[value] for value in values)
    return text if prefix == lower else text.upper()


def decode(prefix: str, text: str) -> bytes:
    """Return the bytes behind a bech32 string that must begin with exactly ``prefix``, in its case.

    Raises:
        BadFile: another prefix, mixed case, a foreign character, a wrong checksum, or bits left over.
    """
    found, _, tail = text.rpartition("1")
    if found != prefix or text not in (text.lower(), text.upper()) or len(tail) < _CHECKSUM:
        raise _unreadable()
    values = [_ALPHABET.find(character) for character in tail.lower()]
    if min(values) < 0 or _polymod([*_spread(prefix.lower()), *values]) != 1:
        raise _unreadable()
    return bytes(_regroup(values[:-_CHECKSUM], 5, 8, pad=False))


def _unreadable() -> BadFile:
    return BadFile(
        "This is not a whole age key or recipient: copy it again, from its first character to its last."
    )


def _spread(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _checksum(prefix: str, values: list[int]) -> list[int]:
    remainder = _polymod([*_spread(prefix), *values, *[0] * _CHECKSUM]) ^ 1
    return [remainder >> 5 * (5 - place) & 31 for place in range(_CHECKSUM)]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATORS):
            check ^= generator if top >> bit & 1 else 0
    return check


def _regroup(values: bytes | list[int], width: int, new_width: int, *, pad: bool) -> list[int]:
    held, bits, out = 0, 0, []
    for value in values:
        held, bits = held << width | value, bits + width
        while bits >= new_width:
            bits -= new_width
            out.append(held >> bits)
            held &= (1 << bits) - 1
    if pad and bits:
        out.append(held << new_width - bits)
    elif not pad and (bits >= width or held):
        raise _unreadable()
    return out
