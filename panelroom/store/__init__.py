"""Encrypted SQLite files (SQLCipher 4, raw 256-bit keys): a meeting's book, and the office's register.

The only package that knows SQLite.
"""

from panelroom.store.book import Book
from panelroom.store.cipher import KEY_BYTES
from panelroom.store.register import PersonRow, RegisterFile

__all__ = ["KEY_BYTES", "Book", "PersonRow", "RegisterFile"]
