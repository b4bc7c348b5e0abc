"""What is known of many people at once before they are asked. One query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from provodnik.touches.voice.surveys.rules import Standing


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody about to be asked.

    `asked_for` is the client the reason named, `client_id` who stands for it now; `curator_id`
    is the curator of the stream they learn in, by the product asked about if there is one.
    """

    client_id: int
    name: str
    zone: str
    telegram: str
    email: str
    coordinator_id: int | None
    cohort_id: int | None
    curator_id: int | None
    standing: Standing


def candidates(
    happened: Sequence[tuple[int, datetime]], *, survey_id: int, product_id: int | None
) -> dict[int, Candidate]:
    """Everybody of these (client, moment), by the client asked for; erased people left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES,
            {
                "clients": [client_id for client_id, _ in happened],
                "moments": [at for _, at in happened],
                "survey": survey_id,
                "product": product_id,
            },
        )
        return {row[0]: _candidate(row[1:]) for row in cursor.fetchall()}


def _candidate(row: Sequence[Any]) -> Candidate:
    client_id, name, zone, telegram, email, coordinator_id, cohort_id, curator_id, *known = row
    return Candidate(
        client_id=client_id,
        name=name,
        zone=zone,
        telegram=telegram,
        email=email,
        coordinator_id=coordinator_id,
        cohort_id=cohort_id,
        curator_id=curator_id,
        standing=Standing(*known),
    )


_CANDIDATES = """
SELECT asked.client_id, p.id, coalesce(nullif(p.first_name, ''), p.name), p.timezone, p.telegram,
  p.email, p.coordinator_id, stream.cohort_id, stream.curator_id,
  asked.happened_at, p.messages_refused_at IS NOT NULL, p.open_complaints > 0,
  EXISTS (SELECT FROM surveys_concern c WHERE c.client_id = p.id AND c.settled_at IS NULL),
  last.any_at, last.same_at, coalesce(last.awaits, false)
FROM unnest(%(clients)s::bigint[], %(moments)s::timestamptz[]) AS asked (client_id, happened_at)
LEFT JOIN people_clientalias a ON a.client_id = asked.client_id
JOIN people_client p ON p.id = coalesce(a.survivor_id, asked.client_id)
LEFT JOIN LATERAL (
  SELECT m.cohort_id, coalesce(c.curator_id, parent.curator_id) AS curator_id
  FROM learning_membership m JOIN learning_cohort c ON c.id = m.cohort_id
  LEFT JOIN learning_cohort parent ON parent.id = c.parent_id
  WHERE m.client_id = p.id AND m.left_at IS NULL
  ORDER BY coalesce(c.product_id, parent.product_id) IS NOT DISTINCT FROM %(product)s::bigint DESC,
           c.parent_id IS NOT NULL DESC, m.joined_at DESC, m.id DESC
  LIMIT 1
) AS stream ON true
LEFT JOIN LATERAL (
  SELECT max(i.asked_at) AS any_at,
    max(i.asked_at) FILTER (WHERE i.survey_id = %(survey)s) AS same_at,
    bool_or(i.survey_id = %(survey)s AND i.answered_at IS NULL AND i.expires_at > asked.happened_at)
      AS awaits
  FROM surveys_invitation i WHERE i.client_id = p.id AND i.cancelled_at IS NULL
) AS last ON true
WHERE p.merged_into_id IS NULL AND p.erased_at IS NULL
"""
