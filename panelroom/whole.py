"""Whole numbers in what comes from outside, as pages and counts: ``true`` is none, though Python takes it for 1."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError


def _no_truth(value: Any) -> Any:
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "must be a whole number")
    return value


Whole = Annotated[int, BeforeValidator(_no_truth)]
Page = Annotated[Whole, Field(ge=1, le=100_000)]
"""A page of the papers, counted from 1 through a case."""
