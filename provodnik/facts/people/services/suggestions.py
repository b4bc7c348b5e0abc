"""Clients who look alike. The system points at them; only a person joins or parts them."""

from datetime import datetime

from django.db import connection, transaction

from provodnik.facts.people.models import MatchSuggestion
from provodnik.facts.people.types import SuggestionState
from provodnik.facts.team.rules import actor_staff_id

# A phone or a name shared by more is an office or a common name, not one person.
_MOST_ALIKE = 6


@transaction.atomic
def find_suggestions(*, now: datetime) -> int:
    """Suggest every pair that shares a phone, or a full name and a city. Returns how many are new.

    A pair is suggested once: what a person decided never comes back, also when one of
    the two was merged since. Never merges by itself.

    Queries: 1. Cost: two passes over the school's clients.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"now": now, "most": _MOST_ALIKE})
        return int(cursor.rowcount)


@transaction.atomic
def decide_different(suggestion_id: int, *, now: datetime, actor: str) -> MatchSuggestion:
    """Note that two who look alike are two people. A decision made already stays.

    Raises:  MatchSuggestion.DoesNotExist
    """
    pair = MatchSuggestion.objects.select_for_update().get(pk=suggestion_id)
    if pair.state == SuggestionState.OPEN:
        pair.state = SuggestionState.DIFFERENT.value
        pair.decided_at, pair.decided_by_id = now, actor_staff_id(actor)
        pair.save(update_fields=["state", "decided_at", "decided_by"])
    return pair


@transaction.atomic
def reopen(suggestion_id: int) -> MatchSuggestion:
    """Take «two people» back: the pair waits for a decision again. One that waits already stays.

    Raises:  MatchSuggestion.DoesNotExist
    """
    pair = MatchSuggestion.objects.select_for_update().get(pk=suggestion_id)
    if pair.state == SuggestionState.DIFFERENT:
        pair.state, pair.decided_at, pair.decided_by_id = SuggestionState.OPEN.value, None, None
        pair.save(update_fields=["state", "decided_at", "decided_by"])
    return pair


_FIND = """
WITH alike AS (
  SELECT 'phone' AS reason, array_agg(id ORDER BY id) AS ids FROM people_client
  WHERE merged_into_id IS NULL AND phone <> ''
  GROUP BY phone HAVING count(*) BETWEEN 2 AND %(most)s
  UNION ALL
  SELECT 'name', array_agg(id ORDER BY id) FROM people_client
  WHERE merged_into_id IS NULL AND city <> '' AND first_name <> '' AND last_name <> ''
  GROUP BY split_part(sort_key, E'\\t', 1), lower(city) HAVING count(*) BETWEEN 2 AND %(most)s
), pair AS (
  SELECT one AS first_id, other AS second_id, max(reason) AS reason
  FROM alike, unnest(ids) AS one, unnest(ids) AS other WHERE one < other
  GROUP BY one, other
), apart AS (
  SELECT least(one, other) AS first_id, greatest(one, other) AS second_id FROM (
    SELECT coalesce(a.survivor_id, m.first_id) AS one, coalesce(b.survivor_id, m.second_id) AS other
    FROM people_matchsuggestion m
    LEFT JOIN people_clientalias a ON a.client_id = m.first_id
    LEFT JOIN people_clientalias b ON b.client_id = m.second_id
    WHERE m.state = 'different'
  ) AS decided
)
INSERT INTO people_matchsuggestion (school_id, first_id, second_id, reason, state, created_at)
SELECT current_setting('app.school')::bigint, first_id, second_id,
       reason, 'open', %(now)s
FROM pair WHERE (first_id, second_id) NOT IN (SELECT first_id, second_id FROM apart)
ON CONFLICT (school_id, first_id, second_id) DO NOTHING
"""
