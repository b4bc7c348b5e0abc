"""Work over a whole school that only the owner of the tables may do."""

from django.db import connections, transaction
from psycopg import sql

from provodnik.kernel.models import School
from provodnik.kernel.tenancy import school_models


def remove_school(school: School) -> None:
    """Delete a school with everything in it, waiting jobs included. There is no way back.

    For a school nobody works in: the lake keeps what it has copied, under a number no
    other school will get.
    """
    owner = connections["owner"]
    with transaction.atomic(using="owner"), owner.cursor() as cursor:
        # Links between the tables are checked at the end, so any order will do.
        for model in school_models():
            table = sql.Identifier(model._meta.db_table)
            statement = sql.SQL("DELETE FROM {} WHERE school_id = %s").format(table)
            cursor.execute(statement.as_string(None), [school.pk])
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE (args ->> 'school_id')::bigint = %s"
            " AND status <> 'doing'",
            [school.pk],
        )
        cursor.execute("DELETE FROM kernel_school WHERE id = %s", [school.pk])
