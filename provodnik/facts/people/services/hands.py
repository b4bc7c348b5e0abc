"""Rows changing hands: every link to one row, over all tables of the school, turned to another.

The tables come from the models themselves, so that an app added later cannot be forgotten.
"""

from collections.abc import Collection, Iterator, Mapping

from django.db import connection
from django.db.models import Model, Q, UniqueConstraint
from django.db.models.sql import Query
from psycopg import sql

from provodnik.kernel import tenancy
from provodnik.kernel.fields import SchoolForeignKey

type Moved = dict[str, list[int]]


def move(target: type[Model], source_id: int, to_id: int, *, kept: Collection[str]) -> Moved:
    """Turn every link to one row of `target` to another. Returns ids of rows by «table.column».

    `kept` names the columns that stay. A row whose twin the new owner has already,
    by a unique key, stays as well; of a partial key, only among the rows it holds for.
    """
    moved: Moved = {}
    with connection.cursor() as cursor:
        for model, field in _links(target):
            name = f"{model._meta.db_table}.{field.column}"
            if name not in kept:
                cursor.execute(_move_query(model, field), {"mine": source_id, "theirs": to_id})
                if ids := [row[0] for row in cursor.fetchall()]:
                    moved[name] = ids
    return moved


def give_back(moved: Mapping[str, list[int]], from_id: int, to_id: int) -> None:
    """Turn the links of a move back. A row that belongs to a third by now stays there."""
    with connection.cursor() as cursor:
        for name, ids in moved.items():
            table, column = name.split(".")
            statement = sql.SQL(
                "UPDATE {table} SET {column} = %s WHERE id = ANY(%s) AND {column} = %s"
            ).format(table=sql.Identifier(table), column=sql.Identifier(column))
            cursor.execute(statement.as_string(None), [to_id, ids, from_id])


def _links(target: type[Model]) -> Iterator[tuple[type[Model], SchoolForeignKey]]:
    for model in tenancy.school_models():
        for field in tenancy.links(model):
            if field.remote_field.model is target:
                yield model, field


def _move_query(model: type[Model], field: SchoolForeignKey) -> str:
    table, column = sql.Identifier(model._meta.db_table), sql.Identifier(str(field.column))
    query = sql.SQL(
        "UPDATE {table} AS row SET {column} = %(theirs)s WHERE {column} = %(mine)s"
    ).format(table=table, column=column)
    for others, among in _unique_beside(model, field):
        same = [sql.SQL("twin.{c} = row.{c}").format(c=sql.Identifier(c)) for c in others]
        # Bare columns of the condition are the row's outside and the twin's inside.
        twin = sql.SQL(
            " AND NOT ({among} AND EXISTS"
            " (SELECT FROM {table} AS twin WHERE twin.{column} = %(theirs)s AND {among} AND "
        ).format(table=table, column=column, among=among)
        query += twin + sql.SQL(" AND ").join(same) + sql.SQL("))")
    return (query + sql.SQL(" RETURNING row.id")).as_string(None)


def _unique_beside(
    model: type[Model], field: SchoolForeignKey
) -> Iterator[tuple[list[str], sql.Composable]]:
    """The other columns of each unique key that holds the link, and among which rows it does."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and field.name in constraint.fields:
            fields = {f.name: f for f in model._meta.local_concrete_fields}
            others = [str(fields[name].column) for name in constraint.fields if name != field.name]
            yield others, _among(model, constraint.condition)


def _among(model: type[Model], condition: Q | None) -> sql.Composable:
    """The condition of a partial key in SQL, its columns bare; true of a key over all rows."""
    if condition is None:
        return sql.SQL("TRUE")
    query = Query(model, alias_cols=False)
    compiler = query.get_compiler(connection=connection)
    text, params = query.build_where(condition).as_sql(compiler, connection)
    pieces = [sql.SQL(piece) for piece in text.split("%s")]
    literals = [sql.Literal(param) for param in params]
    joined = [part for pair in zip(pieces, literals, strict=False) for part in pair]
    return sql.SQL("({})").format(sql.Composed([*joined, pieces[-1]]))
