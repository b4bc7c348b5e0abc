"""Model fields that carry the school with them."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class SchoolForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """A link between two tables of one school.

    The database constraint is (school_id, x_id) → (school_id, id), made by
    `kernel.tenancy.fortify`: a plain foreign key ignores row security and would
    let a row of one school point into another.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:  # noqa: ANN401 (Django's own signature)
        kwargs["db_constraint"] = False
        kwargs.setdefault("related_name", "+")
        # Row security puts the school before every condition: an index on the column
        # alone is never the best one, and costs each imported row a write.
        kwargs["db_index"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for implied in ("db_constraint", "db_index", "related_name"):
            kwargs.pop(implied, None)
        return name, path, args, kwargs


class Xid8Field(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's 64-bit transaction id, filled by the database."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        del connection
        return "xid8"
