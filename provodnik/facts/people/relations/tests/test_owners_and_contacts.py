"""Who owns what on our side, and who is who on the client's."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from provodnik.facts.people.lifecycle import queries as lifecycle
from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import queries, services
from provodnik.facts.people.relations.errors import (
    HasLeft,
    SaysNothing,
    UnknownPart,
    UnknownSideRole,
)
from provodnik.facts.people.relations.models import (
    PartOwner,
)
from provodnik.facts.people.relations.tests.factories import company, contact
from provodnik.facts.people.relations.types import (
    ContactFields,
)
from provodnik.facts.people.services import assign_coordinator, enter_stage
from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.facts.team.services import leave
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def roles_are_named(client: Client) -> bool:
    client.refresh_from_db()
    way = lifecycle.way(client, now=MONDAY + HOUR)
    return next(one for one in way.criteria if one.key == "roles").is_met


def owner_names(client: Client) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for row in queries.owners_of(client.pk):
        told.setdefault(row.part, []).append(row.name)
    return told


@pytest.mark.requirement("R-002")
def test_without_an_owner_of_the_relationship_onboarding_stays_red(school: School) -> None:
    client = make_client()
    enter_stage(client.pk, "onboarding", now=MONDAY, actor="system")
    anna = make_staff()

    assert not roles_are_named(client)
    services.name_owner(client.pk, "deadlines", staff_id=anna.pk, now=MONDAY, actor="system")
    assert not roles_are_named(client), "a deadline keeper is no owner of the relationship"

    services.name_owner(client.pk, "account", staff_id=anna.pk, now=MONDAY, actor="system")
    assert roles_are_named(client)

    services.release_owner(client.pk, "account", staff_id=anna.pk, now=MONDAY, actor="system")
    assert not roles_are_named(client)


@pytest.mark.requirement("R-002", "R-005")
def test_a_company_needs_a_person_who_decides_before_onboarding_is_green(school: School) -> None:
    client = company()
    enter_stage(client.pk, "onboarding", now=MONDAY, actor="system")
    assign_coordinator(client.pk, staff_id=make_staff().pk, now=MONDAY, actor="system")

    contact(client, "Ирина", "specialist")
    assert not roles_are_named(client)

    boss = contact(client, "Пётр", "owner_director", decides=True)
    assert roles_are_named(client)
    services.remove_contact(boss.pk, now=MONDAY, actor="system")
    assert not roles_are_named(client)


@pytest.mark.requirement("R-002")
def test_the_coordinator_owns_what_nobody_was_named_for(school: School) -> None:
    client, anna, olga = make_client(), make_staff(), make_staff("Ольга Ткачева", role="curator")
    assign_coordinator(client.pk, staff_id=anna.pk, now=MONDAY, actor="system")

    assert owner_names(client) == {
        "account": [anna.name],
        "deadlines": [anna.name],
        "subject": [""],
    }
    assert [row.is_default for row in queries.owners_of(client.pk)] == [True, True, False]

    services.name_owner(client.pk, "account", staff_id=olga.pk, now=MONDAY, actor="system")
    account = queries.owners_of(client.pk)[0]
    assert (account.staff_id, account.name, account.is_default) == (olga.pk, olga.name, False)

    leave(olga.pk, left_on=MONDAY.date(), now=MONDAY, actor="system")
    assert owner_names(client)["account"] == [anna.name], "who has left owns nothing"
    with pytest.raises(HasLeft):
        services.name_owner(client.pk, "account", staff_id=olga.pk, now=MONDAY, actor="system")


@pytest.mark.requirement("R-002")
def test_a_part_for_one_passes_on_and_a_part_for_several_grows(school: School) -> None:
    client, anna, olga = make_client(), make_staff(), make_staff("Ольга Ткачева", role="curator")
    for part in ("account", "subject"):
        for at, member in enumerate((anna, olga, olga)):
            services.name_owner(
                client.pk, part, staff_id=member.pk, now=MONDAY + at * HOUR, actor="system"
            )

    told = owner_names(client)
    assert (told["account"], told["subject"]) == ([olga.name], [anna.name, olga.name])
    assert PartOwner.objects.filter(part="account").count() == 2, "history stays"
    entries = JournalEntry.objects.filter(event__name__startswith="part_owner_", item="account")
    assert [one.event.name for one in entries.order_by("id")] == [
        "part_owner_named",
        "part_owner_released",
        "part_owner_named",
    ]
    with pytest.raises(UnknownPart):
        services.name_owner(client.pk, "car", staff_id=anna.pk, now=MONDAY, actor="system")


def test_the_database_refuses_two_owners_of_a_part_for_one(school: School) -> None:
    client, anna, olga = make_client(), make_staff(), make_staff("Ольга Ткачева")
    services.name_owner(client.pk, "account", staff_id=anna.pk, now=MONDAY, actor="system")

    with pytest.raises(IntegrityError), transaction.atomic():
        PartOwner.objects.create(
            school_id=school.pk,
            client=client,
            part="account",
            staff=olga,
            is_only=True,
            since_at=MONDAY,
        )


@pytest.mark.requirement("R-003")
def test_people_of_the_client_stand_by_role_and_the_leader_is_called_first(
    school: School,
) -> None:
    client = company()
    assert queries.escalation_contact(client.pk) is None
    contact(client, "Вера", "specialist")
    assert queries.escalation_contact(client.pk) is None, "a specialist leads nobody"
    contact(client, "Пётр", "owner_director")
    lead = contact(client, "Анна", "operational_lead")
    contact(client, "Анна", "operational_lead")

    told = [(one.side_role, one.name) for one in queries.contacts_of(client.pk)]
    assert told == [
        ("owner_director", "Пётр"),
        ("operational_lead", "Анна"),
        ("specialist", "Вера"),
    ]
    called = queries.escalation_contact(client.pk)
    assert called is not None
    assert called.id == lead.pk

    services.remove_contact(lead.pk, now=MONDAY, actor="system")
    called = queries.escalation_contact(client.pk)
    assert called is not None
    assert called.name == "Пётр", "without an operational lead the owner is called"


@pytest.mark.requirement("R-003")
def test_a_contact_is_corrected_and_who_leaves_keeps_the_name_alone(school: School) -> None:
    client = company()
    made = contact(client, "Пётр", "specialist")
    fields = ContactFields("Пётр Ильин", "owner_director", phone="8 900", telegram="@petr")
    services.change_contact(made.pk, fields, now=MONDAY, actor="system")
    row = queries.contacts_of(client.pk)[0]
    assert (row.name, row.side_title, row.telegram) == (
        "Пётр Ильин",
        "Собственник или директор",
        "petr",
    )

    services.remove_contact(made.pk, now=MONDAY, actor="system")
    assert queries.contacts_of(client.pk) == []
    left = queries.contacts_of(client.pk, with_left=True)[0]
    assert (left.name, left.phone, left.telegram) == ("Пётр Ильин", "", "")
    with pytest.raises(HasLeft):
        services.change_contact(made.pk, fields, now=MONDAY, actor="system")
    with pytest.raises(UnknownSideRole):
        contact(client, "Кто-то", "friend")
    with pytest.raises(SaysNothing):
        contact(client, "  ", "specialist")
