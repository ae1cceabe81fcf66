"""ASCII armour of an age file: strict PEM (RFC 7468, section 3, figure 3). It is read, never written."""

import base64
import binascii
import re

from panelroom.keys.age_errors import BadArmor

_BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
_END = b"-----END AGE ENCRYPTED FILE-----"
_COLUMNS = 64
_WHITESPACE = b" \t\r\n"


def is_armored(beginning: bytes) -> bool:
    """Say whether the first bytes of a file, leading whitespace aside, open a PEM block."""
    return beginning.lstrip(_WHITESPACE).startswith(b"-----BEGIN")


def remove_armor(text: bytes) -> bytes:
    """Return the binary age file inside ``text``; lines may end with LF or CRLF.

    Raises:
        BadArmor: anything but whitespace outside the block, or a block with more than one possible spelling.
    """
    lines = re.split(rb"\r?\n", text.strip(_WHITESPACE))
    body = lines[1:-1]
    if lines[0] != _BEGIN or lines[-1] != _END or not _full_lines(body):
        raise BadArmor
    return _decode(b"".join(body))


def _full_lines(body: list[bytes]) -> bool:
    """Every line has 64 columns; only the last may have fewer, and none is empty."""
    return all(len(line) == _COLUMNS for line in body[:-1]) and all(
        0 < len(line) <= _COLUMNS for line in body
    )


def _decode(text: bytes) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise BadArmor from None
    if base64.b64encode(data) != text:
        raise BadArmor
    return data
