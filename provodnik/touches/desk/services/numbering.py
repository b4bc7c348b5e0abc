"""One numbering a school across all channels: no gaps, no doubles."""

from django.db import connection

_NEXT = """
INSERT INTO desk_numbering AS n (school_id, last)
VALUES (current_setting('app.school')::bigint, 1)
ON CONFLICT (school_id) DO UPDATE SET last = n.last + 1
RETURNING last
"""


def take_number() -> int:
    """The next number of the current school.

    The counter's row stays locked until the transaction ends: who comes at the same moment
    waits, and a number of a ticket that was not kept is given again. Taken last, right before
    the ticket is written, so that the wait is short.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)
        (number,) = cursor.fetchone()
    return int(number)
