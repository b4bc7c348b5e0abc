"""People of the client's side (R-003)."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from provodnik.facts.people.relations.errors import HasLeft, SaysNothing, UnknownSideRole
from provodnik.facts.people.relations.models import ClientContact
from provodnik.facts.people.relations.types import ContactFields
from provodnik.facts.people.services.clients import standing
from provodnik.kernel import journal, schools
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method


@transaction.atomic
def add_contact(
    client_id: int, fields: ContactFields, *, now: datetime, actor: str
) -> ClientContact:
    """Write down a person of the client's side. The same name in the same role is there once.

    Raises:  Client.DoesNotExist; UnknownSideRole; SaysNothing: no name
    """
    columns = _columns(fields)
    client = standing(client_id)
    made, is_new = ClientContact.objects.get_or_create(
        school_id=schools.current(),
        client=client,
        name=columns.pop("name"),
        side_role=columns.pop("side_role"),
        left_on=None,
        defaults=columns,
    )
    if is_new:
        _tell("side_contact_added", made, {"allowed": made.decides}, now=now, actor=actor)
    return made


@transaction.atomic
def change_contact(
    contact_id: int, fields: ContactFields, *, now: datetime, actor: str
) -> ClientContact:
    """Write anew what is known of a person. What is the same changes nothing.

    Raises:  ClientContact.DoesNotExist; HasLeft; UnknownSideRole; SaysNothing: no name
    """
    columns = _columns(fields)
    contact = ClientContact.objects.select_for_update().get(pk=contact_id)
    if contact.left_on is not None:
        raise HasLeft(contact.name)
    changed = [name for name, value in columns.items() if getattr(contact, name) != value]
    for name in changed:
        setattr(contact, name, columns[name])
    if changed:
        contact.save(update_fields=changed)
        told: dict[str, str | bool] = {"fields": " ".join(changed), "allowed": contact.decides}
        _tell("side_contact_changed", contact, told, now=now, actor=actor)
    return contact


@transaction.atomic
def remove_contact(contact_id: int, *, now: datetime, actor: str) -> ClientContact:
    """A person is there no more: the name stays beside what they decided, the rest goes.

    Raises:  ClientContact.DoesNotExist
    """
    contact = ClientContact.objects.select_for_update().get(pk=contact_id)
    if contact.left_on is not None:
        return contact
    contact.left_on = now.astimezone(working_calendar().zone).date()
    contact.phone = contact.email = contact.telegram = contact.note = ""
    contact.save()
    _tell("side_contact_left", contact, {}, now=now, actor=actor)
    return contact


def _columns(fields: ContactFields) -> dict[str, str | bool]:
    told = asdict(fields)
    columns = {k: v.strip() if isinstance(v, str) else v for k, v in told.items()}
    if not columns["name"]:
        raise SaysNothing("name")
    if method.relation_settings().side_role(fields.side_role) is None:
        raise UnknownSideRole(fields.side_role)
    return {**columns, "telegram": str(columns["telegram"]).removeprefix("@")}


def _tell(
    event: str,
    contact: ClientContact,
    attrs: dict[str, str | bool],
    *,
    now: datetime,
    actor: str,
) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        client_id=contact.client_id,
        item=contact.side_role,
        attrs=attrs,
    )
