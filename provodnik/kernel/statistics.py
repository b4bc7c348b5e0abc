"""The planner's knowledge of our tables."""

from django.db import connection


def freshen() -> int:
    """Have PostgreSQL look again at tables that doubled since it last did; how many it was.

    For the end of a transaction that wrote much: what reads the rows next is planned by
    what is there, not by what was. Tables others are looking at are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_freshen_statistics()")
        (looked,) = cursor.fetchone()
    return int(looked)
