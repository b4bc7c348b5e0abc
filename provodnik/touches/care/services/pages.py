"""Issuing, closing and opening the page of a student."""

import json
from datetime import date, datetime

from django.db import transaction

from provodnik.facts.people.services.clients import standing
from provodnik.facts.sales.links import rules, tokens
from provodnik.facts.sales.links.rules import Opening
from provodnik.facts.sales.links.services import click_limits
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools
from provodnik.touches.care.models import StudentPage

# Nothing but the token guards the page, so it is longer than that of a link.
_RANDOM_BYTES = 18


@transaction.atomic
def issue_page(client_id: int, *, anew: bool = False, actor: str, now: datetime) -> StudentPage:
    """The student's page; `anew` closes the one there is and opens another address.

    Raises:  Client.DoesNotExist
    """
    client = standing(client_id)
    known = StudentPage.objects.filter(client=client, revoked_at=None).first()
    if known is not None and not anew:
        return known
    if known is not None:
        revoke_page(client.pk, actor=actor, now=now)
    school_id = schools.current()
    page = StudentPage.objects.create(
        school_id=school_id,
        client=client,
        token=tokens.new_token(school_id, random_bytes=_RANDOM_BYTES),
        issued_at=now,
        issued_by_id=actor_staff_id(actor),
    )
    _record("page_issued", page, actor=actor, now=now)
    return page


@transaction.atomic
def revoke_page(client_id: int, *, actor: str, now: datetime) -> bool:
    """Close the student's page: its address answers nobody any more. False if none was open.

    Raises:  Client.DoesNotExist
    """
    client = standing(client_id)
    page = StudentPage.objects.filter(client=client, revoked_at=None).first()
    if page is None:
        return False
    page.revoked_at = now
    page.save(update_fields=["revoked_at"])
    _record("page_revoked", page, actor=actor, now=now)
    return True


def note_opening(page: StudentPage, opening: Opening, *, today: date, now: datetime) -> None:
    """Keep that the page was opened: once a day by a person, once a day by machines."""
    sign = rules.own_sign(opening, made_at=page.issued_at, now=now, limits=click_limits())
    whom = "machine" if sign else "person"
    attrs: dict[str, journal.Attr] = {"page": page.pk, "machine": sign is not None}
    if sign:
        attrs["sign"] = sign.value
    new = journal.append_from(
        "page_opened",
        source="provodnik",
        columns=("happened_at", "client_id", "external_id", "actor", "attrs"),
        query="SELECT %s::timestamptz, %s::bigint, %s, %s, %s::jsonb",
        params=(now, page.client_id, f"{page}:{today}:{whom}", _actor(page), json.dumps(attrs)),
    )
    if new and sign is None:
        StudentPage.objects.filter(pk=page.pk, opened_at=None).update(opened_at=now)


def _actor(page: StudentPage) -> str:
    return f"client:{page.client_id}"


def _record(event: str, page: StudentPage, *, actor: str, now: datetime) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        client_id=page.client_id,
        staff_id=actor_staff_id(actor),
        attrs={"page": page.pk},
    )
