"""What can be wrong with an age file: told apart inside, one opaque sentence outside.

Telling a stranger which check failed would help somebody who guesses; the classes exist for the test vectors.
"""

from panelroom.errors import WrongKey

SENTENCE = "The pass-phrase or key does not open this file, or the file is damaged."


class AgeError(WrongKey):
    """An age file was refused. Every subclass reads the same."""

    def __init__(self) -> None:
        super().__init__(SENTENCE)


class BadArmor(AgeError):
    """The ASCII armour is not strict PEM (RFC 7468, section 3)."""


class BadHeader(AgeError):
    """The header is malformed, or asks for more than is accepted here."""


class NoMatch(AgeError):
    """No stanza of the header opens with this pass-phrase or identity."""


class BadMac(AgeError):
    """The header was altered after it was written."""


class BadPayload(AgeError):
    """The payload is truncated, extended or altered."""
