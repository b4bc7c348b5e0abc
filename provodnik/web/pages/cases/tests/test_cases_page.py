"""Pages of cases: found, asked for, agreed, packaged, published, counted, used."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.learning.services import add_members, create_cohort
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.people.models import Client as Person
from provodnik.facts.people.services.goals import add_pain
from provodnik.facts.sales.tests.factories import make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.kernel.models import School
from provodnik.method.voice_words import CaseKind
from provodnik.touches.voice.cases import services
from provodnik.touches.voice.cases.models import Story, StoryUse
from provodnik.touches.voice.cases.tests.factories import allowed, given, packaged, published
from provodnik.touches.voice.cases.types import Origin
from provodnik.web.tests.members import cost_of, sign_in

CONSENT = {"text": "Согласна на публикацию", "given_by": "Наталья", "given_on": "2026-01-02"}
PACKED = {
    "title": "Своя запись",
    "point_a": "Боялась",
    "path": "Практика",
    "point_b": "Работает",
    "quote": "Не боюсь",
    "links": "https://video.example/1",
    "pain": "",
    "product": "",
}


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


def seen(client: Client, address: str) -> str:
    """A page as it is read: a hard space is a space."""
    return client.get(address).text.replace("\u00a0", " ")


def said(client: Client, address: str, told: dict[str, str] | None = None) -> str:
    """What a form answers, after its redirect."""
    return client.post(address, told or {}, follow=True).text.replace("\u00a0", " ")


def test_a_stranger_signs_in_and_a_trainee_is_refused(client: Client, school: School) -> None:
    story = given()
    assert client.get("/cases/").status_code == 302

    sign_in(client, "trainee", "Юля Ким")
    assert client.get("/cases/").status_code == 403
    assert client.get(f"/cases/{story.pk}/").status_code == 403


def test_a_curator_collects_and_the_head_publishes(client: Client, school: School) -> None:
    story = packaged(allowed(given()))
    sign_in(client, "curator", "Светлана Мухина")

    assert client.get(f"/cases/{story.pk}/").status_code == 200
    for step in ("publication", "approval", "rejection"):
        assert client.post(f"/cases/{story.pk}/{step}/").status_code == 403, step


def test_a_marketer_sees_names_only_of_those_who_agreed(client: Client, school: School) -> None:
    given(client=make_client("Тайная Ученица"))
    allowed(given(client=make_client("Открытая Ученица")))
    sign_in(client, "marketer", "Игорь Лис")

    page = seen(client, "/cases/")
    assert "Открытая Ученица" in page
    assert "Тайная Ученица" not in page
    assert client.get("/cases/add/").status_code == 403


def test_what_is_not_there_is_not_found(client: Client, head: Staff) -> None:
    for address in ("/cases/7/", "/cases/cohorts/7/"):
        assert client.get(address).status_code == 404, address
    for address in ("/cases/7/consent/", "/cases/uses/7/drop/", "/cases/clients/7/request/"):
        assert client.post(address).status_code == 404, address


def test_without_cases_the_page_says_where_to_begin(client: Client, head: Staff) -> None:
    assert "Начните с тех, у кого уже есть результат" in seen(client, "/cases/")
    assert "Таких кейсов нет" in seen(client, "/cases/?state=published")


@pytest.mark.requirement("R-236")
def test_a_case_goes_from_the_request_to_publication_by_plain_forms(
    client: Client, head: Staff
) -> None:
    story = services.request_case(make_client().pk, now=timezone.now(), actor="system")
    address = f"/cases/{story.pk}/"
    assert "попросили, ответа пока нет" in seen(client, address)

    given_told = {"kind": "case", "text": "Теперь работаю", "links": "", "product": ""}
    assert "спросите согласие" in said(
        client, f"{address}receipt/", {**given_told, "collector": str(head.pk)}
    )
    refused = said(client, f"{address}publication/")
    assert "Нет согласия на публикацию" in refused
    assert "упакуйте кейс" in said(client, f"{address}consent/", CONSENT)
    assert "можно публиковать" in said(client, f"{address}packaging/", PACKED)
    assert "опубликован" in said(client, f"{address}publication/")
    assert "Нет согласия" not in seen(client, address)

    assert "публикация снята" in said(client, f"{address}withdrawal/")
    story.refresh_from_db()
    assert story.published_at is None
    assert "Ученик отозвал согласие" in seen(client, address)


@pytest.mark.parametrize(
    ("step", "told", "words"),
    [
        ("consent", {**CONSENT, "given_by": " "}, "Обязательное поле"),
        ("packaging", {**PACKED, "quote": "", "point_b": ""}, "Напишите слова"),
        ("packaging", {**PACKED, "links": "ftp://a"}, "Ссылка начинается с https://"),
        ("uses", {"purpose": "marketing", "place": "Пост", "used_on": "2090-01-01"}, "не наступил"),
    ],
)
def test_a_form_that_lacks_something_says_what(
    client: Client, head: Staff, step: str, told: dict[str, str], words: str
) -> None:
    story = given()

    assert words in said(client, f"/cases/{story.pk}/{step}/", told)


@pytest.mark.requirement("R-234")
def test_a_stream_near_its_end_is_asked_by_one_button(client: Client, head: Staff) -> None:
    fields = CohortFields("Поток 14", ends_on=timezone.localdate() + timedelta(days=3))
    cohort = create_cohort(fields, now=timezone.now(), actor="system")
    add_members(cohort.pk, [make_client().pk], joined_at=timezone.now(), actor="system")
    assert "Поток «Поток 14» заканчивается" in seen(client, "/cases/")

    assert "Поставлено просьб: 1" in said(client, f"/cases/cohorts/{cohort.pk}/requests/")
    assert "заканчивается" not in seen(client, "/cases/")
    assert "Всех уже попросили" in said(client, f"/cases/cohorts/{cohort.pk}/requests/")


@pytest.mark.requirement("R-235")
def test_a_stream_opens_to_the_entries_it_is_counted_by(client: Client, head: Staff) -> None:
    now = timezone.now()
    cohort = create_cohort(CohortFields("Поток 14"), now=now, actor="system")
    one = make_client("Анна Петрова")
    add_members(cohort.pk, [one.pk], joined_at=now, actor="system")
    story = given(CaseKind.VIDEO, client=one, cohort_id=cohort.pk, text="Сняла процесс")
    services.approve(story.pk, now=now, actor="system")

    assert f"/cases/cohorts/{cohort.pk}/" in seen(client, "/cases/")
    page = seen(client, f"/cases/cohorts/{cohort.pk}/")
    assert "1 ученик из 1 с кейсом" in page
    assert "Сняла процесс" in page


@pytest.mark.requirement("R-237")
def test_a_candidate_stands_with_the_reason_and_is_asked(client: Client, head: Staff) -> None:
    fan = make_client("Верная Подруга")
    Person.objects.filter(pk=fan.pk).update(last_nps=1000, last_nps_at=timezone.now())
    page = seen(client, "/cases/")
    assert "Верная Подруга" in page
    assert "советует нас" in page

    said(client, f"/cases/clients/{fan.pk}/request/")

    assert Story.objects.get().client_id == fan.pk
    assert "советует нас" not in seen(client, "/cases/")


def test_approving_and_rejecting_change_the_count_of_the_curator(
    client: Client, head: Staff
) -> None:
    story = given(collector_id=head.pk)
    assert "Кто собрал" not in _asides(client)

    said(client, f"/cases/{story.pk}/approval/")
    assert "1 кейс" in _asides(client)
    said(client, f"/cases/{story.pk}/rejection/", {"reject-reason": "Нет точки Б"})
    assert "Кто собрал" not in _asides(client)
    assert "Нет точки Б" in seen(client, f"/cases/{story.pk}/")


@pytest.mark.requirement("R-238")
def test_the_page_of_a_case_lists_its_uses_with_dates(client: Client, head: Staff) -> None:
    story = published()
    told = {"purpose": "marketing", "place": "Пост о страхах", "used_on": "2026-03-04"}

    page = said(client, f"/cases/{story.pk}/uses/", told)

    assert "Контент маркетинга" in page
    assert "Пост о страхах" in page
    assert "4 марта" in page
    said(client, f"/cases/uses/{StoryUse.objects.get().pk}/drop/")
    assert "Пока нигде" in seen(client, f"/cases/{story.pk}/")


@pytest.mark.requirement("R-240")
def test_a_review_nobody_asked_for_is_written_down_and_counted(client: Client, head: Staff) -> None:
    person = make_client("Наталья Ремизова")
    told = {"client": str(person.pk), "who": "", "kind": "text", "text": "Спасибо", "links": ""}
    rest = {"origin": "unsolicited", "cohort": "", "product": "", "collector": ""}

    said(client, f"/cases/add/?client={person.pk}", {**told, **rest})

    assert Story.objects.get().origin == Origin.UNSOLICITED
    assert "1 пришёл без просьбы" in seen(client, "/cases/")
    assert "Наталья Ремизова" in seen(client, "/cases/?origin=unsolicited")
    nobody = {**told, **rest, "client": "", "who": "nobody@example.com"}
    assert "По этим данным никого нет" in said(client, "/cases/add/", nobody)


def test_cases_are_found_by_words_pain_and_product(client: Client, head: Staff) -> None:
    course, fear = make_product("Колорист"), add_pain("Страх")
    packaged(given(), title="Кабинет дома", pain_id=fear.pk, product_id=course.pk)
    given(text="Совсем другое")

    for query in ("q=кабинет", f"pain={fear.pk}", f"product={course.pk}"):
        page = seen(client, f"/cases/?{query}")
        assert "Кабинет дома" in page, query
        assert "Совсем другое" not in page, query
    assert "Кабинет дома" in client.get("/cases/export/?q=кабинет").content.decode("utf-8-sig")


def test_a_longer_list_costs_no_more_queries(client: Client, head: Staff) -> None:
    published()
    create_cohort(CohortFields("Поток"), now=timezone.now(), actor="system")
    few = cost_of(client, "/cases/")
    for n in range(30):
        given(client=make_client(f"Ученица {n}"))
        create_cohort(CohortFields(f"Поток {n}"), now=timezone.now(), actor="system")

    assert cost_of(client, "/cases/") == few


def _asides(client: Client) -> str:
    return (
        seen(client, "/cases/")
        .partition("pv-aside")[2]
        .partition("</main>")[0]
        .rpartition("pv-stack")[2]
    )
