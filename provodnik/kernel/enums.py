"""Enums as the database sees them."""

from enum import StrEnum


def values(enum: type[StrEnum]) -> list[str]:
    """Plain strings: members themselves would be written into migrations as imports of our code."""
    return [member.value for member in enum]
