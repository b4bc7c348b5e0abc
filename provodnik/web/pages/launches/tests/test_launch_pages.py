"""Launches on pages: the plan of weeks, one launch, its people and what it taught."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.learning import services as learning
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.links.rules import Opening
from provodnik.facts.sales.links.services import open_link
from provodnik.facts.sales.models import Launch, LaunchAnalysis, Participant, WarmLead
from provodnik.facts.sales.services import launches, participants
from provodnik.facts.sales.tests.factories import (
    ACTOR,
    buy,
    make_client,
    make_link,
    make_offer,
    make_product,
)
from provodnik.facts.sales.types import NewLaunch
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.web.tests.members import cost_of, sign_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def open_launch(name: str = "Практикум", **fields: object) -> Launch:
    now = timezone.now()
    told: dict[str, object] = {
        "kind": "questionnaire",
        "channel": "warm_up",
        "starts_on": now.date() - DAY,
        **fields,
    }
    return launches.open_launch(NewLaunch(name, **told), actor=ACTOR, now=now)  # type: ignore[arg-type]


def failed_launch() -> Launch:
    """Twelve people and one robot opened the link, nobody paid."""
    product, now = make_product(), timezone.now()
    launch = open_launch(product_id=product.pk, ends_on=now.date())
    for number in range(12):
        client = make_client()
        offer = make_offer(client, product, at=now - DAY / 2, launch_id=launch.pk)
        link = make_link(product, client, at=now - DAY / 2, offer=offer, launch_id=launch.pk)
        open_link(link.token, Opening("Mozilla/5.0 (iPhone)", visitor=f"v{number}"), now=now)
    open_link(link.token, Opening("TelegramBot"), now=now)
    return launch


def seen(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


@pytest.mark.requirement("R-105")
@pytest.mark.golden("G9")
def test_the_failing_step_is_named_and_robots_are_counted_apart(
    school: School, client: Client
) -> None:
    sign_in(client)
    launch = failed_launch()

    people = seen(client, f"/launches/{launch.pk}/")
    robots = seen(client, f"/launches/{launch.pk}/?clicks=all")

    assert "12 переходов, 0 оплат: обрыв на оплате" in people
    assert "Разобрать запуск" in people
    assert ">13<" not in people
    assert ">13<" in robots


@pytest.mark.requirement("R-106")
def test_an_analysis_leads_to_the_next_launch_and_shows_what_it_gave(
    school: School, client: Client
) -> None:
    sign_in(client)
    launch, better = failed_launch(), open_launch("Мастер-класс")
    told = {
        "what_failed": "12 переходов, 0 оплат",
        "why": "Цену назвали до результата",
        "changed_offer": "Сначала показать работу",
        "hypothesis": "Оплатит каждый десятый",
        "next_launch": better.pk,
    }

    empty = client.post(f"/launches/{launch.pk}/analysis/", {"what_failed": "Нет оплат"})
    kept = client.post(f"/launches/{launch.pk}/analysis/", told)

    assert (empty.status_code, kept.status_code) == (200, 302)
    assert LaunchAnalysis.objects.get().failed_step == "paid"
    page = seen(client, f"/launches/{launch.pk}/")
    assert "Что это дало" in page
    assert "Мастер-класс" in page
    assert "Проверяет вывод из" in seen(client, f"/launches/{better.pk}/")


@pytest.mark.requirement("R-099")
def test_a_cohort_without_a_warm_up_is_named_on_the_board_and_one_click_away(
    school: School, client: Client
) -> None:
    sign_in(client)
    today = timezone.localdate()
    fields = CohortFields("Поток 7", starts_on=today - DAY)
    cohort = learning.create_cohort(fields, now=timezone.now(), actor=ACTOR)

    board = seen(client, "/launches/")

    assert "На этой неделе 1 поток без прогрева" in board
    assert f"/launches/new/?cohort={cohort.pk}" in board
    form = seen(client, f"/launches/new/?cohort={cohort.pk}&starts_on={today}")
    assert f'<option value="{cohort.pk}" selected' in form


@pytest.mark.requirement("R-445", "R-107")
def test_a_launch_is_planned_by_a_form_and_a_refusal_stands_in_its_field(
    school: School, client: Client
) -> None:
    head = sign_in(client)
    marketer = make_staff("Кирилл Орлов", "marketer")
    told = {"kind": "reality_show", "name": "Реалити", "starts_on": "2026-11-02", "owner": head.pk}

    refused = client.post("/launches/new/", told)
    kept = client.post("/launches/new/", {**told, "marketing_owner": marketer.pk})

    assert "назовите, кто отвечает здесь и в маркетинге" in refused.content.decode()
    launch = Launch.objects.get()
    assert kept.headers["Location"] == f"/launches/{launch.pk}/"
    assert (launch.kind, launch.channel) == ("reality_show", "warm_up")


@pytest.mark.requirement("R-104")
def test_only_a_graduate_may_speak_at_an_alumni_master_class(
    school: School, client: Client
) -> None:
    sign_in(client)
    speaker = make_client("Вера Лапина")
    told = {"kind": "alumni_master_class", "name": "МК", "starts_on": "2026-11-02"}
    told["speaker"] = speaker.external_name
    from provodnik.facts.people.models import ClientKey

    ClientKey.objects.create(
        school_id=school.pk, kind="external", value=speaker.external_name, client=speaker
    )

    assert "Выберите выпускника" in client.post("/launches/new/", told).content.decode()
    happened("graduated", speaker, product_id=make_product().pk)
    client.post("/launches/new/", told)

    assert Launch.objects.get().speaker_id == speaker.pk


@pytest.mark.requirement("R-100", "R-121")
def test_a_pasted_list_marks_people_and_names_lines_it_did_not_know(
    school: School, client: Client
) -> None:
    sign_in(client)
    launch, guest = open_launch(), make_client()
    guest.phone = "+79171234567"
    guest.save()

    response = client.post(
        f"/launches/{launch.pk}/guests/add/",
        {"lines": "8 917 123-45-67\nnobody@example.org", "what": "came"},
        follow=True,
    )

    page = response.content.decode()
    assert "nobody@example.org" in page
    assert Participant.objects.get().came_at is not None
    client.post(f"/launches/{launch.pk}/guests/mark/", {"client": guest.pk, "what": "not_came"})
    assert Participant.objects.get().came_at is None


def test_a_participant_is_handed_over_to_sales_once(school: School, client: Client) -> None:
    sign_in(client)
    launch, guest = open_launch(), make_client()
    participants.join(launch.pk, [guest.pk], actor=ACTOR, now=timezone.now())

    for _ in range(2):
        client.post(f"/launches/{launch.pk}/guests/leads/", {"client": guest.pk})

    assert WarmLead.objects.get().client_id == guest.pk


def test_launches_stand_side_by_side(school: School, client: Client) -> None:
    sign_in(client)
    product = make_product()
    first, second = failed_launch(), open_launch("Мастер-класс", product_id=product.pk)
    for number in range(4):
        guest = make_client()
        make_offer(guest, product, at=timezone.now(), launch_id=second.pk)
        if not number:
            buy(guest, product, at=timezone.now())

    page = seen(client, f"/launches/compare/?launch={first.pk}&launch={second.pk}")

    assert "«Мастер-класс» продаёт лучше всех: 25" in page
    assert "Практикум" in page


def test_a_cancelled_launch_leaves_the_board_and_comes_back(school: School, client: Client) -> None:
    sign_in(client)
    launch = open_launch()

    client.post(f"/launches/{launch.pk}/cancel/")
    assert "Практикум" not in seen(client, "/launches/?channel=warm_up").split("toasts")[0]
    client.post(f"/launches/{launch.pk}/restore/")
    assert "Практикум" in seen(client, "/launches/")


def test_a_running_launch_is_ended_today_and_taken_back(school: School, client: Client) -> None:
    sign_in(client)
    today = timezone.localdate()
    launch = open_launch(ends_on=today + 5 * DAY)
    assert "Завершить сегодня" in seen(client, f"/launches/{launch.pk}/")

    answer = client.post(f"/launches/{launch.pk}/end/", follow=True)
    launch.refresh_from_db()
    assert launch.ends_on == today
    undo = f"/launches/{launch.pk}/end/?on={today + 5 * DAY}"
    assert undo in answer.content.decode()
    assert 'action="' + f"/launches/{launch.pk}/end/" + '"' not in answer.content.decode()

    client.post(undo)
    launch.refresh_from_db()
    assert launch.ends_on == today + 5 * DAY


def test_a_launch_to_come_is_not_ended(school: School, client: Client) -> None:
    sign_in(client)
    launch = open_launch(starts_on=timezone.localdate() + DAY)

    assert "Завершить сегодня" not in seen(client, f"/launches/{launch.pk}/")
    assert client.post(f"/launches/{launch.pk}/end/").status_code == 404


def test_weeks_that_are_over_stand_folded(school: School, client: Client) -> None:
    sign_in(client)
    open_launch("Давний прогрев", starts_on=timezone.localdate() - 10 * DAY)

    page = seen(client, "/launches/")

    folded = page.split('<details class="pv-weeks__fold">')[1].split("</details>")[0]
    assert "Давний прогрев" in folded
    assert "эта неделя" not in folded


def test_strangers_colleagues_and_missing_launches_are_refused(
    school: School, client: Client
) -> None:
    launch = open_launch()
    assert client.get("/launches/").status_code == 302

    sign_in(client, "curator")
    assert client.get("/launches/").status_code == 403
    assert client.post(f"/launches/{launch.pk}/cancel/").status_code == 403

    sign_in(client, name="Ольга Вторая")
    assert client.get("/launches/999999/").status_code == 404


def test_pages_cost_the_same_at_any_length(school: School, client: Client) -> None:
    sign_in(client)
    launch = open_launch()
    costs = []
    for length in (1, 30):
        guests = [make_client().pk for _ in range(length)]
        participants.join(launch.pk, guests, actor=ACTOR, now=timezone.now())
        open_launch(f"Запуск {length}")
        costs.append((cost_of(client, "/launches/"), cost_of(client, f"/launches/{launch.pk}/")))

    assert costs[0] == costs[1]
