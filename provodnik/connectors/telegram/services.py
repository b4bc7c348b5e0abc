"""Keeping updates once, and acting on each of them once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, DataError, IntegrityError, transaction
from django.db.models import Q, QuerySet

from provodnik.connectors.telegram import hearing
from provodnik.connectors.telegram.models import Update
from provodnik.connectors.telegram.rules import Fields, Plain
from provodnik.connectors.telegram.types import Outcome
from provodnik.kernel import schools
from provodnik.kernel.accounts import services as accounts

log = structlog.get_logger(__name__)

_BATCH = 25
_ATTEMPTS = 6
_FIRST_RETRY_SECONDS = 5
TROUBLE = "update_failed"


@transaction.atomic
def keep(account_id: int, updates: Sequence[Fields], *, now: datetime) -> int:
    """Keep updates; those that are kept already change nothing. Returns the greatest id.

    Queries: 1
    Raises:  KeyError, TypeError, ValueError: not an update
    """
    rows = [
        Update(
            school_id=schools.current(),
            account_id=account_id,
            update_id=int(str(body["update_id"])),
            body=_storable(body),
            received_at=now,
        )
        for body in updates
    ]
    Update.objects.bulk_create(rows, ignore_conflicts=True)
    return max((row.update_id for row in rows), default=0)


@transaction.atomic
def act(account_id: int, *, now: datetime) -> int:
    """Act on the next updates of an account, in the order they came. Returns how many.

    One that fails is put off and does not stop the others.
    """
    held = waiting(account_id, now=now).select_for_update(of=("self",), skip_locked=True)
    count = 0
    for update in held.order_by("pk")[:_BATCH]:
        count += 1
        try:
            with transaction.atomic():
                _settle(update, now=now)
        except Exception as error:
            if isinstance(error, DatabaseError) and not _is_of_the_row(error):
                raise
            log.exception("update failed", update=update.pk)
            _put_off(update, error, now=now)
    return count


def waiting(account_id: int, *, now: datetime) -> QuerySet[Update]:
    """Updates of an account to be acted on by now."""
    kept = Update.objects.filter(account_id=account_id, settled_at=None)
    return kept.filter(Q(next_try_at=None) | Q(next_try_at__lte=now))


def _storable(value: Plain) -> Plain:
    """Without zero characters, which PostgreSQL holds in no text."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, Mapping):
        return {key: _storable(one) for key, one in value.items()}
    return [_storable(one) for one in value] if isinstance(value, list) else value


def _settle(update: Update, *, now: datetime) -> None:
    outcome, client_id = hearing.hear(update.account_id, update.body, now=now)
    update.outcome, update.client_id, update.settled_at = outcome.value, client_id, now
    update.save(update_fields=["outcome", "client_id", "settled_at"])


def _put_off(update: Update, error: Exception, *, now: datetime) -> None:
    """Try it later; after some attempts it stays failed, and the account says so."""
    update.attempts += 1
    update.next_try_at = now + timedelta(seconds=_FIRST_RETRY_SECONDS * 2**update.attempts)
    if update.attempts >= _ATTEMPTS:
        update.outcome, update.settled_at = Outcome.FAILED.value, now
        words = type(error).__name__
        accounts.note_trouble(update.account_id, TROUBLE, words=words, now=now)
    update.save(update_fields=["attempts", "next_try_at", "outcome", "settled_at"])


def _is_of_the_row(error: DatabaseError) -> bool:
    """Whether the row is at fault, and not the server that went away."""
    return isinstance(error, DataError | IntegrityError)
