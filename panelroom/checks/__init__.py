"""Redaction checks: what in a document's cleaned text could still say who somebody is."""
