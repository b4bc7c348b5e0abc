"""Clients themselves: adding one by hand, correcting contacts, what a client refused."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection, transaction

from provodnik.facts.people.erasure import keys as erased_keys
from provodnik.facts.people.errors import KeyTaken
from provodnik.facts.people.models import Client, ClientAlias, ClientKey
from provodnik.facts.people.phones import normal_phone
from provodnik.facts.people.rules import display_name
from provodnik.facts.people.search import SEARCH_TEXT_SQL, SORT_KEY_SQL
from provodnik.facts.people.types import ClientKind, KeyKind, Permission
from provodnik.kernel import journal, schools


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who a client is and how to reach one, as a person writes it into a form."""

    name: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    telegram: str = ""
    city: str = ""
    country: str = ""
    timezone: str = ""

    def columns(self) -> dict[str, str]:
        """As the columns of a client keep it."""
        written = {name: value.strip() for name, value in asdict(self).items()}
        phone = normal_phone(written["phone"])
        email = written["email"].lower()
        name = display_name(
            name=written["name"],
            first_name=written["first_name"],
            last_name=written["last_name"],
            otherwise=email or written["phone"],
        )
        return {
            **written,
            "name": name,
            "email": email,
            "phone": phone,
            "phone_raw": written["phone"],
            "telegram": written["telegram"].removeprefix("@"),
        }


@transaction.atomic
def add_client(
    contacts: Contacts,
    *,
    now: datetime,
    actor: str,
    kind: ClientKind = ClientKind.STUDENT,
    keys: Mapping[KeyKind, str] | None = None,
) -> Client:
    """Add a student, a group or a company by hand. An e-mail is a key as well.

    Somebody erased who is added by hand has come back: imports take their rows again.

    Raises:  KeyTaken: somebody answers to a key already; open that card instead
    """
    columns = contacts.columns()
    named = _with_email(dict(keys or {}), columns["email"])
    _refuse_taken(named, client_id=None)
    client = Client.objects.create(
        school_id=schools.current(),
        kind=kind.value,
        external_name=_external_name(named),
        created_at=now,
        **columns,
    )
    if not client.external_name:
        client.external_name = str(client)
        client.save(update_fields=["external_name"])
    _add_keys(client, named)
    erased_keys.lift(named.values())
    refresh_search([client.pk])
    journal.record("client_added", happened_at=now, actor=actor, client_id=client.pk)
    client.refresh_from_db(fields=["search_text", "sort_key"])
    return client


@transaction.atomic
def edit_contacts(client_id: int, contacts: Contacts, *, now: datetime, actor: str) -> Client:
    """Correct a client's contacts. The same contacts change nothing.

    An earlier e-mail stays a key: exports and payments still come under it.

    Raises:  Client.DoesNotExist; KeyTaken: the e-mail is another client's
    """
    client = standing(client_id)
    columns = contacts.columns()
    changed = [name for name, value in columns.items() if getattr(client, name) != value]
    if not changed:
        return client
    key = _with_email({}, columns["email"])
    _refuse_taken(key, client_id=client.pk)
    for name in changed:
        setattr(client, name, columns[name])
    client.save(update_fields=changed)
    _add_keys(client, key)
    refresh_search([client.pk])
    journal.record(
        "contacts_changed",
        happened_at=now,
        actor=actor,
        client_id=client.pk,
        attrs={"fields": " ".join(sorted(changed))},
    )
    return client


@transaction.atomic
def set_permission(
    client_id: int, permission: Permission, *, allowed: bool, now: datetime, actor: str
) -> Client:
    """Note that a client refused calls or messages, or allows them again.

    The moment of the first refusal stays: repeating it changes nothing.
    """
    client = standing(client_id)
    column = f"{permission.value}_refused_at"
    if (getattr(client, column) is None) == allowed:
        return client
    setattr(client, column, None if allowed else now)
    client.save(update_fields=[column])
    journal.record(
        "permission_changed",
        happened_at=now,
        actor=actor,
        client_id=client.pk,
        item=permission.value,
        attrs={"allowed": allowed},
    )
    return client


def standing(client_id: int) -> Client:
    """The client, locked; for one absorbed by another, who stands for it now.

    Raises:  Client.DoesNotExist: nobody of this id, or somebody erased
    """
    alias = ClientAlias.objects.filter(client_id=client_id).first()
    living = Client.objects.select_for_update().filter(erased_at=None)
    return living.get(pk=alias.survivor_id if alias else client_id)


def refresh_search(client_ids: Collection[int]) -> None:
    """Bring the haystack and the order of these clients up to their names and keys."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_client SET search_text = fresh.text, sort_key = fresh.sort_key"  # noqa: S608 (our own expressions)
            f" FROM (SELECT c.id, {SEARCH_TEXT_SQL} AS text, {SORT_KEY_SQL} AS sort_key"
            "       FROM people_client c WHERE c.id = ANY(%s)) AS fresh"
            " WHERE people_client.id = fresh.id AND (people_client.search_text,"
            " people_client.sort_key) IS DISTINCT FROM (fresh.text, fresh.sort_key)",
            [list(client_ids)],
        )


def _with_email(keys: dict[KeyKind, str], email: str) -> dict[KeyKind, str]:
    return {**keys, KeyKind.EMAIL: email} if email else keys


def _external_name(keys: Mapping[KeyKind, str]) -> str:
    strongest = (KeyKind.GETCOURSE, KeyKind.EXTERNAL, KeyKind.EMAIL)
    return next((keys[kind] for kind in strongest if keys.get(kind)), "")


def _refuse_taken(keys: Mapping[KeyKind, str], *, client_id: int | None) -> None:
    for kind, value in keys.items():
        other = ClientKey.objects.filter(kind=kind.value, value=value).first()
        if other is not None and other.client_id != client_id:
            raise KeyTaken(kind.value, value, other.client_id)


def _add_keys(client: Client, keys: Mapping[KeyKind, str]) -> None:
    rows = [
        ClientKey(school_id=client.school_id, client=client, kind=kind.value, value=value)
        for kind, value in keys.items()
    ]
    ClientKey.objects.bulk_create(rows, ignore_conflicts=True)
