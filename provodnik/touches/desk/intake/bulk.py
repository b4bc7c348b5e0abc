"""Rows of a model written by one INSERT … SELECT, its other columns as the model fills them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, models

type Param = str | int | bool | datetime | list[str] | list[int] | None


def filled(
    model: type[models.Model], given: Mapping[str, str]
) -> tuple[str, str, dict[str, Param]]:
    """Columns, their expressions and parameters of a whole row.

    `given` says the SQL of the columns a query knows. A column it leaves out gets the model's
    default, so that a later column of the desk does not break the import of its history.
    """
    expressions: dict[str, str] = dict(given)
    values: dict[str, Param] = {}
    for field in model._meta.local_concrete_fields:
        if field.primary_key or field.column in given or field.has_db_default():
            continue
        column = str(field.column)
        name = f"default_{column}"
        expressions[column] = f"%({name})s"
        values[name] = field.get_db_prep_save(field.get_default(), connection)
    return ", ".join(expressions), ", ".join(expressions.values()), values
