"""The messages of a chunk, each once."""

from django.db import connection

from provodnik.touches.desk.intake.bulk import filled
from provodnik.touches.desk.models import Message


def add_messages() -> None:
    """Messages the desk has not met. Makes `said_now`: their id, line and whether they answer.

    A message of history reached us when it was said. One without an id of its own is known by
    its ticket, moment, side and words: told twice, it is one.
    """
    columns, values, defaults = filled(Message, _MESSAGE)
    with connection.cursor() as cursor:
        cursor.execute(_NAMED)
        cursor.execute(_ADD.format(columns=columns, values=values), defaults)
        cursor.execute(_SAID_NOW)


_NAMED = """
DROP TABLE IF EXISTS named_message, said_now;
CREATE TEMP TABLE named_message ON COMMIT DROP AS
SELECT DISTINCT ON (named.name) named.*
FROM (
  SELECT stage.*, told.ticket_id, t.client_id, t.channel AS ticket_channel, t.school_id,
    'file:' || md5(concat_ws(E'\\x1f', stage.ticket, coalesce(
      stage.external_id, concat_ws(E'\\x1f', stage.said_at AT TIME ZONE 'UTC', stage.side,
                                   stage.text)))) AS name
  FROM stage JOIN told ON told.ticket = stage.ticket
  JOIN desk_ticket AS t ON t.id = told.ticket_id
  WHERE stage.said_at IS NOT NULL
) AS named
ORDER BY named.name, named.line
"""

_MESSAGE = {
    "school_id": "n.school_id",
    "conversation_id": "c.id",
    "ticket_id": "n.ticket_id",
    "channel": "n.ticket_channel",
    "kind": "CASE n.side WHEN 'auto' THEN 'out' ELSE n.side END",
    "author_id": "stage_staff.staff_id",
    "text": "coalesce(n.text, '')",
    "is_auto": "n.side = 'auto'",
    "is_question": "coalesce(n.asks, true)",
    "said_at": "n.said_at",
    "reached_at": "n.said_at",
    "external_id": "n.name",
}

_ADD = """
CREATE TEMP TABLE said_now (
  id bigint, name text, line bigint, is_answer boolean
) ON COMMIT DROP;
WITH made AS (
  INSERT INTO desk_message ({columns})
  SELECT {values} FROM named_message AS n
  JOIN desk_conversation AS c ON c.client_id = n.client_id AND c.channel = n.ticket_channel
  LEFT JOIN stage_staff ON stage_staff.staff_name = n.author_name AND n.side = 'out'
  ORDER BY n.said_at, n.line
  ON CONFLICT (school_id, channel, external_id) WHERE external_id IS NOT NULL DO NOTHING
  RETURNING id, external_id
)
INSERT INTO said_now (id, name) SELECT id, external_id FROM made
"""

# An answer is a person's word after the client has said something, or the first of all.
_SAID_NOW = """
UPDATE said_now SET line = n.line,
  is_answer = n.side = 'out' AND NOT EXISTS (
    SELECT FROM desk_message AS asked
    WHERE asked.ticket_id = n.ticket_id AND asked.kind = 'in'
    HAVING min(asked.said_at) > n.said_at
  )
FROM named_message AS n WHERE n.name = said_now.name
"""
