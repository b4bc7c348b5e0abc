"""Stages as people meet them: the board, one client's way, handoffs, life after completion."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provodnik.facts.learning.services import add_members
from provodnik.facts.learning.tests.factories import make_cohort
from provodnik.facts.people.lifecycle import queries, services
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import enter_stage
from provodnik.facts.people.tests.factories import happened, make_client
from provodnik.facts.sales.tests.factories import make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel import journal
from provodnik.kernel.models import School
from provodnik.touches.queue.models import Touch

pytestmark = pytest.mark.django_db
HEAD = "head_of_product_and_service"


def browser(role: str = HEAD) -> tuple[Browser, Staff]:
    user = make_user()
    staff = make_staff(role=role, user=user)
    client = Browser()
    client.force_login(user)
    return client, staff


def at(stage: str, name: str = "Наталья Ремизова", *, days_ago: int = 0) -> Client:
    moment = timezone.now() - timedelta(days=days_ago, minutes=5)
    return enter_stage(make_client(name).pk, stage, now=moment, actor="system")


def page(client: Browser, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.requirement("R-036")
def test_the_board_shows_stages_with_counts_and_one_stage_as_a_list(school: School) -> None:
    head, _ = browser()
    at("onboarding", "Анна Первая", days_ago=9)
    at("growth", "Ирина Вторая")

    board = page(head, "/stages/")
    listed = page(head, "/stages/?stage=growth&q=Ирина")
    nobody = page(head, "/stages/?stage=growth&q=Анна")

    assert "2\u00a0клиента в пути" in board
    assert "Анна Первая" in board and "Ирина Вторая" in board
    assert 'data-key="KeyM"' in listed and "data-row" in listed
    assert "Ирина Вторая" in listed and "Анна Первая" not in listed
    assert "Здесь никого нет" in nobody


@pytest.mark.requirement("R-036", "R-038")
def test_the_chosen_are_moved_and_who_is_refused_is_named(school: School) -> None:
    head, _ = browser()
    ready, raw = at("completion", "Анна Первая"), at("onboarding", "Ирина Вторая")
    posted = {"clients": [ready.pk, raw.pk], "stage": "stabilisation", "query": "?stage=growth"}

    answer = head.post("/stages/move/", posted, follow=True)

    ready.refresh_from_db()
    raw.refresh_from_db()
    assert answer.redirect_chain == [("/stages/?stage=growth", 302)]
    assert (ready.stage, raw.stage) == ("stabilisation", "onboarding")
    assert "Ирина Вторая остаётся" in answer.content.decode()


@pytest.mark.requirement("R-037", "R-038")
def test_one_way_shows_settings_conditions_and_what_keeps_the_door_shut(school: School) -> None:
    head, _ = browser()
    client = at("onboarding")
    way = f"/stages/{client.pk}/"

    before = page(head, way)
    marked = {"stage": "onboarding", "criterion": "goal", "note": "на звонке"}
    head.post(f"{way}mark/", marked)
    after = page(head, way)

    assert "«Знакомство и старт», выполнено 0 из 4" in before
    assert "два-три касания в первую неделю" in before and "Отчёт о старте" in before
    assert "Этап пока не закрыт" in before and "нужна письменная причина" in before
    assert "выполнено 1 из 4" in after and "на звонке" in after


@pytest.mark.requirement("R-038")
def test_only_who_makes_exceptions_passes_with_a_reason(school: School) -> None:
    coordinator, member = browser("coordinator")
    client = at("onboarding")
    client.coordinator = member
    client.save()
    way, posted = (
        f"/stages/{client.pk}/",
        {"stage": "stabilisation", "reason": "Очень просили, ждём"},
    )

    refused = coordinator.post(f"{way}move/", posted, follow=True).content.decode()
    client.refresh_from_db()
    stayed = client.stage
    head, _ = browser()
    head.post(f"{way}move/", posted)
    client.refresh_from_db()

    assert stayed == "onboarding"
    assert "Этап пока не закрыт" in refused
    assert client.stage == "stabilisation"
    assert "Очень просили, ждём" in page(head, way)


@pytest.mark.requirement("R-039")
def test_a_handoff_is_accepted_by_its_role(school: School) -> None:
    coordinator, member = browser("coordinator")
    curator, _ = browser("curator")
    client = at("presale")
    client.coordinator = member
    client.save()
    services.lead(
        client.pk, "onboarding", passing="Начали раньше срока", now=timezone.now(), actor="system"
    )
    (row,) = queries.handoffs()

    waiting = page(coordinator, "/stages/handoffs/")
    stranger = curator.post(f"/stages/handoffs/{row.handoff_id}/")
    coordinator.post(f"/stages/handoffs/{row.handoff_id}/", {"note": "всё ясно"})

    assert "Менеджер по продажам → Координатор" in waiting
    assert stranger.status_code == 404
    assert queries.handoff_count() == 0
    assert "всё ясно" in page(coordinator, f"/stages/{client.pk}/")


@pytest.mark.requirement("R-040")
def test_the_second_stage_shows_its_nine_practices(school: School) -> None:
    head, _ = browser()
    client = at("stabilisation")
    happened("case_recorded", client, timezone.now())

    assert "Чек-лист этапа: 1 из 9" in page(head, f"/stages/{client.pk}/")


@pytest.mark.requirement("R-041", "R-042")
def test_expansion_is_offered_only_after_a_win(school: School) -> None:
    head, _ = browser()
    client = at("growth")
    way = f"/stages/{client.pk}/"
    product = make_product()
    happened("payment_received", client, timezone.now(), product_id=product.pk)
    journal.record(
        "economics_confirmed", happened_at=timezone.now(), actor="system", product_id=product.pk
    )
    early = {"kind": "adjacent", "what": "Мужской зал"}

    shut = head.post(f"{way}expansion/", early, follow=True).content.decode()
    won = {"what": "Первый клиент", "won_on": "2026-11-02", "source": "звонок", "evidence": "чек"}
    head.post(f"{way}win/", won)
    head.post(f"{way}expansion/", early)
    shown = page(head, way)

    assert "Этап ещё не открыт" in shut and "Победа подтверждена" in shut
    assert "Смежное направление" in shown and "Мужской зал" in shown
    for kind in ("Глубже в аналитику", "Усиление содержания"):
        assert kind in shown


@pytest.mark.requirement("R-034")
@pytest.mark.parametrize("kind", ["student", "group", "company"])
def test_relationships_of_each_kind_get_stages_touches_and_meetings(
    school: School, kind: str
) -> None:
    head, _ = browser()

    head.post("/stages/new/", {"kind": kind, "name": "Салон «Тон»"})
    client = Client.objects.get()
    way = f"/stages/{client.pk}/"
    head.post(f"{way}touch/", {"reason": "Сверить план"})
    head.post(f"{way}meeting/", {"form": "знакомство"})

    assert (client.kind, client.stage) == (kind, "presale")
    assert Touch.objects.get().reason == "Сверить план"
    assert "Салон «Тон»" in page(head, f"/stages/?kind={kind}")
    assert page(head, f"/students/{client.pk}/").count("Салон")


@pytest.mark.requirement("R-043")
def test_contacts_after_completion_are_planned_and_counted(school: School) -> None:
    head, _ = browser()
    client = at("completion")

    head.post("/stages/after/")
    told = {"whom": "Ирина", "told_on": timezone.localdate().isoformat()}
    head.post(f"/stages/{client.pk}/referral/", told)
    shown = page(head, "/stages/after/")
    contact = queries.contacts()[0]
    head.post(f"/stages/after/{contact.contact_id}/")

    assert "Вернулись или посоветовали 1 из 1" in shown
    assert "Спросить, что получилось" in shown
    assert len(queries.contacts()) == 3


@pytest.mark.requirement("R-044")
def test_a_graduation_is_held_and_its_attendance_noted(school: School) -> None:
    head, _ = browser()
    cohort = make_cohort("Поток 14", product_id=make_product("Колорист").pk)
    client = make_client()
    add_members(cohort.pk, [client.pk], joined_at=timezone.now(), actor="system")
    day = timezone.localdate().isoformat()
    filled = {"name": "Выпуск 14", "cohort": cohort.pk, "held_on": day}

    held = head.post("/stages/graduations/", filled)
    head.post(held["Location"], {"clients": [client.pk]})
    again = head.post("/stages/graduations/", filled).content.decode()

    assert "предложено 0 из 1, купили 0" in page(head, held["Location"])
    assert "из 1 пришли 1, предложено 0, купили 0" in page(head, "/stages/graduations/")
    assert "Другой выпускной уже носит это название" in again


def test_strangers_sign_in_and_colleagues_see_only_their_own(school: School) -> None:
    client = at("onboarding")
    coordinator, _ = browser("coordinator")
    marketer, _ = browser("marketer")

    assert Browser().get("/stages/").status_code == 302
    assert marketer.get("/stages/").status_code == 403
    assert coordinator.get(f"/stages/{client.pk}/").status_code == 404
    assert "Наталья Ремизова" not in page(coordinator, "/stages/")
    assert coordinator.get("/stages/export/").status_code == 403


def test_the_file_holds_what_the_board_shows(school: School) -> None:
    head, _ = browser()
    at("onboarding", "Анна Первая")
    at("growth", "Ирина Вторая")

    lines = head.get("/stages/export/?stage=growth").content.decode("utf-8-sig").splitlines()

    assert len(lines) == 2
    assert lines[1].startswith("Следующая ступень;Ирина Вторая;")


@pytest.mark.parametrize("address", ["/stages/", "/stages/?stage=onboarding", "/stages/handoffs/"])
def test_a_page_costs_the_same_for_any_number_of_clients(school: School, address: str) -> None:
    head, _ = browser()
    at("onboarding", "Первая")
    head.get(address)
    costs = []
    for more in (1, 29):
        for number in range(more):
            client = at("presale", f"Клиент {number}")
            services.lead(
                client.pk,
                "onboarding",
                passing="Начали раньше срока",
                now=timezone.now(),
                actor="system",
            )
        with CaptureQueriesContext(connection) as asked:
            head.get(address)
        costs.append(len(asked))

    assert costs[0] == costs[1]
