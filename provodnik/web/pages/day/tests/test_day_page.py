"""The coordinator's day as people meet it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client as Student
from provodnik.facts.people.models import Goal
from provodnik.facts.people.services import record_satisfaction
from provodnik.facts.people.types import SatisfactionKind
from provodnik.facts.sales.models import Offer
from provodnik.facts.sales.tests.factories import make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School
from provodnik.method import queries as method_queries
from provodnik.touches.queue import services
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.queries import ROWS, DayRow, day
from provodnik.touches.queue.types import Outcome, TouchKind

pytestmark = pytest.mark.django_db

# Monday noon in Moscow: nobody's quiet hours.
NOON = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff("Анна Лебедева", user=make_user())


def browser(staff: Staff) -> Client:
    client = Client()
    assert staff.user is not None
    client.force_login(staff.user)
    return client


def make_touch(
    owner: Staff, name: str = "Наталья Ремизова", *, goal: str | None = "Работать колористом"
) -> Touch:
    """An offer that waits today."""
    student = make_client(name, goal=goal, coordinator=owner)
    product = Product.objects.filter(name="Блонд без брака").first()
    product = product or make_product("Блонд без брака")
    return services.plan(
        client_id=student.pk,
        kind=TouchKind.OFFER,
        reason="Модуль 3 завершён",
        occurrence="module:3",
        product_id=product.pk,
        channel="coordinator_calls",
        stake_kopecks=12_900_00,
        actor="system",
        now=NOON,
    )


def plan_support(student: Student, occurrence: str) -> Touch:
    return services.plan(
        client_id=student.pk,
        kind=TouchKind.SUPPORT,
        reason="Повод",
        occurrence=occurrence,
        actor="system",
        now=NOON,
    )


def _all_rows(owner: Staff) -> tuple[DayRow, ...]:
    starts = NOON.replace(hour=0)
    ends = starts + timedelta(days=1)
    return day(owner_id=owner.pk, now=NOON, day_starts_at=starts, day_ends_at=ends, rows=1000).rows


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.requirement("R-112")
def test_the_queue_says_whom_why_what_by_which_words_and_by_when(anna: Staff) -> None:
    make_touch(anna)

    html = page(browser(anna), reverse("day:show"))

    assert "Наталья Ремизова" in html
    assert "Модуль 3 завершён" in html
    assert "Работать колористом" in html
    assert "Блонд без брака, 12\u00a0900\u00a0₽" in html
    assert "data-script-step" in html
    assert re.search(r"pv-queue-row__due[^>]*>\s*до", html)


@pytest.mark.requirement("R-079")
def test_an_offer_stands_beside_the_goal_it_serves(anna: Staff) -> None:
    touch = make_touch(anna, goal="Открыть свой кабинет")

    html = page(browser(anna), reverse("day:deed", args=[touch.pk]))

    assert html.index("Открыть свой кабинет") < html.index("Блонд без брака, 12")


@pytest.mark.requirement("R-032")
def test_an_offer_without_a_goal_asks_for_it_and_records_the_answer(anna: Staff) -> None:
    touch = make_touch(anna, goal=None)
    client = browser(anna)
    asking = reverse("day:goal", args=[touch.pk])
    html = page(client, reverse("day:deed", args=[touch.pk]))
    assert f'action="{asking}' in html
    assert "pv-gate--refused" in html, "the gate of offers waits for the goal"

    client.post(asking, {"text": "Поднять чек"})

    assert Goal.objects.get(client=touch.client).text == "Поднять чек"
    html = page(client, reverse("day:deed", args=[touch.pk]))
    assert "Поднять чек" in html
    assert asking not in html
    assert "pv-gate--allowed" in html


@pytest.mark.requirement("R-080")
def test_a_dissatisfied_student_is_helped_and_not_offered(anna: Staff) -> None:
    touch = make_touch(anna)
    record_satisfaction(
        touch.client_id,
        SatisfactionKind.CSAT,
        score_hundredths=300,
        told_at=NOON,
        actor="system",
    )
    client = browser(anna)

    html = page(client, reverse("day:deed", args=[touch.pk]))
    assert "pv-gate--refused" in html
    assert "Сделать личную ссылку" not in html
    client.post(reverse("day:link", args=[touch.pk]))
    assert not Offer.objects.exists()
    client.post(reverse("day:recovery", args=[touch.pk]))

    helping = Touch.objects.get(client=touch.client, kind=TouchKind.RECOVERY.value)
    assert helping.owner == anna


def test_an_outcome_over_htmx_opens_the_next_deed_and_can_be_taken_back(anna: Staff) -> None:
    first, second = make_touch(anna), make_touch(anna, "Олег Прохоров")
    client = browser(anna)

    answer = client.post(
        reverse("day:outcome", args=[first.pk]) + f"?next={second.pk}",
        {"outcome": "thinking", "script_step": "none"},
        headers=HTMX,
    )
    html = answer.content.decode()
    assert answer["HX-Retarget"] == "#day"
    assert answer["HX-Push-Url"] == reverse("day:deed", args=[second.pk])
    assert "Наталья Ремизова: «Думает», перезвонить" in html
    assert re.search(r'id="counter-side-day"[^>]*>1<', html)

    client.post(reverse("day:undo", args=[first.pk]), headers=HTMX)
    first.refresh_from_db()
    assert first.state == "planned"


@pytest.mark.requirement("R-114")
def test_a_refusal_is_linked_to_its_objection(anna: Staff) -> None:
    touch = make_touch(anna)
    client = browser(anna)
    address = reverse("day:outcome", args=[touch.pk])

    client.post(address, {"outcome": "refused", "script_step": "none"})
    touch.refresh_from_db()
    assert touch.state == "planned"

    client.post(address, {"outcome": "refused", "objection": "expensive", "script_step": "none"})
    touch.refresh_from_db()
    assert (touch.outcome, touch.objection) == ("refused", "expensive")
    assert Offer.objects.get().objection == "expensive"


def test_plain_forms_lead_back_to_a_page(anna: Staff) -> None:
    touch = make_touch(anna)
    client = browser(anna)

    moved = client.post(reverse("day:later", args=[touch.pk]), {"later": "tomorrow"})
    made = client.post(
        reverse("day:outcome", args=[touch.pk]), {"outcome": "reached", "script_step": "none"}
    )

    assert moved.headers["Location"] == reverse("day:show")
    assert made.headers["Location"] == reverse("day:show")
    assert "сделано 1 из 1" in page(client, reverse("day:show"))


@pytest.mark.requirement("R-115")
def test_a_talk_by_a_script_is_logged_with_its_step_or_not_at_all(anna: Staff) -> None:
    touch = make_touch(anna)
    client = browser(anna)
    address = reverse("day:outcome", args=[touch.pk])
    html = page(client, reverse("day:deed", args=[touch.pk]))
    steps = re.findall(r'<option value="(\w+)">\d', html.split('name="script_step"')[1])
    assert "none" in steps

    told = client.post(address, {"outcome": "reached"}, follow=True).content.decode()
    touch.refresh_from_db()
    assert touch.state == "planned"
    assert "Отметьте, до какого шага скрипта дошёл разговор" in told

    client.post(address, {"outcome": "reached", "script_step": steps[1]})
    touch.refresh_from_db()
    assert (touch.outcome, touch.script_step) == ("reached", steps[1])


def test_no_answer_needs_no_step(anna: Staff) -> None:
    touch = make_touch(anna)

    browser(anna).post(reverse("day:outcome", args=[touch.pk]), {"outcome": "no_answer"})

    touch.refresh_from_db()
    assert touch.outcome == "no_answer"


@pytest.mark.requirement("R-116")
def test_a_mood_marked_in_a_talk_is_shown_with_its_trend_in_the_next_deed(anna: Staff) -> None:
    client = browser(anna)
    student = make_client("Наталья Ремизова", goal=None, coordinator=anna)
    for mood in ("2", "4"):
        touch = plan_support(student, mood)
        told = {"outcome": "reached", "script_step": "none", "mood": mood}
        client.post(reverse("day:outcome", args=[touch.pk]), told)

    html = page(client, reverse("day:deed", args=[plan_support(student, "next").pk]))

    assert "2 → 4: спокойнее, чем было" in html


@pytest.mark.requirement("R-111")
def test_the_day_is_typed_by_the_four_duties(anna: Staff) -> None:
    make_touch(anna)
    plan_support(make_client("Нина Орлова", coordinator=anna), "one")
    client = browser(anna)

    html = page(client, reverse("day:show"))
    chips = re.findall(r'href="/day/\?duty=(\w+)"', html)
    supported = page(client, reverse("day:show") + "?duty=support")

    assert chips == ["acquaint", "calm", "support", "offer"]
    assert "Нина Орлова" in supported
    assert "Наталья Ремизова" not in supported


def test_a_goal_told_since_stands_in_the_row_instead_of_the_words_that_ask_for_it(
    anna: Staff,
) -> None:
    touch = make_touch(anna, goal=None)
    asks = method_queries.queue_settings().why.no_goal
    Touch.objects.filter(pk=touch.pk).update(reason=f"Модуль 3 завершён. {asks}")
    client = browser(anna)
    assert asks in page(client, reverse("day:show"))

    client.post(reverse("day:goal", args=[touch.pk]), {"text": "Поднять чек"})

    html = page(client, reverse("day:show"))
    assert asks not in html
    assert "Модуль 3 завершён. Ведёт к цели: «Поднять чек»." in html


def test_an_outcome_that_plans_nothing_is_said_to_be_recorded(anna: Staff) -> None:
    client = browser(anna)
    for outcome, words in (("reached", "«Разговор» записан"), ("agreed", "«Согласие», проверить")):
        touch = make_touch(anna, f"Ученик {outcome}")
        told = {"outcome": outcome, "script_step": "none"}
        answer = client.post(reverse("day:outcome", args=[touch.pk]), told, headers=HTMX)
        assert words in answer.content.decode()


def test_help_that_a_colleague_gives_is_not_opened_but_named(anna: Staff) -> None:
    touch = make_touch(anna)
    pavel = make_staff("Павел Елкин", user=make_user())
    services.plan(
        client_id=touch.client_id,
        kind=TouchKind.RECOVERY,
        reason="Жалоба",
        occurrence="told",
        owner_id=pavel.pk,
        actor="system",
        now=NOON,
    )

    answer = browser(anna).post(reverse("day:recovery", args=[touch.pk]), follow=True)

    assert answer.status_code == 200
    assert "Ученику уже помогает Павел Елкин." in answer.content.decode()
    assert Touch.objects.filter(kind=TouchKind.RECOVERY.value).count() == 1


def test_a_long_list_goes_on_when_it_is_asked_to(anna: Staff) -> None:
    product = make_product("Блонд без брака")
    for number in range(ROWS + 3):
        student = make_client(f"Ученик {number:02}", coordinator=anna)
        services.plan(
            client_id=student.pk,
            kind=TouchKind.OFFER,
            reason="Повод",
            occurrence="one",
            product_id=product.pk,
            stake_kopecks=(ROWS + 3 - number) * 100,
            actor="system",
            now=NOON,
        )
    client = browser(anna)
    longer = f"{reverse('day:show')}?rows={2 * ROWS}"

    begun = page(client, reverse("day:show"))
    more = client.get(longer, headers={**HTMX, "HX-Target": "more"}).content.decode()
    whole = page(client, longer)

    assert f'href="{longer}"' in begun
    assert "осталось 3" in begun
    names = [
        re.findall(r"Ученик \d\d", part.split('id="deed"')[0]) for part in (begun, more, whole)
    ]
    assert [len(set(found)) for found in names] == [ROWS, 3, ROWS + 3]
    assert not set(names[0]) & set(names[1])
    assert "data-day-more" not in whole


def test_the_deed_after_the_last_one_shown_is_next(anna: Staff) -> None:
    for number in range(ROWS + 1):
        make_touch(anna, f"Ученик {number:02}")
    ids = [row.touch_id for row in _all_rows(anna)]

    html = page(browser(anna), reverse("day:deed", args=[ids[ROWS - 1]]))

    assert f"next={ids[ROWS]}" in html


def test_a_personal_link_is_shown_whole_once_it_is_made(anna: Staff) -> None:
    touch = make_touch(anna)
    client = browser(anna)

    client.post(reverse("day:link", args=[touch.pk]))

    touch.refresh_from_db()
    assert touch.link is not None
    link = f"http://testserver{reverse('go:link', args=[touch.link.token])}"
    assert f'value="{link}"' in page(client, reverse("day:deed", args=[touch.pk]))


def test_an_open_deed_is_held_and_a_colleague_is_told(anna: Staff) -> None:
    touch = make_touch(anna)
    head = make_staff("Ольга Седова", "head_of_product_and_service", user=make_user())

    assert browser(anna).post(reverse("day:claim", args=[touch.pk])).status_code == 204
    told = browser(head).post(reverse("day:claim", args=[touch.pk])).content.decode()

    assert "Анна Лебедева" in told


def test_a_stranger_signs_in_and_another_coordinator_finds_nothing(anna: Staff) -> None:
    touch = make_touch(anna)
    address = reverse("day:deed", args=[touch.pk])
    other = make_staff("Ирина Ткачёва", user=make_user())

    assert Client().get(address).status_code == 302
    assert browser(other).get(address).status_code == 404
    posted = browser(other).post(reverse("day:outcome", args=[touch.pk]), {"outcome": "agreed"})
    assert posted.status_code == 404


def test_a_colleague_without_a_queue_is_refused(school: School) -> None:
    marketer = make_staff("Инга Лаврова", "marketer", user=make_user())

    assert browser(marketer).get(reverse("day:show")).status_code == 403


def test_an_empty_day_says_why(anna: Staff) -> None:
    client = browser(anna)
    assert "За вами пока нет учеников" in page(client, reverse("day:show"))

    touch = make_touch(anna)
    assert "Таких дел сегодня нет" in page(client, reverse("day:show") + "?duty=calm")
    services.record_outcome(touch.pk, Outcome.REACHED, by_id=anna.pk, now=NOON)
    assert "На сегодня всё" in page(client, reverse("day:show"))


def test_a_long_day_costs_as_many_queries_as_a_short_one(anna: Staff) -> None:
    make_touch(anna)
    client = browser(anna)
    # The fixture wrote the method in this transaction; a request's own reads it once.
    method_queries._of_transaction.clear()
    page(client, reverse("day:show"))
    counts = []
    for more in (0, 29):
        for number in range(more):
            make_touch(anna, f"Ученик {number}")
        with CaptureQueriesContext(connection) as queries:
            page(client, reverse("day:show"))
        counts.append(len(queries))

    assert Student.objects.count() == 30
    assert counts[0] == counts[1]
