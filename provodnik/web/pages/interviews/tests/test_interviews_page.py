"""Pages of interviews: the month and its gaps, the guide, quotes, pains, packs."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.sales.models import MarketingPack
from provodnik.facts.sales.tests.factories import make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.kernel.models import School
from provodnik.method.voice_words import InterviewGroup
from provodnik.touches.voice.interviews import services
from provodnik.touches.voice.interviews.models import Interview, Quote
from provodnik.touches.voice.interviews.types import InterviewPlan, NewQuote, Notes
from provodnik.web.tests.members import cost_of, sign_in


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


def held(*said: str, name: str = "Наталья Ремизова", product_id: int | None = None) -> Interview:
    """An interview of today in which these words were said: «слова | боль»."""
    today, now = timezone.localdate(), timezone.now()
    plan = InterviewPlan(
        client_id=make_client(name).pk,
        group=InterviewGroup.STUDENT,
        planned_on=today,
        product_id=product_id,
    )
    made = services.plan_interview(plan, now=now, actor="system")
    for words in said:
        text, _, pain = words.partition(" | ")
        services.add_quote(made.pk, NewQuote(text, pain), now=now, actor="system")
    notes = Notes({"hard": "Модуль 3"}, "", today)
    services.write_down(made.pk, notes, today=today, now=now, actor="system")
    return made


def seen(client: Client, address: str) -> str:
    return client.get(address).text.replace("\u00a0", " ")


def said(client: Client, address: str, told: dict[str, str] | None = None) -> str:
    return client.post(address, told or {}, follow=True).text.replace("\u00a0", " ")


def test_a_stranger_signs_in_and_a_curator_is_refused(client: Client, school: School) -> None:
    assert client.get("/interviews/").status_code == 302

    sign_in(client, "curator", "Светлана Мухина")
    assert client.get("/interviews/").status_code == 403


@pytest.mark.requirement("R-230")
def test_a_marketer_sees_pains_and_quotes_without_names(client: Client, school: School) -> None:
    held("Боюсь блонда | Страх", name="Тайная Ученица")
    sign_in(client, "marketer", "Игорь Лис")

    page = seen(client, "/interviews/")
    assert "Страх" in page
    assert "Тайная Ученица" not in page
    assert client.post("/interviews/packs/").status_code == 403
    assert client.get("/interviews/add/").status_code == 403


def test_what_is_not_there_is_not_found(client: Client, head: Staff) -> None:
    for address in ("/interviews/7/", "/interviews/pains/7/", "/interviews/?month=lost"):
        assert client.get(address).status_code == 404, address
    assert client.post("/interviews/quotes/7/drop/").status_code == 404


@pytest.mark.requirement("R-228")
@pytest.mark.requirement("R-229")
def test_the_headline_names_what_the_month_lacks(client: Client, head: Staff) -> None:
    assert "В этом месяце интервью ещё не было, по плану 4" in seen(client, "/interviews/")

    held("Боюсь")

    page = seen(client, "/interviews/")
    assert "Выпускники: 0" in page
    assert "Поговорите с ними в этом месяце" in page


@pytest.mark.requirement("R-228")
def test_an_interview_is_planned_held_and_called_off_by_plain_forms(
    client: Client, head: Staff
) -> None:
    person, today = make_client(), timezone.localdate().isoformat()
    plan = {"client": str(person.pk), "who": "", "group": "graduate", "planned_on": today}
    rest = {"interviewer": str(head.pk), "product": "", "audience": ""}
    page = said(client, f"/interviews/add/?client={person.pk}", {**plan, **rest})
    assert "интервью назначено" in page
    assert "Где в обучении было труднее всего" in page
    made = Interview.objects.get()

    empty = said(client, f"/interviews/{made.pk}/notes/", {"notes": "", "held_on": today})
    assert "Запишите хотя бы один ответ" in empty
    told = {"answer_hard": "Модуль 3", "notes": "", "held_on": today}
    assert "запишите цитаты" in said(client, f"/interviews/{made.pk}/notes/", told)
    assert "остаются в списке" in said(client, f"/interviews/{made.pk}/drop/")


@pytest.mark.requirement("R-230")
def test_a_pain_opens_to_the_quotes_that_name_it(client: Client, head: Staff) -> None:
    course = make_product("Колорист")
    for n in range(3):
        held(f"Боюсь {n} | Страх", name=f"Ученица {n}", product_id=course.pk)
    pain = Quote.objects.all()[0].pain
    assert pain is not None

    page = seen(client, "/interviews/")
    assert f"/interviews/pains/{pain.pk}/" in page
    assert "Карта болей по продуктам" in page
    opened = seen(client, f"/interviews/pains/{pain.pk}/")
    assert "3 интервью называют «Страх»" in opened
    for n in range(3):
        assert f"Боюсь {n}" in opened
    assert "Цитат об этой боли нет" in seen(client, f"/interviews/pains/{pain.pk}/?product=999")


def test_a_quote_is_added_and_removed(client: Client, head: Staff) -> None:
    made = held("Первая")

    page = said(client, f"/interviews/{made.pk}/quotes/", {"text": "Вторая", "pain": "Время"})
    assert "Вторая" in page
    quote = Quote.objects.get(text="Вторая")
    assert "Вторая" not in said(client, f"/interviews/quotes/{quote.pk}/drop/")


@pytest.mark.requirement("R-231")
def test_a_month_is_handed_over_once_and_its_state_is_shown(client: Client, head: Staff) -> None:
    held("Боюсь блонда | Страх")
    month = timezone.localdate().replace(day=1)
    told = {"month": month.isoformat(), "title": "Боли месяца"}

    page = said(client, "/interviews/packs/", told)
    assert "ждём подтверждения" in page
    assert "в деле 0 из 2" in page
    assert "уже у маркетинга" in said(client, "/interviews/packs/", told)
    assert MarketingPack.objects.get().title == "Боли месяца"
    assert "Боли месяца" in seen(client, "/exchange/")


def test_another_month_is_opened_by_its_address(client: Client, head: Staff) -> None:
    held("Слова", name="Наталья Ремизова")

    assert "Наталья Ремизова" in seen(client, "/interviews/")
    assert "В этом месяце интервью не было" in seen(
        client, f"/interviews/?month={date(2020, 1, 1).isoformat()}"
    )


def test_a_longer_list_costs_no_more_queries(client: Client, head: Staff) -> None:
    held("Боюсь | Страх")
    few = cost_of(client, "/interviews/")
    for n in range(30):
        held(f"Слова {n} | Боль {n % 3}", name=f"Ученица {n}")

    assert cost_of(client, "/interviews/") == few
