"""Minutes that are signed: signing a file, reading its signatures, and comparing it with the meeting's book."""
