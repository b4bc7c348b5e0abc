"""What colleagues write down for each other."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.people.models import Note
from provodnik.facts.people.services.clients import standing
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools


@transaction.atomic
def write_note(client_id: int, *, text: str, now: datetime, actor: str) -> Note:
    """Write a note about a client, for colleagues only.

    Idempotent by (client, author, moment, text), so that a form sent twice writes once.

    Raises:  Client.DoesNotExist; ValueError: nothing is written
    """
    text = text.strip()
    if not text:
        raise ValueError("a note says something")
    client = standing(client_id)
    note, is_new = Note.objects.get_or_create(
        school_id=schools.current(),
        client=client,
        text=text,
        written_at=now,
        written_by_id=actor_staff_id(actor),
    )
    if is_new:
        journal.record(
            "note_written", happened_at=now, actor=actor, client_id=client.pk, attrs={"text": text}
        )
    return note
