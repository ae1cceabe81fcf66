"""Canonical JSON: one value, one sequence of bytes, so that a hash stands for the value."""

import json
from typing import Any

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical_json(value: Any) -> bytes:
    """Return ``value`` as UTF-8 JSON with sorted keys, no spaces and no escapes beyond what JSON needs.

    Raises:
        ValueError: a number that JSON cannot hold (NaN, infinity).
    """
    return _ENCODER.encode(value).encode()
