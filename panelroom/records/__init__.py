"""What leaves the meeting: the record, decided once, and the documents that print it."""
