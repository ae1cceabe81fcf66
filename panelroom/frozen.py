"""A changed copy of a frozen dataclass with slots, in less than half the time of :func:`dataclasses.replace`.

Every entry copies the whole meeting two or three times, and a large book has tens of thousands of entries.
"""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["replace"]

if TYPE_CHECKING:
    # The checker knows the fields of each class through this one.
    from dataclasses import replace
else:

    def replace(value: Any, /, **changes: Any) -> Any:
        """Return a copy of ``value``, which has at least two fields and no ``__post_init__``, with other values.

        Raises:
            AttributeError: there is no such field.
        """
        copied = object.__new__(type(value))
        read, writers = _slots(type(value))
        for write, content in zip(writers, read(value), strict=True):
            write(copied, content)
        for name, content in changes.items():
            object.__setattr__(copied, name, content)
        return copied


@cache
def _slots(kind: type) -> tuple[Callable[[Any], tuple[Any, ...]], list[Callable[[Any, Any], None]]]:
    """Return what reads all fields of ``kind``, and what writes each of them, frozen or not."""
    names = [field.name for field in fields(kind)]
    return attrgetter(*names), [getattr(kind, name).__set__ for name in names]
