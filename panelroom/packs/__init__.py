"""Sealed packs: an age file over a stored ZIP, and the packer's signature beside it."""
