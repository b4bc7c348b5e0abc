"""Row-level security and school-carrying foreign keys, derived from the models.

Run by every `migrate`, as the owner. The wanted state is computed from the
models, so a new table cannot be forgotten; running it again changes nothing.
"""

import hashlib
from collections.abc import Iterator
from typing import LiteralString

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from psycopg import sql

from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import JournalEntry, SchoolModel

_MAX_NAME = 63

# No default: forgetting the school is an error, never an empty answer.
#
# A subquery, because the planner looks a plain setting up in the statistics: for a school
# younger than they are it expects no rows, and reads any index that begins with the school from
# end to end, for each row of a join (an import of 20 000 rows took minutes). The second half is
# always true; it has the setting read while planning, so that an empty table is an error as well.
_OF_SCHOOL = sql.SQL(
    "school_id = (SELECT current_setting('app.school')::bigint)"
    " AND school_id >= least(current_setting('app.school')::bigint, 0)"
)


def school_models() -> list[type[SchoolModel]]:
    """Every concrete model whose rows belong to a school."""
    return [m for m in apps.get_models() if issubclass(m, SchoolModel) and m._meta.managed]


def links(model: type[Model]) -> Iterator[SchoolForeignKey]:
    """The links of a model to other tables of its school."""
    for field in model._meta.local_fields:
        if isinstance(field, SchoolForeignKey):
            yield field


def fortify(*, using: str = "owner") -> None:
    """Make the database refuse what the models call impossible between schools."""
    with connections[using].cursor() as cursor:
        present = _constraints(cursor)
        for model in sorted(_targets(), key=lambda m: m._meta.db_table):
            _make_target(cursor, model, present)
        for model in school_models():
            _guard(cursor, model)
            for field in links(model):
                _carry_school(cursor, model, field, present)
        _grant(cursor)


def _targets() -> set[type[Model]]:
    return {f.remote_field.model for model in school_models() for f in links(model)}


def _constraints(cursor: CursorWrapper) -> set[str]:
    cursor.execute("SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace")
    return {row[0] for row in cursor.fetchall()}


def _name(*parts: str) -> str:
    name = "_".join(parts)
    if len(name) <= _MAX_NAME:
        return name
    return name[:54] + "_" + hashlib.sha256(name.encode()).hexdigest()[:8]


def _run(cursor: CursorWrapper, statement: LiteralString, **names: sql.Composable) -> None:
    text = sql.SQL(statement).format(**names)
    cursor.execute(text.as_string(None))


def _make_target(cursor: CursorWrapper, model: type[Model], present: set[str]) -> None:
    table = model._meta.db_table
    name = _name(table, "school_id_id")
    if name not in present:
        _run(
            cursor,
            "ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE (school_id, id)",
            table=sql.Identifier(table),
            name=sql.Identifier(name),
        )


def _carry_school(
    cursor: CursorWrapper, model: type[Model], field: SchoolForeignKey, present: set[str]
) -> None:
    table = model._meta.db_table
    name = _name("fk", table, str(field.column))
    if name in present:
        return
    _run(
        cursor,
        "ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (school_id, {column})"
        " REFERENCES {target} (school_id, id) DEFERRABLE INITIALLY DEFERRED",
        table=sql.Identifier(table),
        name=sql.Identifier(name),
        column=sql.Identifier(str(field.column)),
        target=sql.Identifier(field.remote_field.model._meta.db_table),
    )


def _guard(cursor: CursorWrapper, model: type[Model]) -> None:
    table = sql.Identifier(model._meta.db_table)
    app = sql.Identifier(str(settings.DATABASES["default"]["USER"]))
    lake = sql.Identifier(settings.LAKE_ROLE)
    _run(cursor, "ALTER TABLE {t} ENABLE ROW LEVEL SECURITY", t=table)
    _run(cursor, "ALTER TABLE {t} FORCE ROW LEVEL SECURITY", t=table)
    for policy in ("of_school", "upkeep", "export", "search"):
        _run(cursor, "DROP POLICY IF EXISTS {p} ON {t}", p=sql.Identifier(policy), t=table)
    _run(
        cursor,
        "CREATE POLICY of_school ON {t} TO {app} USING ({rule}) WITH CHECK ({rule})",
        t=table,
        app=app,
        rule=_OF_SCHOOL,
    )
    _run(
        cursor,
        "CREATE POLICY upkeep ON {t} TO CURRENT_USER USING (true) WITH CHECK (true)",
        t=table,
    )
    if model is JournalEntry:
        _run(cursor, "CREATE POLICY export ON {t} FOR SELECT TO {r} USING (true)", t=table, r=lake)
    if getattr(model, "SEARCHED", False):
        role = sql.Identifier(settings.SEARCH_ROLE)
        _run(cursor, "CREATE POLICY search ON {t} FOR SELECT TO {r} USING (true)", t=table, r=role)
        _run(cursor, "GRANT SELECT ON {t} TO {r}", t=table, r=role)


def _grant(cursor: CursorWrapper) -> None:
    app = sql.Identifier(str(settings.DATABASES["default"]["USER"]))
    lake = sql.Identifier(settings.LAKE_ROLE)
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {app}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
        # The journal is append-only for everybody who serves pages and jobs.
        "REVOKE UPDATE, DELETE ON kernel_journalentry FROM {app}",
    ):
        _run(cursor, statement, app=app)
    _run(cursor, "GRANT USAGE ON SCHEMA public TO {lake}", lake=lake)
    _run(
        cursor,
        "GRANT SELECT ON kernel_journalentry, kernel_eventname, kernel_sourcename, kernel_school"
        " TO {lake}",
        lake=lake,
    )
