"""Changes of priorities and decisions: whose word decides, whose only advises."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import queries, services
from provodnik.facts.people.relations.errors import (
    HasLeft,
    NobodySpeaks,
    NotShown,
)
from provodnik.facts.people.relations.models import (
    ClientContact,
    Decision,
    PriorityChange,
)
from provodnik.facts.people.relations.tests.factories import ask, codes, company, contact, decide
from provodnik.facts.people.relations.types import (
    ChangeState,
    DecisionFields,
    Who,
)
from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.facts.people.types import ClientKind
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.gates import Refused
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


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
