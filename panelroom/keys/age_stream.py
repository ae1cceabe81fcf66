"""The payload of an age file (c2sp.org/age, "Payload"): chunks of 64 KiB under ChaCha20-Poly1305 (STREAM).

The last chunk is marked as the last. Whoever checks it first knows that nothing was cut off, and may then
read any part without the rest.
"""

import io
import os
from typing import Any, BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from panelroom.keys.age_errors import BadHeader, BadPayload
from panelroom.keys.age_header import derive_key

CHUNK = 64 * 1024  # bytes of plaintext
_TAG = 16  # bytes
_SEALED = CHUNK + _TAG
_NONCE = 16  # bytes


class Sink(Protocol):
    """Whatever bytes can be written to: a file, or what stands before one."""

    def write(self, data: bytes, /) -> object:
        """Take ``data``."""


class Source(Protocol):
    """Whatever bytes can be read from at any place: an open file, or what stands before one."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, fewer at the end."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Move, and return the new place."""


def _cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(derive_key(file_key, nonce, b"payload"))


def _chunk_nonce(index: int, *, last: bool) -> bytes:
    return index.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _read_full(source: Source, size: int) -> bytes:
    """Read ``size`` bytes, fewer only at the end: a raw file may give less than it was asked for."""
    parts = [source.read(size)]
    while parts[-1] and sum(map(len, parts)) < size:
        parts.append(source.read(size - sum(map(len, parts))))
    return b"".join(parts)


def seal_payload(source: BinaryIO, target: Sink, file_key: bytes) -> None:
    """Write what is left in ``source`` to ``target`` as a payload, with two chunks in memory at most."""
    nonce = os.urandom(_NONCE)
    target.write(nonce)
    cipher, index, chunk = _cipher(file_key, nonce), 0, _read_full(source, CHUNK)
    while following := _read_full(source, CHUNK):
        target.write(cipher.encrypt(_chunk_nonce(index, last=False), chunk, None))
        index, chunk = index + 1, following
    target.write(cipher.encrypt(_chunk_nonce(index, last=True), chunk, None))


class PayloadReader:
    """Any part of a payload, decrypted when asked for. The final chunk is authenticated on construction.

    ``source`` is the whole age file: bytes, or an open binary file that can seek and that the caller closes.
    ``start`` is where the payload begins, in bytes. One reader belongs to one thread. ``size`` is the length
    of the plaintext in bytes.

    Raises:
        BadHeader: there is no whole nonce.
        BadPayload: the payload is truncated or extended, or its last chunk is altered or under another key.
    """

    def __init__(
        self, source: bytes | bytearray | memoryview | Source, file_key: bytes, start: int = 0
    ) -> None:
        self._file: Source = (
            io.BytesIO(source) if isinstance(source, bytes | bytearray | memoryview) else source
        )
        length = self._file.seek(0, os.SEEK_END) - start - _NONCE
        if length < 0:
            raise BadHeader
        self._first = start + _NONCE
        self._cipher = _cipher(file_key, self._bytes_at(start, _NONCE))
        self._last = max(length - 1, 0) // _SEALED
        self.size = length - (self._last + 1) * _TAG
        # An empty last chunk is only honest where the whole payload is empty.
        if self.size < 0 or (self._last and self.size <= self._last * CHUNK):
            raise BadPayload
        self._held = self._last, self._decrypt(self._last)

    def read(self, offset: int, size: int) -> bytes:
        """Return up to ``size`` bytes from ``offset``, fewer only at the end.

        Raises:
            BadPayload: a chunk that was needed is altered; nothing of it is returned.
            ValueError: ``offset`` or ``size`` is negative.
        """
        if offset < 0 or size < 0:
            raise ValueError("offset and size cannot be negative")
        end = min(offset + size, self.size)
        if end <= offset:
            return b""
        first, last = offset // CHUNK, (end - 1) // CHUNK
        parts = [self._chunk(index) for index in range(first, last + 1)]
        # Trimmed before they are joined: a document of many megabytes is copied once.
        parts[-1] = parts[-1][: end - last * CHUNK]
        parts[0] = parts[0][offset - first * CHUNK :]
        return b"".join(parts)

    def read_all(self) -> bytes:
        """Return the whole plaintext."""
        return self.read(0, self.size)

    def _chunk(self, index: int) -> bytes:
        if self._held[0] != index:
            self._held = index, self._decrypt(index)
        return self._held[1]

    def _decrypt(self, index: int) -> bytes:
        sealed = self._bytes_at(self._first + index * _SEALED, _SEALED)
        try:
            return self._cipher.decrypt(_chunk_nonce(index, last=index == self._last), sealed, None)
        except InvalidTag:
            raise BadPayload from None

    def _bytes_at(self, position: int, size: int) -> bytes:
        self._file.seek(position)
        return _read_full(self._file, size)


class PayloadFile(io.RawIOBase):
    """A payload as a read-only binary file, for readers that want one (``zipfile``)."""

    def __init__(self, reader: PayloadReader) -> None:
        super().__init__()
        self._reader = reader
        self._position = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to ``offset`` from the beginning, the position or the end; return the new position."""
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._reader.size}[whence]
        if origin + offset < 0:
            raise ValueError("cannot seek before the beginning")
        self._position = origin + offset
        return self._position

    def readinto(self, buffer: Any, /) -> int:
        """Fill ``buffer`` from the position; return how many bytes were read, 0 at the end."""
        view = memoryview(buffer).cast("B")
        data = self._reader.read(self._position, len(view))
        view[: len(data)] = data
        self._position += len(data)
        return len(data)
