"""The map and the editor of the path, as people meet them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provodnik.facts.catalog.path import queries, services, upsell
from provodnik.facts.catalog.path.types import Step
from provodnik.facts.sales.models import NextProduct
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School
from provodnik.method import queries as method_queries

pytestmark = pytest.mark.django_db

REASON = "К третьему модулю видно, какой навык даётся труднее всего."


def member(role: str = "head_of_product_and_service") -> Client:
    user = make_user()
    make_staff(role=role, user=user)
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def step(school: School) -> Step:
    """A step that may be published."""
    return Step(
        key="third",
        trigger="module_completed",
        after_id=make_product("Колорист").pk,
        params={"module": "3"},
        delay_days=2,
        offered_id=make_product("Блонд").pk,
        reason=REASON,
        script="after_module",
        channel="coordinator_calls",
    )


def posted(step: Step, **changes: object) -> dict[str, object]:
    filled = {
        "trigger": step.trigger,
        "module": "3",
        "after": step.after_id or "",
        "offered": step.offered_id or "",
        "delay_days": step.delay_days,
        "reason": step.reason,
        "script": step.script,
        "channel": step.channel,
    }
    return {**filled, **changes}


@pytest.mark.requirement("R-045", "R-087")
def test_the_map_says_who_goes_nowhere_and_names_dead_ends(school: School) -> None:
    flagship, mini = make_product("Колорист"), make_product("Блонд")
    start = timezone.now() - timedelta(days=200)
    for moved in (True, True, False):
        client = make_client()
        buy(client, flagship, at=start)
        if moved:
            buy(client, mini, at=start + timedelta(days=20))

    shown = page(member(), "/path/")

    assert "После «Колорист» каждый третий уходит в никуда" in shown
    assert "2&nbsp;тупика" in shown or "2\u00a0тупика" in shown
    assert "Никуда" in shown


def test_an_empty_school_is_offered_a_path(school: School) -> None:
    make_product("Колорист")
    shown = page(member(), "/path/")

    assert "Пути ещё нет. Нарисуем по тому, что ученики уже покупали?" in shown
    assert "Предложить путь" in shown


@pytest.mark.requirement("R-076")
def test_a_step_is_written_and_published_by_plain_forms(step: Step) -> None:
    head = member()

    saved = head.post("/path/edit/steps/third/", posted(step))
    assert saved.headers["Location"] == "/path/edit/#third"
    shown = page(head, "/path/edit/")
    assert "Черновик готов, в нём 1\u00a0изменение" in shown
    assert "новый шаг" in page(head, "/path/edit/publish/")
    head.post("/path/edit/publish/")

    path = queries.published()
    assert path is not None
    assert [(s.after, s.offered, s.delay_days) for s in path.steps] == [("Колорист", "Блонд", 2)]
    assert "Когда завершён модуль 3 продукта «Колорист»" in page(head, "/path/")


@pytest.mark.requirement("R-078")
def test_a_step_without_a_reason_is_not_published_and_says_why(step: Step) -> None:
    head = member()
    head.post("/path/edit/steps/third/", posted(step, reason=""))

    shown = page(head, "/path/edit/")
    head.post("/path/edit/publish/")

    assert "не написано, почему это помощь" in shown
    assert "До публикации осталось 1\u00a0условие" in shown
    assert queries.published() is None


def test_the_gate_answers_while_the_form_is_filled_in(step: Step) -> None:
    head = member()

    lacking = head.post("/path/edit/check/", posted(step, reason="", key="third")).content.decode()
    whole = head.post("/path/edit/check/", posted(step, key="third")).content.decode()

    assert "не написано, почему это помощь" in lacking
    assert "Шаг можно публиковать" in whole
    assert queries.draft() is None


def test_a_number_that_cannot_be_read_keeps_the_rest_of_the_form(step: Step) -> None:
    head = member()
    services.save_step(step, now=timezone.now())

    answer = head.post("/path/edit/steps/third/", posted(step, delay_days="-1", reason="Иначе"))

    assert answer.status_code == 200
    assert "Иначе" in answer.content.decode()
    drawn = queries.draft()
    assert drawn is not None and drawn.steps[0].reason == REASON


def test_steps_are_removed_and_drafts_forgotten(step: Step) -> None:
    head = member()
    services.save_step(step, now=timezone.now())

    head.post("/path/edit/steps/third/remove/")
    drawn = queries.draft()
    assert drawn is not None and drawn.steps == ()
    assert head.post("/path/edit/steps/third/remove/").status_code == 404
    head.post("/path/edit/discard/")
    assert queries.draft() is None


def test_what_students_took_next_is_suggested(step: Step) -> None:
    other = make_product("Сложный цвет")
    services.save_step(step, now=timezone.now())
    NextProduct.objects.create(
        school_id=other.school_id,
        after_id=step.after_id,
        product=other,
        clients=19,
        of_clients=100,
        median_days=41,
        score=0.2,
        place=1,
    )

    shown = page(member(), "/path/edit/")

    assert "чаще берут «Сложный цвет»: 19" in shown
    assert "обычно через 41\u00a0день" in shown


@pytest.mark.requirement("R-083")
def test_a_rule_is_switched_on_with_all_four_fields_only(school: School) -> None:
    head, product = member(), make_product("Блонд")
    filled = {
        "product": product.pk,
        "why": "Навык закрепится под присмотром мастера",
        "metrics": "Доля следующего шага",
    }
    head.post("/path/rules/new/", filled)
    rule = queries.upsell_rules()[0]

    assert "Не хватает «как измерим»" in page(head, "/path/rules/")
    head.post(f"/path/rules/{rule.rule_id}/activate/")
    assert queries.upsell_rules()[0].activated_at is None

    whole = {**filled, "measurement": "Сравним долю покупок за 60 дней с прошлым потоком"}
    head.post(f"/path/rules/{rule.rule_id}/", whole)
    head.post(f"/path/rules/{rule.rule_id}/activate/")
    assert queries.upsell_rules()[0].activated_at is not None
    assert head.get("/path/rules/999999/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/path/", "/path/edit/", "/path/edit/publish/", "/path/rules/"]
)
def test_a_stranger_signs_in(school: School, address: str) -> None:
    assert Client().get(address).status_code == 302


def test_a_colleague_without_the_right_reads_but_does_not_edit(step: Step) -> None:
    coordinator = member("coordinator")

    assert coordinator.get("/path/edit/").status_code == 403
    assert coordinator.post("/path/edit/steps/third/", posted(step)).status_code == 403


@pytest.mark.parametrize(
    "address", ["/path/", "/path/edit/", "/path/edit/publish/", "/path/rules/"]
)
def test_pages_cost_the_same_at_any_length(step: Step, address: str) -> None:
    head = member()
    services.save_step(step, now=timezone.now())
    # The fixture wrote the method in this very transaction; from here on it is read once.
    method_queries._of_transaction.clear()
    head.get(address)
    with CaptureQueriesContext(connection) as short:
        head.get(address)
    for number in range(20):
        product = make_product(f"П{number}")
        again = replace(step, key=f"s{number}", after_id=product.pk)
        services.save_step(again, now=timezone.now())
        buy(make_client(), product)
        upsell.save_rule(
            product_id=product.pk, why="", metrics="", measurement="", now=timezone.now()
        )

    with CaptureQueriesContext(connection) as long:
        head.get(address)

    assert len(long) == len(short)
