"""The tickets of a chunk: new ones with their numbers, known ones brought up to the file."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Model

from provodnik.method import queries as method
from provodnik.touches.desk.intake.bulk import Param, filled
from provodnik.touches.desk.intake.models import ImportedTicket
from provodnik.touches.desk.models import Conversation, Span, Term, Ticket, Turn
from provodnik.touches.desk.services.opening import OTHER
from provodnik.touches.desk.terms import of_method
from provodnik.touches.desk.types import Minutes

REASON = "import"


def add_new(*, run_id: int, now: datetime) -> None:
    """Tickets the school has not met, numbered by the moment they were opened.

    They lie closed until `bring_up` has seen the messages. Their promises are noted for all:
    a request that comes back needs them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER_TAKEN)
        (after,) = cursor.fetchone()
        cursor.execute(_FRESH, {"after": after, **_words_of_topics()})
        _insert(Ticket, _TICKET, "fresh", {"now": now})
        names = {name: f"fresh.{name}" for name in ("school_id", "ticket_id")}
        decided = {
            "external_id": "ticket",
            "state": "'closed'",
            "run_id": "%(run)s",
            "line": "line",
        }
        _insert(ImportedTicket, {**names, **decided}, "fresh", {"run": run_id})
        turn = {**names, "holder_id": "owner_id", "from_at": "opened_at", "reason": f"'{REASON}'"}
        _insert(Turn, turn, "fresh")
        for key, minutes in of_method().items():
            term = {**names, "from_at": "fresh.opened_at", **_PROMISED}
            _insert(Term, term, _WITH_OWN, {"priority": key, **_params(minutes)})
        cursor.execute(_REMEMBER)


def add_conversations() -> None:
    """A conversation for every client and channel of the chunk; `opened_now` are the new ones."""
    columns, values, defaults = filled(Conversation, _CONVERSATION)
    with connection.cursor() as cursor:
        cursor.execute(_ADD_CONVERSATIONS.format(columns=columns, values=values), defaults)


def bring_up(*, run_id: int, now: datetime) -> int:
    """Moments and states as the file and the messages tell them. Returns how many lie unsolved.

    Unsolved are those put away because nothing was said in them for long. A ticket that was
    worked on here keeps everything. Makes `changed`: tickets that are another than before.
    """
    days = method.desk_settings().import_live_days
    params: dict[str, Param] = {
        "now": now,
        "since": now - timedelta(days=days),
        "run": run_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WISHED, params)
        cursor.execute(_BRING_UP, params)
        cursor.execute(_NOTE_STATE, params)
        span = {"school_id": "w.school_id", "ticket_id": "w.id", "kind": "'solved'"}
        _insert(Span, {**span, "from_at": "w.resolved_at"}, _UNSPANNED)
        cursor.execute(_MOVE_SPANS)
        cursor.execute(_PUT_AWAY)
        (count,) = cursor.fetchone()
    return int(count)


def clocked_ids() -> list[int]:
    """Tickets of the chunk whose clocks run, or ran until now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id FROM told JOIN desk_ticket t ON t.id = told.ticket_id"
            " WHERE t.state IN ('open', 'waiting') OR t.resolve_due_at IS NOT NULL ORDER BY t.id"
        )
        return [row[0] for row in cursor.fetchall()]


def _insert(
    model: type[Model], given: dict[str, str], rows: str, params: dict[str, Param] | None = None
) -> None:
    columns, values, defaults = filled(model, given)
    statement = f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values} FROM {rows}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, {**defaults, **(params or {})})


def _words_of_topics() -> dict[str, Param]:
    settings = method.desk_settings()
    topics = {topic.key: topic.priority for topic in settings.topics}
    return {
        "topics": list(topics),
        "priorities": list(topics.values()),
        "other": OTHER,
        "channel": settings.channels[0].key,
    }


def _params(minutes: Minutes) -> dict[str, Param]:
    return {
        "answer_minutes": minutes["answer_minutes"],
        "resolve_minutes": minutes["resolve_minutes"],
        "limit_minutes": minutes["limit_minutes"],
        "is_working_time": minutes["is_working_time"],
    }


_NUMBER_TAKEN = """
INSERT INTO desk_numbering AS n (school_id, last)
SELECT current_setting('app.school')::bigint, count(*) FROM told WHERE is_new
ON CONFLICT (school_id) DO UPDATE SET last = n.last + EXCLUDED.last
RETURNING last - (SELECT count(*) FROM told WHERE is_new)
"""

_FRESH = """
DROP TABLE IF EXISTS fresh;
CREATE TEMP TABLE fresh ON COMMIT DROP AS
SELECT nextval(pg_get_serial_sequence('desk_ticket', 'id')) AS ticket_id, named.*,
       coalesce(named.said_priority, topics.priority) AS priority
FROM (
  SELECT current_setting('app.school')::bigint AS school_id, told.ticket, told.line,
    told.client_id, coalesce(told.channel, %(channel)s) AS channel,
    coalesce(told.subject, '') AS subject, coalesce(told.topic, %(other)s) AS topic,
    told.priority AS said_priority, told.owner_id,
    least(told.opened_at, told.said_at) AS opened_at, told.answered_at,
    coalesce(told.resolved_at, told.closed_at) AS resolved_at, told.closed_at,
    %(after)s + row_number() OVER (
      ORDER BY least(told.opened_at, told.said_at), told.first_line
    ) AS number
  FROM told WHERE told.is_new
) AS named
JOIN unnest(%(topics)s::text[], %(priorities)s::text[]) AS topics (topic, priority)
  ON topics.topic = named.topic
"""

_TICKET = {
    "id": "ticket_id",
    "state": "'closed'",
    "first_answered_at": "answered_at",
    "closed_at": "coalesce(closed_at, resolved_at, %(now)s)",
    **{
        name: name
        for name in (
            *("school_id", "number", "client_id", "channel", "subject", "topic", "priority"),
            *("owner_id", "opened_at", "resolved_at"),
        )
    },
}

# What a client has agreed stands before what everybody is promised, as in `terms.overlaid`.
_PROMISED = {
    **{
        name: f"coalesce(own.{name}, %({name})s)"
        for name in ("answer_minutes", "resolve_minutes", "limit_minutes")
    },
    "is_working_time": (
        "CASE WHEN own.resolve_minutes IS NULL THEN %(is_working_time)s"
        " ELSE own.is_working_time END"
    ),
}
_WITH_OWN = """
fresh LEFT JOIN desk_clientpromise AS own
  ON own.client_id = fresh.client_id AND own.priority = fresh.priority AND own.until_at IS NULL
WHERE fresh.priority = %(priority)s
"""

_REMEMBER = """
UPDATE told SET ticket_id = fresh.ticket_id FROM fresh WHERE fresh.ticket = told.ticket
"""

_CONVERSATION = {
    "school_id": "t.school_id",
    "client_id": "t.client_id",
    "channel": "t.channel",
    "opened_at": "min(t.opened_at)",
}

_ADD_CONVERSATIONS = """
DROP TABLE IF EXISTS opened_now;
CREATE TEMP TABLE opened_now (id bigint, client_id bigint, channel text, opened_at timestamptz)
ON COMMIT DROP;
WITH made AS (
  INSERT INTO desk_conversation ({columns})
  SELECT {values} FROM told JOIN desk_ticket AS t ON t.id = told.ticket_id
  GROUP BY t.school_id, t.client_id, t.channel
  ON CONFLICT (school_id, client_id, channel) DO NOTHING
  RETURNING id, client_id, channel, opened_at
)
INSERT INTO opened_now SELECT * FROM made
"""

# Whom the file may still decide about: in the state the import left it in.
_WISHED = """
DROP TABLE IF EXISTS wished, changed;
CREATE TEMP TABLE wished ON COMMIT DROP AS
SELECT told.ticket, told.is_new, told.first_line, told.line, now_is.*,
  CASE WHEN now_is.resolved_at IS NOT NULL THEN 'closed'
       WHEN now_is.last_at >= %(since)s THEN 'open'
       WHEN told.is_new THEN 'closed' ELSE now_is.was END AS state
FROM told
CROSS JOIN LATERAL (
  SELECT t.id, t.school_id, t.state AS was,
    least(coalesce(told.opened_at, t.opened_at), m.first_at) AS opened_at,
    least(coalesce(told.answered_at, t.first_answered_at), m.answer_at) AS first_answered_at,
    coalesce(told.resolved_at, told.closed_at, t.resolved_at) AS resolved_at,
    coalesce(told.closed_at, CASE WHEN t.resolved_at IS NOT NULL THEN t.closed_at END)
      AS closed_at,
    greatest(told.opened_at, t.opened_at, told.answered_at, t.first_answered_at, m.last_at)
      AS last_at,
    CASE WHEN t.state = 'closed' THEN coalesce(told.subject, t.subject) ELSE t.subject END
      AS subject,
    CASE WHEN t.state = 'closed' THEN coalesce(told.topic, t.topic) ELSE t.topic END AS topic,
    CASE WHEN t.state = 'closed' THEN coalesce(told.priority, t.priority) ELSE t.priority END
      AS priority,
    CASE WHEN t.state = 'closed' THEN coalesce(told.owner_id, t.owner_id) ELSE t.owner_id END
      AS owner_id
  FROM desk_ticket AS t
  JOIN desk_intake_importedticket AS known ON known.ticket_id = t.id AND known.state = t.state
  LEFT JOIN LATERAL (
    SELECT min(said_at) AS first_at, max(said_at) AS last_at,
      min(said_at) FILTER (
        WHERE kind = 'out' AND NOT is_auto AND said_at >= coalesce(asked.at, said_at)
      ) AS answer_at
    FROM desk_message CROSS JOIN (
      SELECT min(said_at) AS at FROM desk_message WHERE ticket_id = t.id AND kind = 'in'
    ) AS asked
    WHERE ticket_id = t.id AND kind <> 'note'
  ) AS m ON true
  WHERE t.id = told.ticket_id
) AS now_is;
UPDATE wished SET closed_at =
  CASE WHEN state <> 'closed' THEN NULL
       ELSE coalesce(closed_at, resolved_at, (SELECT t.closed_at FROM desk_ticket t
                                              WHERE t.id = wished.id), %(now)s) END
"""

_COLUMNS = (
    *("state", "opened_at", "first_answered_at", "resolved_at", "closed_at"),
    *("subject", "topic", "priority", "owner_id"),
)
_BRING_UP = f"""
CREATE TEMP TABLE changed (id bigint) ON COMMIT DROP;
WITH made AS (
  UPDATE desk_ticket AS t SET {", ".join(f"{name} = w.{name}" for name in _COLUMNS)},
    next_due_at = CASE WHEN w.state <> 'closed' THEN t.next_due_at END
  FROM wished AS w WHERE t.id = w.id
    AND ({", ".join(f"t.{name}" for name in _COLUMNS)})
      IS DISTINCT FROM ({", ".join(f"w.{name}" for name in _COLUMNS)})
  RETURNING t.id
)
INSERT INTO changed SELECT id FROM made
"""  # noqa: S608 (our own column names)

_NOTE_STATE = """
UPDATE desk_intake_importedticket AS known
SET state = w.state, run_id = %(run)s, line = w.line
FROM wished AS w
WHERE known.ticket_id = w.id AND (known.state, known.run_id, known.line)
  IS DISTINCT FROM (w.state, %(run)s, w.line)
  AND NOT (known.run_id = %(run)s AND known.line > w.line)
"""

_UNSPANNED = """
wished AS w WHERE w.resolved_at IS NOT NULL AND NOT EXISTS (
  SELECT FROM desk_span AS s WHERE s.ticket_id = w.id AND s.kind = 'solved'
)
"""

_MOVE_SPANS = """
UPDATE desk_span AS s SET from_at = w.resolved_at FROM wished AS w
WHERE s.ticket_id = w.id AND s.kind = 'solved' AND s.to_at IS NULL
  AND w.resolved_at IS NOT NULL AND s.from_at <> w.resolved_at
"""

_PUT_AWAY = """
SELECT count(*) FROM wished WHERE state = 'closed' AND resolved_at IS NULL AND is_new
"""
