"""The team: joining, roles, leaving, names of exports."""

from datetime import date

import pytest

from provodnik.facts.team import queries, services
from provodnik.facts.team.errors import AlreadyMember, ExternalNameTaken, HasLeft
from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import actor_staff_id, staff_actor
from provodnik.facts.team.tests.factories import MONDAY, make_staff, make_user
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db
HEAD = "staff:1"


def said(event: str) -> int:
    return JournalEntry.objects.filter(event__name=event).count()


def test_a_member_joins_with_an_account(school: School) -> None:
    user = make_user("anna@example.org")

    staff = services.add_staff(
        name="Анна Ёлкина", role="coordinator", user=user, now=MONDAY, actor=HEAD
    )

    row = queries.staff_by_id(staff.pk)
    assert (row.name, row.role, row.email, row.has_account) == (
        "Анна Ёлкина",
        "coordinator",
        "anna@example.org",
        True,
    )
    assert said("staff_joined") == 1


def test_an_account_joins_a_school_once(school: School) -> None:
    user = make_user()
    make_staff(user=user)

    with pytest.raises(AlreadyMember):
        make_staff(user=user)


def test_a_name_met_in_exports_twice_is_one_member(school: School) -> None:
    def met() -> Staff:
        return services.add_staff(
            name="Пётр", role="manager", external_name="Пётр П.", now=MONDAY, actor="connector:x"
        )

    assert met() == met()
    assert said("staff_joined") == 1


def test_a_member_met_in_exports_gets_an_account_later(school: School) -> None:
    staff, user = make_staff(), make_user("petr@example.org")

    services.give_account(staff.pk, user=user, now=MONDAY, actor=HEAD)
    services.give_account(staff.pk, user=user, now=MONDAY, actor=HEAD)

    assert queries.staff_by_id(staff.pk).email == "petr@example.org"
    assert said("staff_account_given") == 1
    with pytest.raises(AlreadyMember):
        services.give_account(make_staff("Другой").pk, user=user, now=MONDAY, actor=HEAD)


def test_a_role_changes_once(school: School) -> None:
    staff = make_staff(role="curator")

    for _ in range(2):
        services.change_role(staff.pk, role="head", now=MONDAY, actor=HEAD)

    entry = JournalEntry.objects.get(event__name="staff_role_changed")
    assert entry.attrs == {"before": "curator", "role": "head"}
    assert queries.role_counts() == {"head": 1}


def test_who_left_keeps_the_first_day_and_gets_nothing_new(school: School) -> None:
    staff = make_staff()

    services.leave(staff.pk, left_on=date(2026, 11, 1), now=MONDAY, actor=HEAD)
    services.leave(staff.pk, left_on=date(2026, 12, 1), now=MONDAY, actor=HEAD)

    assert queries.staff_by_id(staff.pk).left_on == date(2026, 11, 1)
    assert queries.staff_list() == []
    assert [row.staff_id for row in queries.staff_list(with_left=True)] == [staff.pk]
    with pytest.raises(HasLeft):
        services.change_role(staff.pk, role="head", now=MONDAY, actor=HEAD)


def test_a_name_of_exports_means_one_member(school: School) -> None:
    anna, other = make_staff(), make_staff("Ольга Седова")

    for _ in range(2):
        services.link_external_name(anna.pk, external_name="Лебедева А.", now=MONDAY, actor=HEAD)

    with pytest.raises(ExternalNameTaken) as refusal:
        services.link_external_name(other.pk, external_name="Лебедева А.", now=MONDAY, actor=HEAD)
    assert refusal.value.staff_id == anna.pk
    assert said("staff_named") == 1


def test_the_team_is_listed_as_people_would_list_it(school: School) -> None:
    for name in ("Жанна", "Ёлка", "елена", "Анна"):
        make_staff(name)

    assert [row.name for row in queries.staff_list()] == ["Анна", "елена", "Ёлка", "Жанна"]


@pytest.mark.parametrize(
    ("actor", "staff_id"),
    [("staff:7", 7), ("rule:help_first", None), ("staff:x", None), ("", None)],
)
def test_an_actor_of_the_journal_leads_to_a_member(actor: str, staff_id: int | None) -> None:
    assert actor_staff_id(actor) == staff_id
    assert actor_staff_id(staff_actor(7)) == 7
