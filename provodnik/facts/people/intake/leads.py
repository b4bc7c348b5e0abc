"""Where people came from: the journal learns it from the marks of their first visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from provodnik.facts.people import ledger
from provodnik.facts.people.ledger import Booked
from provodnik.method import queries as method
from provodnik.method.rules import lead_source_of

_LETTERS = 200


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """Under which titles an export keeps the marks of a first visit; the first filled one counts.

    `source`, `medium` and `campaign` are keys of kept marks, as `Client.utm` has them.
    """

    source: Sequence[str]
    medium: Sequence[str]
    campaign: Sequence[str]


def tell_leads(visit: FirstVisit, *, source: str, actor: str, now: datetime) -> Booked:
    """Bring `lead_came` up to the clients of `incoming`, which `take_roster` has made.

    A client came on the day of registration; without one nothing is told. Silent marks make
    a lead without a source. Queries: about 12, whatever the number of rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEWCOMERS)
    return settle_leads(visit, source=source, actor=actor, now=now)


def settle_leads(visit: FirstVisit, *, source: str, actor: str, now: datetime) -> Booked:
    """Bring `lead_came` up to the temporary table `newcomer`: key, client_id, came_at, marks.

    Marks become a source by the school's rules (method, «channels»), so that a changed rule
    or a changed client corrects the entry of this key: the old one is voided.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MARKED, _titles(visit))
        cursor.execute("SELECT DISTINCT source, medium, campaign FROM lead")
        cursor.execute(_NAME, _named(cursor.fetchall()))
    ledger.open_ledger()
    with connection.cursor() as cursor:
        cursor.execute(_WANT)
    return ledger.settle(source=source, actor=actor, now=now)


def _titles(visit: FirstVisit) -> dict[str, list[str]]:
    return {
        "source": list(visit.source),
        "medium": list(visit.medium),
        "campaign": list(visit.campaign),
    }


def _named(marks: Sequence[tuple[str, str, str]]) -> dict[str, list[str | None]]:
    """Each combination of marks beside the source the method names for it, as columns."""
    rules = method.channels()
    names = [
        lead_source_of(
            {"utm_source": source, "utm_medium": medium, "utm_campaign": campaign}, rules
        )
        for source, medium, campaign in marks
    ]
    return {
        "sources": [source for source, _medium, _campaign in marks],
        "mediums": [medium for _source, medium, _campaign in marks],
        "campaigns": [campaign for _source, _medium, campaign in marks],
        "names": [name[:_LETTERS] if name else None for name in names],
    }


_NEWCOMERS = """
DROP TABLE IF EXISTS newcomer;
CREATE TEMP TABLE newcomer ON COMMIT DROP AS
SELECT 'client:' || c.id AS key, c.id AS client_id, c.registered_at AS came_at, c.utm AS marks
FROM incoming AS i JOIN people_client AS c ON c.id = i.client_id
WHERE c.registered_at IS NOT NULL
"""

# The first filled mark of several titles; nothing is an empty text, so that marks can be joined.
_FILLED = """left(coalesce((
    SELECT marks ->> title FROM unnest(%(MARK)s::text[]) WITH ORDINALITY AS told(title, place)
    WHERE marks ->> title <> '' ORDER BY place LIMIT 1
  ), ''), 200)"""

_MARKED = f"""
DROP TABLE IF EXISTS lead;
CREATE TEMP TABLE lead ON COMMIT DROP AS
SELECT key, client_id, came_at, NULL::text AS item,
  {_FILLED.replace("MARK", "source")} AS source,
  {_FILLED.replace("MARK", "medium")} AS medium,
  {_FILLED.replace("MARK", "campaign")} AS campaign
FROM newcomer
"""  # noqa: S608 (our own expressions)

_NAME = """
UPDATE lead SET item = named.item
FROM unnest(%(sources)s::text[], %(mediums)s::text[], %(campaigns)s::text[], %(names)s::text[])
  AS named(source, medium, campaign, item)
WHERE lead.source = named.source AND lead.medium = named.medium
  AND lead.campaign = named.campaign
"""

_WANT = """
INSERT INTO wanted (event, key, happened_at, client_id, item, attrs, present)
SELECT 'lead_came', key, came_at, client_id, item,
  jsonb_strip_nulls(jsonb_build_object(
    'told', nullif(source, ''), 'medium', nullif(medium, ''), 'campaign', nullif(campaign, '')
  )), true
FROM lead
"""
