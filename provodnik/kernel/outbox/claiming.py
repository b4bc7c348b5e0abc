"""The statements of an attempt: what is due is claimed, what was answered is settled."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction

from provodnik.kernel import schools
from provodnik.kernel.outbox import rules
from provodnik.kernel.outbox.models import Lane, Message
from provodnik.kernel.outbox.telling import tell
from provodnik.kernel.outbox.types import (
    Accepted,
    Answer,
    Attempt,
    NotSent,
    State,
    Terms,
)

_WORDS_LENGTH = 500
_EXTERNAL_LENGTH = 200
DIED = "died"


@dataclass(frozen=True, slots=True)
class Claim:
    """Messages of one account taken by one committed claim; or none, and when to look again."""

    id: UUID
    attempts: tuple[Attempt, ...]
    lease_until_at: datetime
    free_at: datetime


@transaction.atomic
def claim(account_id: int, channel: str, terms: Terms, *, now: datetime) -> Claim:
    """Take what is due, at the account's pace. The caller commits before it sends.

    Of one recipient at most one message is under way, the earliest first. Queries: 4
    """
    lane = _lane(account_id, now=now)
    token, lease_until_at = uuid4(), now + timedelta(seconds=terms.lease_seconds)
    if lane.free_at > now:
        return Claim(token, (), lease_until_at, lane.free_at)
    params: dict[str, int | str | datetime | UUID] = {
        "account": account_id,
        "channel": channel,
        "now": now,
        "most": terms.at_once,
        "claim": token,
        "lease": lease_until_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, params)
        attempts = tuple(
            Attempt(
                id=row[0],
                key=row[1],
                channel=row[2],
                recipient=row[3],
                body=json.loads(row[4]),
                about=row[5],
                number=row[6],
            )
            for row in sorted(cursor.fetchall())
        )
    lane.free_at = rules.free_at(lane.free_at, len(attempts), terms, now=now)
    lane.save(update_fields=["free_at"])
    return Claim(token, attempts, lease_until_at, lane.free_at)


@transaction.atomic
def settle(claimed: UUID, answers: Mapping[int, Answer], terms: Terms, *, now: datetime) -> int:
    """Write down what became of attempts of a claim. Returns how many it was still true of.

    An answer later than the lease still counts, unless a person has decided meanwhile.
    """
    numbers = dict(Message.objects.filter(pk__in=answers).values_list("pk", "attempts"))
    ends = [
        _end(message_id, answer, numbers[message_id], terms, now=now)
        for message_id, answer in answers.items()
        if message_id in numbers
    ]
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, {"claim": claimed, "now": now, "ends": json.dumps(ends)})
        settled = [row[0] for row in cursor.fetchall()]
    tell(list(Message.objects.filter(pk__in=settled).exclude(state=State.QUEUED.value)))
    return len(settled)


@transaction.atomic
def put_back(claimed: UUID, message_ids: Sequence[int], *, now: datetime) -> int:
    """Attempts of a claim that were never begun: as if they had not been claimed."""
    with connection.cursor() as cursor:
        cursor.execute(_PUT_BACK, {"claim": claimed, "now": now, "ids": list(message_ids)})
        return int(cursor.rowcount)


@transaction.atomic
def pause(account_id: int, seconds: float, *, now: datetime) -> None:
    """The channel asked this account to wait."""
    lane = _lane(account_id, now=now)
    lane.free_at = max(lane.free_at, now + timedelta(seconds=seconds))
    lane.save(update_fields=["free_at"])


@transaction.atomic
def lapse(*, now: datetime) -> int:
    """Claims whose lease is over were a dead process's: nobody knows what it sent.

    What nobody wants any more expires. Returns how many became uncertain.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LAPSE, {"now": now, "code": DIED})
        gone = [row[0] for row in cursor.fetchall()]
        cursor.execute(_EXPIRE, {"now": now})
        gone_with_time = [row[0] for row in cursor.fetchall()]
    tell(list(Message.objects.filter(pk__in=[*gone, *gone_with_time])))
    return len(gone)


def _lane(account_id: int, *, now: datetime) -> Lane:
    Lane.objects.bulk_create(
        [Lane(school_id=schools.current(), account_id=account_id, free_at=now)],
        ignore_conflicts=True,
    )
    return Lane.objects.select_for_update().get(account_id=account_id)


def _end(
    message_id: int, answer: Answer, number: int, terms: Terms, *, now: datetime
) -> dict[str, object]:
    state = rules.verdict(answer, number=number, terms=terms)
    due_at = None
    if isinstance(answer, NotSent) and state is State.QUEUED:
        due_at = rules.next_try_at(answer, number=number, terms=terms, now=now).isoformat()
    return {
        "id": message_id,
        "state": state.value,
        "due_at": due_at,
        "external_id": (
            answer.external_id[:_EXTERNAL_LENGTH] if isinstance(answer, Accepted) else ""
        ),
        "code": "" if isinstance(answer, Accepted) else answer.code,
        "words": answer.words[:_WORDS_LENGTH],
    }


_CLAIM = """
WITH due AS (
  SELECT m.id FROM outbox_message AS m
  WHERE m.channel = %(channel)s AND m.account_id = %(account)s AND m.state = 'queued'
    AND m.due_at <= %(now)s AND (m.expires_at IS NULL OR m.expires_at > %(now)s)
    AND NOT EXISTS (
      SELECT FROM outbox_message AS e
      WHERE e.channel = m.channel AND e.recipient = m.recipient AND e.id < m.id
        AND e.state IN ('queued', 'claimed') AND e.rank <= m.rank
        AND (e.state = 'claimed' OR e.attempts > 0 OR e.due_at <= %(now)s)
    )
  ORDER BY m.rank, m.due_at, m.id LIMIT %(most)s
  FOR UPDATE SKIP LOCKED
)
UPDATE outbox_message AS m
SET state = 'claimed', attempts = m.attempts + 1, claim = %(claim)s, claimed_at = %(now)s,
    lease_until_at = %(lease)s
FROM due WHERE m.id = due.id
RETURNING m.id, m.key, m.channel, m.recipient, m.body::text, m.about, m.attempts
"""

_SETTLE = """
UPDATE outbox_message AS m
SET state = e.state, code = e.code, words = e.words, external_id = e.external_id,
    due_at = coalesce(e.due_at, m.due_at), lease_until_at = NULL,
    settled_at = CASE WHEN e.state = 'queued' THEN NULL ELSE %(now)s::timestamptz END
FROM jsonb_to_recordset(%(ends)s::jsonb) AS e
  (id bigint, state text, code text, words text, external_id text, due_at timestamptz)
WHERE m.id = e.id AND m.claim = %(claim)s AND m.state IN ('claimed', 'uncertain')
RETURNING m.id
"""

_PUT_BACK = """
UPDATE outbox_message
SET state = 'queued', attempts = attempts - 1, claim = NULL, lease_until_at = NULL,
    settled_at = NULL, due_at = %(now)s
WHERE id = ANY(%(ids)s) AND claim = %(claim)s AND state IN ('claimed', 'uncertain')
"""

_LAPSE = """
UPDATE outbox_message
SET state = 'uncertain', code = %(code)s, words = '', settled_at = %(now)s, lease_until_at = NULL
WHERE state = 'claimed' AND lease_until_at < %(now)s
RETURNING id
"""

_EXPIRE = """
UPDATE outbox_message SET state = 'expired', settled_at = %(now)s
WHERE state = 'queued' AND expires_at <= %(now)s
RETURNING id
"""
