"""What the journal is told about the requests of a file."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from provodnik.facts.people import ledger
from provodnik.method import queries as method

SOURCE = "tickets"


def tell(*, actor: str, now: datetime, final: Sequence[str]) -> ledger.Booked:
    """Bring the journal up to the tickets and new messages of the chunk.

    Nothing is told of tickets that are spam here or were merged: their entries were taken back
    on purpose.
    """
    titles = {topic.key: topic.title for topic in method.desk_settings().topics}
    ledger.open_ledger()
    with connection.cursor() as cursor:
        for statement in _WANTED:
            cursor.execute(statement, {"topics": list(titles), "titles": list(titles.values())})
    return ledger.settle(source=SOURCE, actor=actor, now=now, final=final)


_WANT = """
INSERT INTO wanted (event, key, happened_at, client_id, staff_id, item, channel, attrs, present)
"""
_TICKET = """
FROM wished AS w JOIN told ON told.ticket = w.ticket JOIN desk_ticket AS t ON t.id = w.id
"""

_WANTED = (
    f"""{_WANT}
SELECT 'ticket_opened', w.ticket, t.opened_at, t.client_id, NULL, '#' || t.number, t.channel,
  jsonb_build_object('priority', upper(t.priority), 'topic', topics.title), true
{_TICKET} JOIN unnest(%(topics)s::text[], %(titles)s::text[]) AS topics (key, title)
  ON topics.key = t.topic
""",
    # A person's message at the same moment is that answer, and is told as a message is.
    f"""{_WANT}
SELECT 'ticket_answered', w.ticket, told.answered_at, t.client_id, t.owner_id, '#' || t.number,
  t.channel, '{{}}', true
{_TICKET} WHERE told.answered_at IS NOT NULL AND NOT EXISTS (
  SELECT FROM desk_message AS m
  WHERE m.ticket_id = t.id AND m.kind = 'out' AND m.said_at = told.answered_at
)
""",  # noqa: S608
    f"""{_WANT}
SELECT 'ticket_resolved', w.ticket, t.resolved_at, t.client_id, t.owner_id, '#' || t.number,
  t.channel, '{{}}', true
{_TICKET} WHERE t.resolved_at IS NOT NULL
""",
    f"""{_WANT}
SELECT 'ticket_closed', w.ticket, t.closed_at, t.client_id, NULL, '#' || t.number, t.channel,
  '{{"outcome": "imported"}}', true
{_TICKET} WHERE t.state = 'closed'
""",
    f"""{_WANT}
SELECT 'conversation_opened', 'conversation:' || id, opened_at, client_id, NULL, NULL, channel,
  '{{}}', true
FROM opened_now
""",  # noqa: S608
    f"""{_WANT}
SELECT CASE m.kind WHEN 'in' THEN 'message_received' ELSE 'message_sent' END,
  'message:' || m.id, m.said_at, t.client_id, m.author_id, '#' || t.number, m.channel,
  jsonb_build_object('text', left(m.text, 500)) ||
    CASE WHEN m.is_auto THEN '{{"auto": true}}'::jsonb ELSE '{{}}' END, true
FROM said_now JOIN desk_message AS m ON m.id = said_now.id
JOIN desk_ticket AS t ON t.id = m.ticket_id WHERE m.kind <> 'note'
""",  # noqa: S608
    f"""{_WANT}
SELECT 'ticket_answered', 'message:' || m.id, m.said_at, t.client_id, m.author_id,
  '#' || t.number, m.channel, '{{}}', true
FROM said_now JOIN desk_message AS m ON m.id = said_now.id
JOIN desk_ticket AS t ON t.id = m.ticket_id WHERE said_now.is_answer
""",  # noqa: S608
)
