"""Launches and warm-ups as records: who leads them, who takes part, what they taught."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.learning import services as learning
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.errors import (
    AnalysisIncomplete,
    LaunchNameTaken,
    NextIsTheSame,
    OwnersMissing,
    SpeakerIsNoAlumnus,
)
from provodnik.facts.sales.models import Launch
from provodnik.facts.sales.queries.launch_pages import launch_card, participants, stories
from provodnik.facts.sales.queries.launches import launch_funnel, launch_funnels
from provodnik.facts.sales.queries.weeks import engagement, warmed, week_plan
from provodnik.facts.sales.rules import FunnelStep
from provodnik.facts.sales.services import analyses, launches
from provodnik.facts.sales.services import participants as guests
from provodnik.facts.sales.tests.factories import (
    ACTOR,
    MONDAY,
    buy,
    make_client,
    make_offer,
    make_product,
)
from provodnik.facts.sales.types import Analysis, NewLaunch
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.kernel.periods import Period
from provodnik.method import queries as method

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START = date(2026, 11, 2)


def open_launch(name: str = "Чат «Смелый блонд»", **fields: object) -> Launch:
    told = {"kind": "questionnaire", "channel": "warm_up", "starts_on": START, **fields}
    return launches.open_launch(NewLaunch(name, **told), actor=ACTOR, now=MONDAY)  # type: ignore[arg-type]


def cohort(name: str = "Поток 7", *, starts_on: date = START, ends_on: date | None = None) -> int:
    fields = CohortFields(name, starts_on=starts_on, ends_on=ends_on)
    return learning.create_cohort(fields, now=MONDAY, actor=ACTOR).pk


@pytest.mark.requirement("R-107")
def test_master_class_and_reality_show_are_formats_of_a_launch(school: School) -> None:
    keys = {str(kind.key) for kind in method.launch_settings().kinds}

    assert {"master_class", "reality_show", "practicum", "warm_up_chat", "own"} <= keys
    here, there = make_staff(), make_staff("Кирилл")
    launch = open_launch(kind="reality_show", owner_id=here.pk, marketing_owner_id=there.pk)
    assert launch.kind == "reality_show"


@pytest.mark.requirement("R-445")
def test_a_joint_launch_needs_an_owner_in_each_department(school: School) -> None:
    product, marketing = make_staff("Ольга Седова"), make_staff("Кирилл Орлов", "marketer")

    with pytest.raises(OwnersMissing):
        open_launch(kind="warm_up_chat", owner_id=product.pk)

    launch = open_launch(
        kind="warm_up_chat", owner_id=product.pk, marketing_owner_id=marketing.pk, tasks=3
    )
    card = launch_card(launch.pk)
    assert (card.owner, card.marketing_owner) == ("Ольга Седова", "Кирилл Орлов")
    assert [one.name for one in launch_funnels()] == [launch.name]


@pytest.mark.requirement("R-104")
def test_an_alumni_master_class_has_a_speaker_who_finished_something(school: School) -> None:
    newcomer, alumna = make_client("Инна Цой"), make_client("Вера Лапина")
    happened("graduated", alumna, MONDAY, product_id=make_product().pk)
    told = {"kind": "alumni_master_class", "channel": "alumni_master_class"}

    for nobody in (None, newcomer.pk):
        with pytest.raises(SpeakerIsNoAlumnus):
            open_launch(speaker_id=nobody, **told)

    launch = open_launch(speaker_id=alumna.pk, **told)
    assert launch_card(launch.pk).speaker == "Вера Лапина"


def test_a_name_is_taken_once_and_the_same_fields_change_nothing(school: School) -> None:
    first, second = open_launch("Первый"), open_launch("Второй")
    told = NewLaunch("Второй", "warm_up", START, kind="questionnaire")

    launches.edit_launch(second.pk, told, actor=ACTOR, now=MONDAY)
    with pytest.raises(LaunchNameTaken):
        launches.edit_launch(first.pk, told, actor=ACTOR, now=MONDAY)

    assert not JournalEntry.objects.filter(event__name="launch_changed").exists()


@pytest.mark.requirement("R-100", "R-103")
def test_a_warm_up_chat_counts_members_tasks_guests_and_buyers(school: School) -> None:
    product = make_product()
    launch = open_launch(product_id=product.pk, tasks=3, ends_on=date(2026, 11, 8))
    clients = [make_client() for _ in range(4)]
    ids = [client.pk for client in clients]
    guests.join(launch.pk, ids, actor=ACTOR, now=MONDAY)
    guests.note_tasks(launch.pk, ids[:3], 3, actor=ACTOR, now=MONDAY + DAY)
    guests.note_tasks(launch.pk, ids[3:], 1, actor=ACTOR, now=MONDAY + DAY)
    guests.note_came(launch.pk, ids[:2], actor=ACTOR, now=MONDAY + 2 * DAY)
    buy(clients[0], product, at=MONDAY + 3 * DAY, kopecks=4_900_00)
    buy(clients[3], make_product(), at=MONDAY + 3 * DAY)

    funnel = launch_funnel(launch.pk)

    assert (funnel.joined, funnel.tasked, funnel.came, funnel.bought) == (4, 3, 2, 1)
    assert (funnel.paid, funnel.revenue_kopecks) == (1, 4_900_00)
    assert funnel.came_of_joined == 0.5
    bought = {row.client_id: row.bought_kopecks for row in participants(launch.pk)}
    assert bought == {ids[0]: 4_900_00, ids[1]: 0, ids[2]: 0, ids[3]: 0}


def test_marks_are_made_once_and_a_mark_taken_back_leaves_no_attendance(school: School) -> None:
    launch, client = open_launch(), make_client()

    assert guests.note_came(launch.pk, [client.pk], actor=ACTOR, now=MONDAY) == 1
    assert guests.note_came(launch.pk, [client.pk], actor=ACTOR, now=MONDAY + DAY) == 0
    marks = JournalEntry.objects.filter(event__name="activity_joined")
    assert [(mark.client_id, mark.item) for mark in marks] == [(client.pk, launch.name)]

    assert guests.unnote_came(launch.pk, [client.pk], actor=ACTOR, now=MONDAY + DAY) == 1
    voided = JournalEntry.objects.get(event__name="entry_voided")
    assert voided.value == marks[0].pk
    assert launch_funnel(launch.pk).came == 0


def test_orders_of_people_without_a_part_in_it_are_not_the_launchs(school: School) -> None:
    launch = open_launch()
    stranger, guest = make_client(), make_client()
    guests.join(launch.pk, [guest.pk], actor=ACTOR, now=MONDAY)
    buy(stranger, make_product(), at=MONDAY + DAY)
    buy(guest, make_product(), at=MONDAY + DAY)  # through no channel, of another product

    assert launch_funnel(launch.pk).counts == (0, 0, 0, 0)


@pytest.mark.requirement("R-106")
def test_a_failed_launch_keeps_its_story_and_what_the_next_one_gave(school: School) -> None:
    product = make_product()
    failed = open_launch("Практикум", product_id=product.pk)
    for _ in range(12):
        make_offer(make_client(), product, launch_id=failed.pk)
    told = Analysis(
        "12 переходов, 0 оплат",
        "Цена названа до результата",
        changed_offer="Сначала мастер-класс, потом цена",
        hypothesis="Если показать работу выпускницы, оплатит каждый десятый",
        criterion="10% оплат из предложенного",
        check_on=date(2026, 12, 1),
    )
    analyses.write_analysis(failed.pk, told, by_id=None, actor=ACTOR, now=MONDAY)
    better = open_launch("Мастер-класс", product_id=product.pk)
    clients = [make_client() for _ in range(4)]
    for client in clients:
        make_offer(client, product, launch_id=better.pk)
    buy(clients[0], product, at=MONDAY + DAY)

    analyses.link_next(failed.pk, better.pk, actor=ACTOR, now=MONDAY + DAY)

    story = stories()[0]
    assert (story.launch_id, story.analysis.hypothesis) == (failed.pk, told.hypothesis)
    assert story.failed_step == FunnelStep.CLICKED
    assert story.after is not None
    assert (story.before.paid_of_made, story.after.paid_of_made) == (0.0, 0.25)


def test_an_analysis_says_what_and_why_and_never_leads_to_itself(school: School) -> None:
    launch = open_launch()

    with pytest.raises(AnalysisIncomplete):
        analyses.write_analysis(
            launch.pk, Analysis("Нет оплат", " "), by_id=None, actor=ACTOR, now=MONDAY
        )
    with pytest.raises(NextIsTheSame):
        told = Analysis("Нет оплат", "Дорого", next_launch_id=launch.pk)
        analyses.write_analysis(launch.pk, told, by_id=None, actor=ACTOR, now=MONDAY)


@pytest.mark.requirement("R-099")
def test_a_week_of_an_active_cohort_without_a_warm_up_is_named(school: School) -> None:
    learns = cohort(ends_on=date(2026, 11, 16))
    cohort("Прошлый", starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 1))
    open_launch(cohort_id=learns, ends_on=date(2026, 11, 4))

    weeks = {week.monday: [gap.cohort for gap in week.gaps] for week in week_plan(START)}

    assert weeks[date(2026, 11, 2)] == []
    assert weeks[date(2026, 11, 9)] == ["Поток 7"]
    assert weeks[date(2026, 11, 16)] == []  # the cohort is over


def test_a_cancelled_warm_up_warms_nobody_until_restored(school: School) -> None:
    learns = cohort()
    launch = open_launch(cohort_id=learns)

    def gaps() -> int:
        return sum(len(week.gaps) for week in week_plan(START) if week.monday == START)

    launches.cancel_launch(launch.pk, actor=ACTOR, now=MONDAY)
    assert gaps() == 1
    launches.restore_launch(launch.pk, actor=ACTOR, now=MONDAY)
    assert gaps() == 0


@pytest.mark.requirement("R-121")
def test_marks_of_attendance_give_the_engagement_of_a_group(school: School) -> None:
    group, launch = cohort(), open_launch()
    ids = [make_client().pk for _ in range(10)]
    learning.add_members(group, ids, joined_at=MONDAY, actor=ACTOR)
    guests.join(launch.pk, ids, actor=ACTOR, now=MONDAY)
    guests.note_came(launch.pk, ids[:7], actor=ACTOR, now=MONDAY)

    found = engagement(Period(START, date(2026, 12, 1)))

    assert [(one.name, one.members, one.marks, one.share) for one in found] == [
        ("Поток 7", 10, 7, 0.7)
    ]


@pytest.mark.requirement("R-108")
def test_warmed_leads_are_counted_by_month_each_person_once(school: School) -> None:
    product = make_product()
    first = open_launch("Чат", product_id=product.pk)
    second = open_launch("Эфир", product_id=product.pk)
    one, two = make_client(), make_client()
    for launch in (first, second):
        guests.join(launch.pk, [one.pk, two.pk], actor=ACTOR, now=MONDAY)
    guests.note_came(first.pk, [one.pk], actor=ACTOR, now=MONDAY)
    buy(one, product, at=MONDAY + 30 * DAY)

    found = warmed(Period(date(2026, 11, 1), date(2027, 1, 1)), timezone="Europe/Moscow")

    assert [(m.month.month, m.joined, m.came, m.bought) for m in found] == [
        (11, 2, 1, 0),
        (12, 0, 0, 1),
    ]


@pytest.mark.parametrize("length", [1, 30])
def test_marking_a_list_costs_the_same_at_any_length(
    school: School, length: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    launch = open_launch()
    ids = [make_client().pk for _ in range(length)]

    with django_assert_max_num_queries(16):
        guests.note_came(launch.pk, ids, actor=ACTOR, now=MONDAY)
