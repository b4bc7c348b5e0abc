"""One chunk of a file of requests becomes facts and journal entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from provodnik.kernel.imports.types import Reject, Tally
from provodnik.touches.desk.intake import messages, rows, telling, tickets
from provodnik.touches.desk.services.clocks import recount


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whose rows they are: the run, all runs of the very same file, the hand the journal names."""

    run_id: int
    same_file_runs: Sequence[int]
    actor: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a chunk. `put_away` are unsolved requests too old to live on."""

    tally: Tally
    rejects: Sequence[Reject]
    put_away: int


def take_tickets(chunk: Chunk) -> Taken:
    """Bring tickets, messages and the journal up to the rows of the temporary table `stage`.

    Idempotent: the same rows again change nothing. Only live tickets get clocks.
    Columns of `stage`, text unless said, NULL where the file has none:

        ticket                                  the request's name in the file, never NULL
        client, email, phone, client_name       whose it is; the first that is filled
        channel, topic, priority                keys of the method
        subject, owner_name
        opened_at, answered_at, resolved_at, closed_at      timestamptz
        said_at timestamptz, side (in, out, note, auto), author_name, text, external_id,
        asks boolean                            a message, where the row tells one
    """
    rows.name_people(now=chunk.now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM stage")
        (read,) = cursor.fetchone()
    rejects = rows.gather(same_file_runs=list(chunk.same_file_runs))
    tickets.add_new(run_id=chunk.run_id, now=chunk.now)
    tickets.add_conversations()
    messages.add_messages()
    put_away = tickets.bring_up(run_id=chunk.run_id, now=chunk.now)
    telling.tell(actor=chunk.actor, now=chunk.now, final=())
    recount(tickets.clocked_ids())
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        created, updated = cursor.fetchone()
    unchanged = read - len(rejects) - created - updated
    return Taken(Tally(created, updated, unchanged), rejects, put_away)


# A row made something if it is the first of a new ticket, or told a message nobody had.
_COUNTS = """
WITH made AS (
  SELECT first_line AS line FROM told WHERE is_new UNION SELECT line FROM said_now
), mended AS (
  SELECT told.line FROM told JOIN changed ON changed.id = told.ticket_id WHERE NOT told.is_new
  EXCEPT SELECT line FROM made
)
SELECT (SELECT count(*) FROM made), (SELECT count(*) FROM mended)
"""
