"""Portraits in versions, maps of meanings, landing pages before and after."""

from datetime import date, timedelta

import pytest

from provodnik.facts.people.audience import queries, services
from provodnik.facts.people.audience.errors import NameTaken, WithoutSources, WrongCounts
from provodnik.facts.people.audience.models import Audience
from provodnik.facts.people.audience.types import (
    Counts,
    RecordFields,
    RecordKind,
    Source,
    SourceKind,
)
from provodnik.facts.people.services import add_pain, record_goal
from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db
INTERVIEW = Source(SourceKind.INTERVIEW, "Наталья, мастер", date(2026, 10, 20))
ACTOR = "system"


def audience(name: str = "Мастера", pains: tuple[int, ...] = ()) -> Audience:
    return services.save_audience(name, pains=pains, now=MONDAY, actor=ACTOR)


def portrait(saved: Audience, who: str = "Мастер в салоне", *sources: Source) -> None:
    fields = RecordFields({"who": who, "fears": " "}, sources or (INTERVIEW,))
    services.write_version(saved.pk, RecordKind.PORTRAIT, fields, now=MONDAY, actor=ACTOR)


@pytest.mark.requirement("R-047")
def test_a_portrait_keeps_versions_with_sources_and_the_day_of_update(school: School) -> None:
    saved = audience()
    portrait(saved)
    portrait(saved)
    survey = Source(SourceKind.SURVEY, "Анкета потока", date(2026, 11, 1))
    portrait(saved, "Мастер с опытом", INTERVIEW, survey)

    page = queries.audience_page(saved.pk)

    assert [version.version for version in page.portraits] == [2, 1]
    assert page.portraits[0].parts == {"who": "Мастер с опытом"}
    assert page.portraits[0].updated_at == MONDAY
    assert [source[0] for source in page.portraits[0].sources] == ["survey", "interview"]
    assert page.portraits[1].parts == {"who": "Мастер в салоне"}


@pytest.mark.requirement("R-047")
def test_a_portrait_without_a_source_is_refused(school: School) -> None:
    fields = RecordFields({"who": "Кто-то"})

    with pytest.raises(WithoutSources):
        services.write_version(audience().pk, RecordKind.PORTRAIT, fields, now=MONDAY, actor=ACTOR)


@pytest.mark.requirement("R-047")
def test_students_belong_to_the_group_of_the_pain_of_their_goal(school: School) -> None:
    fear, money = add_pain("Боюсь испортить"), add_pain("Мало зарабатываю")
    masters, novices = audience("Мастера", (money.pk,)), audience("Новички", (fear.pk,))
    client = make_client()
    record_goal(client.pk, text="Не бояться", pain_id=fear.pk, now=MONDAY, actor=ACTOR)
    later = MONDAY + timedelta(days=1)
    record_goal(client.pk, text="Зарабатывать", pain_id=money.pk, now=later, actor=ACTOR)

    assert queries.audience_of(client.pk) == (masters.pk, "Мастера")
    assert {row.name: row.students for row in queries.audiences()} == {"Мастера": 1, "Новички": 0}
    services.save_audience(
        "Новички", pains=[fear.pk, money.pk], audience_id=novices.pk, now=MONDAY, actor=ACTOR
    )
    assert queries.audience_of(client.pk) == (novices.pk, "Новички")


def test_a_name_means_one_group(school: School) -> None:
    audience()

    with pytest.raises(NameTaken):
        audience()


@pytest.mark.requirement("R-048")
def test_a_group_has_a_map_of_meanings_once_one_is_written(school: School) -> None:
    saved = audience()
    assert queries.audiences()[0].meanings is None

    fields = RecordFields({"pain": "Клиентки уходят", "meaning": "Быть мастером"})
    services.write_version(saved.pk, RecordKind.MEANINGS, fields, now=MONDAY, actor=ACTOR)

    assert queries.audiences()[0].meanings == 1


@pytest.mark.requirement("R-049")
def test_a_landing_page_shows_its_portrait_and_conversion_before_and_after(
    school: School,
) -> None:
    saved = audience()
    portrait(saved)
    landing = services.add_landing("Главная", audience_id=saved.pk, now=MONDAY)
    days = ((30, (100, 5, 1)), (31, (100, 7, 1)), (32, (50, 10, 4)), (33, (150, 30, 6)))
    for number, counts in days:
        day = date(2026, 10, 1) + timedelta(days=number - 1)
        services.count_day(landing.pk, day, Counts(*counts), now=MONDAY, actor=ACTOR)

    services.refine(
        landing.pk, what="Первый экран", refined_on=date(2026, 11, 1), now=MONDAY, actor=ACTOR
    )
    portrait(saved, "Мастер с опытом")
    (row,) = queries.landings()

    assert (row.portrait, row.portrait_now, row.is_behind) == (1, 2, True)
    assert row.before is not None
    assert row.after is not None
    assert (row.before.to_lead, row.before.to_payment) == (0.06, 0.01)
    assert (row.after.to_lead, row.after.to_payment) == (0.2, 0.05)
    assert row.whole.counts == Counts(400, 52, 12)


@pytest.mark.requirement("R-049")
def test_impossible_traffic_and_a_page_without_a_portrait_are_refused(school: School) -> None:
    landing = services.add_landing("Главная", audience_id=audience().pk, now=MONDAY)

    with pytest.raises(WrongCounts):
        services.count_day(landing.pk, MONDAY.date(), Counts(10, 11, 0), now=MONDAY, actor=ACTOR)
    with pytest.raises(WithoutSources):
        services.refine(landing.pk, what="Экран", refined_on=MONDAY.date(), now=MONDAY, actor=ACTOR)
    assert queries.landings()[0].whole.to_lead is None
