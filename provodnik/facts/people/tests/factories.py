"""Clients and what happened to them, for tests."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count

from provodnik.facts.people.models import Client
from provodnik.facts.people.services import Contacts, add_client
from provodnik.facts.people.types import ClientKind, KeyKind
from provodnik.kernel import journal

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_number = count(1)


def make_client(  # noqa: PLR0913 (what matters is visible at the call)
    name: str = "",
    *,
    first_name: str = "Наталья",
    last_name: str = "Ремизова",
    email: str = "",
    phone: str = "",
    telegram: str = "",
    city: str = "",
    kind: ClientKind = ClientKind.STUDENT,
    keys: Mapping[KeyKind, str] | None = None,
    now: datetime = MONDAY,
) -> Client:
    """A client; without keys it gets one of its own, as an import would give."""
    contacts = Contacts(
        name=name,
        first_name="" if name else first_name,
        last_name="" if name else last_name,
        email=email,
        phone=phone,
        telegram=telegram,
        city=city,
    )
    if not keys and not email:
        keys = {KeyKind.EXTERNAL: f"c{next(_number)}"}
    return add_client(contacts, keys=keys, kind=kind, now=now, actor="system")


def happened(event: str, client: Client, at: datetime = MONDAY, **columns: object) -> int:
    """Something happened to a client, as the journal keeps it. Payments are 100 ₽ by default."""
    if event == "payment_received":
        columns.setdefault("value", 100_00)
    return journal.record(event, happened_at=at, actor="system", client_id=client.pk, **columns)
