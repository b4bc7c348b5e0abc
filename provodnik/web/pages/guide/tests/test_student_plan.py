"""The student sees the plan and decisions with reasons, agrees, and says a word that is heard."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations import services as relations
from provodnik.facts.people.relations.models import Decision
from provodnik.facts.people.relations.types import DecisionFields, Who
from provodnik.facts.sales.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.care.models import Need, StudentPage
from provodnik.touches.care.tests.factories import make_page
from provodnik.touches.desk.services import promise
from provodnik.touches.desk.tests.factories import answer, ask
from provodnik.touches.desk.types import Promise
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.types import TouchKind

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    cache.clear()


@pytest.fixture
def head(school: School) -> Staff:
    return make_staff("Ольга Седова", "head_of_product_and_service", user=make_user())


@pytest.fixture
def student(head: Staff) -> Client:
    return make_client("Наталья", coordinator=make_staff("Анна Лебедева"))


@pytest.fixture
def page(student: Client) -> StudentPage:
    return make_page(student, at=timezone.now() - 2 * DAY)


def decided(student: Client, head: Staff, what: str, *, shown: bool = True) -> Decision:
    today = timezone.localdate()
    fields = DecisionFields("hypothesis", what, "так учат быстрее", today, shown)
    who, now = Who(staff_id=head.pk), timezone.now()
    return relations.decide(student.pk, fields, who=who, now=now, actor="system")


def seen(page: StudentPage) -> str:
    response = Browser().get(f"/my/{page.token}/")
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def say(page: StudentPage, decision: Decision, **told: str) -> int:
    told = {"key": "k1", **told}
    return Browser().post(f"/my/{page.token}/decisions/{decision.pk}/", told).status_code


@pytest.mark.requirement("R-014")
def test_plan_decisions_with_reasons_and_next_dates_are_seen(
    student: Client, head: Staff, page: StudentPage
) -> None:
    now = timezone.now()
    decided(student, head, "Разборы каждую неделю")
    decided(student, head, "Внутреннее решение", shown=False)
    ticket = answer(ask(student, "Где запись?", at=now), head.pk, at=now)
    promise(ticket.pk, Promise(now + 2 * DAY), by_id=head.pk, now=now)
    queue.plan(
        client_id=student.pk,
        kind=TouchKind.SUPPORT,
        reason="Внутренний повод",
        occurrence="1",
        actor="system",
        now=now,
    )

    html = seen(page)

    for said in ("План: что и когда", "Разборы каждую неделю", "так учат быстрее", "Ольга Седова"):
        assert said in html
    assert "Ответ на обращение «Где запись?»" in html
    assert "Координатор свяжется с вами" in html
    assert "Внутреннее решение" not in html
    assert "Внутренний повод" not in html


@pytest.mark.requirement("R-014")
def test_a_comment_lands_in_the_log_and_becomes_a_deed(
    student: Client, head: Staff, page: StudentPage
) -> None:
    decision = decided(student, head, "Разборы каждую неделю")

    assert [say(page, decision, do="say", text="Удобнее по вторникам") for _ in range(2)] == [
        303
    ] * 2
    assert say(page, decision, do="say", text=" ") == 303

    need = Need.objects.get(client=student)
    assert need.text == "О решении «Разборы каждую неделю»: Удобнее по вторникам"
    assert need.touch is not None
    entry = JournalEntry.objects.get(event__name="need_told", client_id=student.pk)
    assert entry.actor == f"client:{student.pk}"
    assert "Удобнее по вторникам" in seen(page)


@pytest.mark.requirement("R-014")
def test_the_student_agrees_once_and_to_own_decisions_only(
    student: Client, head: Staff, page: StudentPage
) -> None:
    mine, hidden = decided(student, head, "Разборы"), decided(student, head, "Тайна", shown=False)
    others = decided(make_client("Другая"), head, "Чужое")

    assert say(page, mine, do="agree", text="да") == 303
    assert [say(page, one, do="agree") for one in (hidden, others)] == [404, 404]

    mine.refresh_from_db()
    assert (mine.agreed_at is not None, mine.agreed_note) == (True, "да")
    assert "Вы согласились" in seen(page)
    assert JournalEntry.objects.filter(event__name="decision_agreed").count() == 1


def test_a_colleague_looks_and_cannot_agree(
    student: Client, head: Staff, page: StudentPage
) -> None:
    decision, browser = decided(student, head, "Разборы"), Browser()
    assert head.user is not None
    browser.force_login(head.user)

    browser.post(f"/my/{page.token}/decisions/{decision.pk}/", {"do": "agree"})

    decision.refresh_from_db()
    assert decision.agreed_at is None


def test_the_page_costs_the_same_for_many_decisions(
    student: Client, head: Staff, page: StudentPage
) -> None:
    counts = []
    for several in (range(1), range(1, 6)):
        for nth in several:
            decided(student, head, f"Решение {nth}")
        with CaptureQueriesContext(connection) as asked:
            seen(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]
