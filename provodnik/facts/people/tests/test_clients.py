"""Adding clients by hand and correcting what is known about them."""

import pytest

from provodnik.facts.people import services
from provodnik.facts.people.errors import KeyTaken
from provodnik.facts.people.models import Client, ClientKey
from provodnik.facts.people.phones import normal_phone
from provodnik.facts.people.services import Contacts
from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.facts.people.types import ClientKind, KeyKind, Permission
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db
ANNA = "staff:7"


def said(event: str) -> int:
    return JournalEntry.objects.filter(event__name=event).count()


@pytest.mark.requirement("R-034")
@pytest.mark.parametrize("kind", list(ClientKind))
def test_a_relationship_of_each_kind_has_stages(school: School, kind: ClientKind) -> None:
    client = make_client("Поток 14", kind=kind)

    services.enter_stage(client.pk, "onboarding", now=MONDAY, actor=ANNA)

    client.refresh_from_db()
    assert (client.kind, client.stage) == (kind.value, "onboarding")


def test_the_strongest_key_names_a_client_in_exports(school: School) -> None:
    both = make_client(email="A@Example.org", keys={KeyKind.GETCOURSE: "300"})
    mail = make_client(email="B@Example.org")

    assert (both.external_name, mail.external_name) == ("300", "b@example.org")
    assert set(ClientKey.objects.filter(client=both).values_list("kind", "value")) == {
        ("getcourse", "300"),
        ("email", "a@example.org"),
    }


def test_a_client_without_keys_still_has_a_name_for_exports(school: School) -> None:
    client = services.add_client(Contacts(name="ООО «Ромашка»"), now=MONDAY, actor=ANNA)

    assert client.external_name == f"client:{client.pk}"


def test_the_same_email_is_not_added_twice(school: School) -> None:
    first = make_client(email="anna@example.org")

    with pytest.raises(KeyTaken) as refusal:
        make_client(email="ANNA@example.org")

    assert refusal.value.client_id == first.pk
    assert Client.objects.count() == 1


def test_corrected_contacts_are_told_once(school: School) -> None:
    client = make_client(email="old@example.org", phone="89171234567")
    new = Contacts(
        first_name="Наталья", last_name="Ремизова", email="new@example.org", city="Казань"
    )

    for _ in range(2):
        services.edit_contacts(client.pk, new, now=MONDAY, actor=ANNA)

    client.refresh_from_db()
    assert (client.email, client.phone, client.city) == ("new@example.org", "", "Казань")
    entry = JournalEntry.objects.get(event__name="contacts_changed")
    assert entry.attrs == {"fields": "city email phone phone_raw"}
    keys = ClientKey.objects.filter(client=client).order_by("pk").values_list("value", flat=True)
    assert list(keys) == ["old@example.org", "new@example.org"]


def test_an_email_of_another_client_is_refused(school: School) -> None:
    client, other = make_client(email="a@example.org"), make_client(email="b@example.org")

    with pytest.raises(KeyTaken) as refusal:
        services.edit_contacts(client.pk, Contacts(email="b@example.org"), now=MONDAY, actor=ANNA)
    assert refusal.value.client_id == other.pk


def test_a_refusal_of_calls_keeps_its_first_moment(school: School) -> None:
    client = make_client()

    for _ in range(2):
        services.set_permission(client.pk, Permission.CALLS, allowed=False, now=MONDAY, actor=ANNA)

    client.refresh_from_db()
    assert client.calls_refused_at == MONDAY
    assert said("permission_changed") == 1
    services.set_permission(client.pk, Permission.CALLS, allowed=True, now=MONDAY, actor=ANNA)
    client.refresh_from_db()
    assert client.calls_refused_at is None


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("8 (917) 123-45-67", "+79171234567"),
        ("+7 917 123 45 67", "+79171234567"),
        ("+375 29 123-45-67", "+375291234567"),
        ("12", ""),
        ("нет", ""),
        ("", ""),
    ],
)
def test_phones_are_kept_one_way(written: str, normal: str) -> None:
    assert normal_phone(written) == normal
