"""A work is handed in, its clock runs, and it is checked by criteria or not at all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from provodnik.facts.catalog.tests.factories import make_product
from provodnik.facts.learning.homework import queries, services
from provodnik.facts.learning.homework.errors import (
    AlreadyAccepted,
    BeingChecked,
    CommentTooShort,
    MarksMissing,
    NoSuchMark,
    NothingHandedIn,
    NotWaiting,
    OnlyExperts,
    TooManyAttempts,
)
from provodnik.facts.learning.homework.models import Attempt, Mark, Review, Work
from provodnik.facts.learning.homework.queries import Page
from provodnik.facts.learning.homework.tests.factories import (
    FINE,
    NOON,
    check,
    checked,
    hand_in,
    make_lesson,
)
from provodnik.facts.learning.homework.types import Handed, Result, Sees, Tab, WorkState
from provodnik.facts.learning.models import Cohort
from provodnik.facts.learning.services import add_members
from provodnik.facts.learning.tests.factories import make_cohort
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ALL = Sees(0, all=True)


def told(event: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(event__name=event).order_by("pk"))


def work_of(attempt: Attempt) -> Work:
    return Work.objects.get(pk=attempt.work_id)


@pytest.mark.requirement("R-146")
def test_a_work_keeps_its_attempts_times_and_result(school: School) -> None:
    lesson, client, curator = make_lesson(), make_client(), make_staff(role="curator")

    first = hand_in(lesson, client)
    check(first, curator.pk, checked(result=Result.RETURNED), at=NOON + HOUR)
    second = hand_in(lesson, client, at=NOON + 2 * HOUR)
    check(second, curator.pk, at=NOON + 3 * HOUR)

    work = work_of(second)
    assert (work.state, work.attempts) == (WorkState.ACCEPTED, 2)
    assert (work.checked_at, work.score_hundredths) == (NOON + 3 * HOUR, 400)
    assert [one.submitted_at for one in Attempt.objects.order_by("number")] == [
        NOON,
        NOON + 2 * HOUR,
    ]
    assert [one.value for one in told("homework_reviewed")] == [400, 400]
    assert {(one.item, one.product_id) for one in told("homework_submitted")} == {
        (lesson.key, lesson.course.product_id)
    }


@pytest.mark.requirement("R-148")
@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        pytest.param(NOON, NOON + timedelta(days=1), id="nine working hours are a working day"),
        pytest.param(NOON - 5 * HOUR, NOON + 7 * HOUR, id="at night it starts at the opening"),
        pytest.param(
            NOON + timedelta(days=4), NOON + timedelta(days=7), id="Friday is due on Monday"
        ),
    ],
)
def test_the_check_is_due_by_the_working_calendar(
    school: School, submitted: object, due: object
) -> None:
    attempt = hand_in(make_lesson(), make_client(), at=submitted)  # type: ignore[arg-type]

    assert attempt.due_at == due


@pytest.mark.requirement("R-148")
def test_handing_in_again_starts_the_clock_anew(school: School) -> None:
    lesson, client, curator = make_lesson(), make_client(), make_staff(role="curator")
    first = hand_in(lesson, client)
    check(first, curator.pk, checked(result=Result.RETURNED), at=NOON + HOUR)
    assert work_of(first).due_at is None

    again = hand_in(lesson, client, at=NOON + timedelta(days=1, hours=2))

    assert work_of(again).asked_at == NOON + timedelta(days=1, hours=2)
    # The 3rd is an hour shorter before the holiday of the 4th.
    assert work_of(again).due_at == NOON + timedelta(days=3, hours=3)


def test_handing_in_over_a_waiting_attempt_counts_from_the_newer_one(school: School) -> None:
    lesson, client = make_lesson(), make_client()
    hand_in(lesson, client)
    again = hand_in(lesson, client, at=NOON + 3 * HOUR)

    assert work_of(again).asked_at == NOON + 3 * HOUR


def test_an_answer_that_asks_for_nothing_has_no_clock(school: School) -> None:
    lesson, client = make_lesson(), make_client()
    handed = Handed("Просто мысль", asks=False)
    attempt = services.hand_in(lesson.pk, client.pk, handed, now=NOON, actor="x")

    assert (attempt.due_at, work_of(attempt).state) == (None, WorkState.ASSIGNED)


def test_nothing_cannot_be_handed_in(school: School) -> None:
    with pytest.raises(NothingHandedIn):
        hand_in(make_lesson(), make_client(), text="  ")


def test_an_accepted_work_is_not_handed_in_again(school: School) -> None:
    lesson, client = make_lesson(), make_client()
    check(hand_in(lesson, client), make_staff(role="curator").pk, at=NOON + HOUR)

    with pytest.raises(AlreadyAccepted):
        hand_in(lesson, client, at=NOON + 2 * HOUR)


def test_a_student_hands_in_a_few_times_a_day_at_most(school: School) -> None:
    lesson, client = make_lesson(), make_client()
    for _ in range(5):
        hand_in(lesson, client)
    with pytest.raises(TooManyAttempts):
        hand_in(lesson, client)

    assert hand_in(lesson, client, at=NOON + timedelta(days=1)).number == 6


@pytest.mark.requirement("R-147")
def test_a_check_without_a_mark_for_every_criterion_is_refused(school: School) -> None:
    attempt, curator = hand_in(make_lesson(), make_client()), make_staff(role="curator")
    with pytest.raises(MarksMissing) as refused:
        check(attempt, curator.pk, checked({"cleanness": 4, "reasoning": 3}), at=NOON)

    assert refused.value.titles == ("Тон",)
    assert work_of(attempt).state == WorkState.WAITING


@pytest.mark.requirement("R-147")
@pytest.mark.parametrize("mark", [0, 6])
def test_a_mark_lies_between_one_and_five(school: School, mark: int) -> None:
    attempt, curator = hand_in(make_lesson(), make_client()), make_staff(role="curator")
    with pytest.raises(NoSuchMark):
        check(attempt, curator.pk, checked({"cleanness": 4, "tone": mark, "reasoning": 3}), at=NOON)

    review = check(attempt, curator.pk, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.filter(review=review, criterion="tone").update(mark=mark)


@pytest.mark.requirement("R-148")
def test_feedback_has_the_form_of_the_regulation(school: School) -> None:
    attempt, curator = hand_in(make_lesson(), make_client()), make_staff(role="curator")
    with pytest.raises(CommentTooShort) as refused:
        check(attempt, curator.pk, checked(comment="Ок"), at=NOON)

    assert refused.value.letters == 20


def test_two_curators_do_not_check_one_work(school: School) -> None:
    attempt = hand_in(make_lesson(), make_client())
    darya, other = make_staff("Дарья Мухина", "curator"), make_staff("Иван Цой", "curator")
    services.claim(attempt.work_id, by_id=darya.pk, now=NOON)

    with pytest.raises(BeingChecked) as refused:
        services.claim(attempt.work_id, by_id=other.pk, now=NOON + timedelta(minutes=59))
    assert refused.value.by == "Дарья Мухина"
    with pytest.raises(BeingChecked):
        check(attempt, other.pk, at=NOON + timedelta(minutes=59))
    assert not Review.objects.exists()


def test_a_begun_check_is_not_kept_for_ever(school: School) -> None:
    attempt = hand_in(make_lesson(), make_client())
    darya, other = make_staff("Дарья Мухина", "curator"), make_staff("Иван Цой", "curator")
    services.claim(attempt.work_id, by_id=darya.pk, now=NOON)
    services.claim(attempt.work_id, by_id=other.pk, now=NOON + HOUR)

    assert work_of(attempt).claimed_by_id == other.pk


def test_a_work_checked_meanwhile_says_by_whom(school: School) -> None:
    attempt, darya = hand_in(make_lesson(), make_client()), make_staff("Дарья Мухина", "curator")
    check(attempt, darya.pk, at=NOON)

    with pytest.raises(NotWaiting) as refused:
        check(attempt, make_staff("Иван Цой", "curator").pk, at=NOON + HOUR)
    assert (refused.value.by, Review.objects.count()) == ("Дарья Мухина", 1)


@pytest.mark.requirement("R-151")
def test_a_practical_task_is_checked_by_an_expert_only(school: School) -> None:
    lesson, client = make_lesson("Модель", is_practical=True), make_client()
    expert = make_staff("Вера Тон", "expert_assessor")
    services.give_task(lesson.pk, [client.pk], expert_id=expert.pk, by_id=make_staff().pk, now=NOON)
    attempt = hand_in(lesson, client)
    for role in ("curator", "senior_curator", "head_of_product_and_service", "owner"):
        with pytest.raises(OnlyExperts):
            check(attempt, make_staff(role, role).pk, checked(FINE), at=NOON)

    check(attempt, expert.pk, checked(FINE), at=NOON + HOUR)
    assert work_of(attempt).score_hundredths == 500
    (given,) = told("practical_task_given")
    assert (given.client_id, given.staff_id) == (client.pk, expert.pk)
    (submitted,) = told("homework_submitted")
    assert submitted.attrs == {"required": False}


def test_the_curator_of_the_group_answers_for_the_check(school: School) -> None:
    product, client = make_product("Колорист"), make_client()
    of_cohort, of_group = make_staff("Поток", "curator"), make_staff("Группа", "curator")
    cohort = make_cohort(product_id=product.pk)
    group = make_cohort("Группа А", parent=cohort)
    Cohort.objects.filter(pk=cohort.pk).update(curator=of_cohort)
    Cohort.objects.filter(pk=group.pk).update(curator=of_group)
    for one in (cohort, group):
        add_members(one.pk, [client.pk], joined_at=NOON, actor="system")

    attempt = hand_in(make_lesson(product=product), client)

    assert work_of(attempt).holder_id == of_group.pk


@pytest.mark.requirement("R-148")
def test_overdue_checks_are_listed_per_curator(school: School) -> None:
    product, lesson = make_product("Колорист"), None
    darya = make_staff("Дарья Мухина", "curator")
    cohort = make_cohort(product_id=product.pk)
    Cohort.objects.filter(pk=cohort.pk).update(curator=darya)
    lesson = make_lesson(product=product)
    mine, nobodys, timely = make_client(), make_client(), make_client()
    add_members(cohort.pk, [mine.pk, timely.pk], joined_at=NOON, actor="system")
    hand_in(lesson, mine)
    hand_in(lesson, nobodys)
    check(hand_in(lesson, timely), darya.pk, at=NOON + HOUR)
    late = NOON + timedelta(days=1, seconds=1)

    rows = {row.curator: row for row in queries.regulation(now=late)}
    assert (rows["Дарья Мухина"].overdue, rows["Дарья Мухина"].waiting) == (1, 1)
    assert rows["Дарья Мухина"].in_time_share == 1
    assert rows[""].overdue == 1
    (row,) = queries.rows(ALL, Tab.LATE, now=late, page=Page(10), curator_id=darya.pk)
    assert row.client_id == mine.pk
    assert not queries.rows(ALL, Tab.LATE, now=NOON + timedelta(days=1), page=Page(10))


def test_the_list_is_by_what_is_due_first_and_costs_one_query(
    school: School, django_assert_num_queries: object
) -> None:
    lesson = make_lesson()
    later = hand_in(lesson, make_client("Позже"), at=NOON + HOUR)
    sooner = hand_in(lesson, make_client("Раньше"))

    with django_assert_num_queries(1):  # type: ignore[operator]
        rows = queries.rows(ALL, Tab.WAITING, now=NOON + HOUR, page=Page(10))
    assert [row.work_id for row in rows] == [sooner.work_id, later.work_id]
    assert queries.next_waiting(ALL, now=NOON, after_id=sooner.work_id) == later.work_id
