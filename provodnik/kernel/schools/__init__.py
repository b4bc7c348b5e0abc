"""Schools and the one way into a school's data."""

from provodnik.kernel.schools.scope import NotInsideSchool, SchoolMismatch, current, inside

__all__ = ["NotInsideSchool", "SchoolMismatch", "current", "inside"]
