"""Owners, people of the client's side, changes of priorities and decisions."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from provodnik.facts.people.lifecycle import queries as lifecycle
from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import queries, services
from provodnik.facts.people.relations.errors import (
    HasLeft,
    NobodySpeaks,
    NotShown,
    SaysNothing,
    UnknownPart,
    UnknownSideRole,
)
from provodnik.facts.people.relations.models import (
    ClientContact,
    Decision,
    PartOwner,
    PriorityChange,
)
from provodnik.facts.people.relations.types import (
    ChangeState,
    ContactFields,
    DecisionFields,
    Who,
)
from provodnik.facts.people.services import assign_coordinator, enter_stage
from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.facts.people.types import ClientKind
from provodnik.facts.team.models import Staff
from provodnik.facts.team.services import leave
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.gates import Refused
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def company() -> Client:
    return make_client("Сеть салонов «Тон»", kind=ClientKind.COMPANY)


def contact(client: Client, name: str, role: str, *, decides: bool = False) -> ClientContact:
    fields = ContactFields(name, role, decides=decides)
    return services.add_contact(client.pk, fields, now=MONDAY, actor="system")


def ask(client: Client, who: Who) -> PriorityChange:
    return services.ask_priority(
        client.pk, what="Сначала блонд", why="сезон", who=who, now=MONDAY, actor="system"
    )


def decide(client: Client, kind: str, who: Who, *, visible: bool = False) -> Decision:
    fields = DecisionFields(kind, "Пробуем разборы", "учат быстрее", MONDAY.date(), visible)
    return services.decide(client.pk, fields, who=who, now=MONDAY, actor="system")


def codes(refused: Refused) -> list[str]:
    return [str(reason.code) for reason in refused.reasons]


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


@pytest.mark.requirement("R-005")
def test_a_change_asked_by_who_only_advises_waits_for_those_who_decide(school: School) -> None:
    client = company()
    boss = contact(client, "Пётр", "owner_director", decides=True)
    adviser = contact(client, "Вера", "specialist")

    asked = ask(client, Who(contact_id=adviser.pk))
    assert (asked.state, asked.needs) == (ChangeState.NEEDS_CONFIRMATION, "Пётр")
    row = queries.changes_of(client.pk)[0]
    assert (row.asked_by, row.needs, row.decided_at) == ("Вера", "Пётр", None)

    with pytest.raises(Refused) as refused:
        services.settle_priority(
            asked.pk, confirmed=True, who=Who(contact_id=adviser.pk), now=MONDAY, actor="system"
        )
    assert codes(refused.value) == ["contact_only_advises"]

    services.settle_priority(
        asked.pk, confirmed=True, who=Who(contact_id=boss.pk), now=MONDAY + HOUR, actor="system"
    )
    row = queries.changes_of(client.pk)[0]
    assert (row.state, row.decided_by) == (ChangeState.CONFIRMED, "Пётр")
    item = f"priority:{asked.pk}"
    told = JournalEntry.objects.filter(item=item).order_by("id")
    names = [one.event.name for one in told]
    assert names == ["priority_asked", "decision_requested", "decision_made"]


@pytest.mark.requirement("R-005")
def test_on_our_side_as_well_some_decide_and_some_only_ask(school: School) -> None:
    client = company()
    curator, anna = make_staff("Олег", role="curator"), make_staff()
    assert ask(client, Who(staff_id=anna.pk)).state == ChangeState.STANDS, "a coordinator decides"

    other = make_client("Студия", kind=ClientKind.COMPANY)
    services.name_owner(other.pk, "account", staff_id=anna.pk, now=MONDAY, actor="system")
    asked = ask(other, Who(staff_id=curator.pk))
    assert (asked.state, asked.needs) == (ChangeState.NEEDS_CONFIRMATION, anna.name)

    services.name_owner(other.pk, "account", staff_id=curator.pk, now=MONDAY, actor="system")
    change = services.settle_priority(
        asked.pk, confirmed=False, who=Who(staff_id=curator.pk), now=MONDAY, actor="system"
    )
    assert change.state == ChangeState.DECLINED, "the owner of the relationship decides"


@pytest.mark.requirement("R-005")
def test_a_student_decides_in_person_and_a_parent_asks(school: School) -> None:
    client = make_client()
    parent = contact(client, "Мама Натальи", "specialist")
    assert ask(client, Who()).state == ChangeState.STANDS
    services.remove_contact(parent.pk, now=MONDAY, actor="system")
    with pytest.raises(HasLeft):
        ask(client, Who(contact_id=parent.pk))
    with pytest.raises(NobodySpeaks):
        ask(company(), Who())


@pytest.mark.parametrize(
    "wrong",
    [
        {"asker_decides": False, "state": "stands", "needs": "Пётр"},
        {"asker_decides": True, "state": "needs_confirmation"},
        {"asker_decides": False, "state": "needs_confirmation", "needs": ""},
        {"asker_decides": False, "state": "confirmed", "needs": "Пётр"},
        {"asker_decides": True, "state": "stands", "decided_at": MONDAY},
    ],
)
def test_the_database_keeps_an_adviser_from_changing_priorities(
    school: School, wrong: dict[str, object]
) -> None:
    client = company()
    with pytest.raises(IntegrityError), transaction.atomic():
        PriorityChange.objects.create(
            school_id=school.pk, client=client, what="что", why="зачем", asked_at=MONDAY, **wrong
        )


@pytest.mark.requirement("R-006")
def test_a_hypothesis_is_approved_by_those_alone_whom_the_method_names(school: School) -> None:
    client = company()
    curator = make_staff("Олег", role="curator")
    head = make_staff("Ирина", role="head_of_product_and_service")

    with pytest.raises(Refused) as refused:
        decide(client, "hypothesis", Who(staff_id=curator.pk))
    assert codes(refused.value) == ["decision_not_yours"]
    assert refused.value.reasons[0].params["approvers"] == "РОПиС, Продюсер"
    assert not Decision.objects.exists()

    boss = contact(client, "Пётр", "owner_director", decides=True)
    with pytest.raises(Refused) as refused:
        decide(client, "hypothesis", Who(contact_id=boss.pk))
    assert codes(refused.value) == ["client_does_not_decide"]

    made = decide(client, "hypothesis", Who(staff_id=head.pk))
    assert not made.needs_client
    row = queries.decisions_of(client.pk)[0]
    assert (row.kind_title, row.by_name, row.waits) == ("Гипотеза", "Ирина", False)
    assert queries.decisions_of(client.pk, visible_only=True) == []


@pytest.mark.requirement("R-006")
def test_a_budget_waits_for_the_client_and_is_made_when_they_agree(school: School) -> None:
    client, owner = company(), make_staff("Олег", role="owner")
    made = decide(client, "budget", Who(staff_id=owner.pk))
    row = queries.decisions_of(client.pk, visible_only=True)[0]
    assert row.waits

    for note in ("да", "передумали"):
        services.agree(made.pk, note=note, now=MONDAY + HOUR, actor=f"client:{client.pk}")
    row = queries.decisions_of(client.pk)[0]
    assert (row.waits, row.agreed_at, row.agreed_note) == (False, MONDAY + HOUR, "да")
    told = JournalEntry.objects.filter(item=f"decision:{made.pk}").order_by("id")
    assert [(one.event.name, one.happened_at) for one in told] == [
        ("decision_requested", MONDAY),
        ("decision_agreed", MONDAY + HOUR),
        ("decision_made", MONDAY + HOUR),
    ]


def test_nobody_agrees_to_what_they_do_not_see(school: School) -> None:
    head = make_staff("Ирина", role="head_of_product_and_service")
    hidden = decide(company(), "hypothesis", Who(staff_id=head.pk))

    with pytest.raises(NotShown):
        services.agree(hidden.pk, note="", now=MONDAY, actor="system")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=hidden.pk).update(agreed_at=MONDAY)


@pytest.mark.requirement("R-006")
def test_the_rules_of_decisions_say_who_where_and_how(school: School) -> None:
    told = {rule.kind: rule for rule in queries.decision_rules()}

    assert set(told) >= {"hypothesis", "budget", "priority"}
    assert told["budget"].approvers == "Собственник, Продюсер"
    assert told["budget"].client_decides
    assert all(rule.where and rule.how for rule in told.values())


def test_reading_takes_the_same_queries_whatever_the_number_of_people(school: School) -> None:
    client, head = company(), make_staff("Ирина", role="head_of_product_and_service")

    def read() -> int:
        with CaptureQueriesContext(connection) as told:
            queries.owners_of(client.pk)
            queries.contacts_of(client.pk)
            queries.decisions_of(client.pk)
            queries.changes_of(client.pk)
        return len(told)

    fill(client, head, 1)
    one = read()
    for number in range(2, 12):
        fill(client, head, number)
    assert read() == one


def fill(client: Client, head: Staff, number: int) -> None:
    contact(client, f"Имя {number}", "specialist")
    curator = make_staff(f"Куратор {number}", role="curator")
    services.name_owner(client.pk, "subject", staff_id=curator.pk, now=MONDAY, actor="system")
    at = MONDAY + number * HOUR
    who, what = Who(staff_id=head.pk), f"что {number}"
    services.ask_priority(client.pk, what=what, why="зачем", who=who, now=at, actor="system")
    fields = DecisionFields("hypothesis", what, "зачем", at.date())
    services.decide(client.pk, fields, who=who, now=at, actor="system")


def test_another_client_lends_nobody_its_contact(school: School) -> None:
    stranger = contact(make_client("Студия", kind=ClientKind.COMPANY), "Пётр", "owner_director")

    with pytest.raises(ClientContact.DoesNotExist):
        ask(company(), Who(contact_id=stranger.pk))


def test_the_same_form_twice_writes_once(school: School) -> None:
    client, head = company(), make_staff("Ирина", role="head_of_product_and_service")
    before = journal_size()
    for _ in range(2):
        decide(client, "hypothesis", Who(staff_id=head.pk))
        ask(client, Who(staff_id=head.pk))
    assert (Decision.objects.count(), PriorityChange.objects.count()) == (1, 1)
    assert journal_size() == before + 2


def journal_size() -> int:
    return JournalEntry.objects.count()
