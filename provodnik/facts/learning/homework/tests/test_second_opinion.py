"""Two people's marks of one work: asked for, compared, talked about, drawn into a sample."""

from datetime import timedelta

import pytest

from provodnik.facts.learning.homework import queries, services
from provodnik.facts.learning.homework.errors import (
    MustDiscuss,
    NoSecondOpinion,
    OnlySeniors,
    WaitsForSecond,
)
from provodnik.facts.learning.homework.models import Attempt, Review, SecondLook, Work
from provodnik.facts.learning.homework.tests.factories import (
    GOOD,
    NOON,
    check,
    checked,
    hand_in,
    make_lesson,
)
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-149")]
FAR = {"cleanness": 2, "tone": 5, "reasoning": 3}
NEAR = {"cleanness": 4, "tone": 4, "reasoning": 3}


@pytest.fixture
def curator(school: School) -> Staff:
    return make_staff("Дарья Мухина", "curator")


@pytest.fixture
def senior(school: School) -> Staff:
    return make_staff("Ольга Седова", "senior_curator")


@pytest.fixture
def asked(curator: Staff) -> Attempt:
    attempt = hand_in(make_lesson(), make_client())
    services.ask_second(attempt.work_id, checked(), by_id=curator.pk, now=NOON)
    return attempt


def second(attempt: Attempt, by: Staff, marks: dict[str, int]) -> SecondLook:
    return services.give_second(attempt.pk, checked(marks, ""), by_id=by.pk, now=NOON)


def test_a_draft_waits_for_the_second_opinion(asked: Attempt, curator: Staff) -> None:
    with pytest.raises(WaitsForSecond):
        check(asked, curator.pk, at=NOON)

    assert not Review.objects.filter(sent_at__isnull=False).exists()


def test_near_opinions_are_sent_at_once(asked: Attempt, curator: Staff, senior: Staff) -> None:
    assert second(asked, senior, NEAR).difference == 1
    check(asked, curator.pk, at=NOON)

    assert Work.objects.get(pk=asked.work_id).score_hundredths == 400


def test_two_points_apart_is_talked_about_first(
    asked: Attempt, curator: Staff, senior: Staff
) -> None:
    assert second(asked, senior, FAR).difference == 2
    with pytest.raises(MustDiscuss) as refused:
        check(asked, curator.pk, at=NOON)
    assert refused.value.points == 2

    services.agree(asked.pk, "Чистота 3: пятно у виска", now=NOON)
    check(asked, curator.pk, checked({**GOOD, "cleanness": 3}), at=NOON)
    assert Work.objects.get(pk=asked.work_id).score_hundredths == 367


def test_own_marks_mended_towards_the_second_need_no_talk(
    asked: Attempt, curator: Staff, senior: Staff
) -> None:
    second(asked, senior, FAR)
    check(asked, curator.pk, checked({**GOOD, "cleanness": 3}), at=NOON)

    assert Work.objects.get(pk=asked.work_id).state == "accepted"


def test_only_a_senior_and_another_person_gives_it(
    asked: Attempt, curator: Staff, senior: Staff
) -> None:
    with pytest.raises(OnlySeniors):
        second(asked, make_staff("Ещё куратор", "curator"), NEAR)
    own = hand_in(make_lesson("Урок 2"), make_client())
    services.ask_second(own.work_id, checked(), by_id=senior.pk, now=NOON)
    with pytest.raises(OnlySeniors):
        second(own, senior, NEAR)

    second(asked, senior, NEAR)
    with pytest.raises(NoSecondOpinion):
        second(asked, senior, NEAR)


def test_the_difference_stands_beside_both_marks(
    asked: Attempt, curator: Staff, senior: Staff
) -> None:
    second(asked, senior, FAR)
    view = queries.opened(Work.objects.select_related("lesson__course").get(pk=asked.work_id))

    assert view.last is not None
    told = [(one.title, one.first, one.second, one.points) for one in view.last.differences]
    assert told == [("Чистота", 4, 2, 2), ("Тон", 5, 5, 0), ("Ход решения", 3, 3, 0)]
    entry = JournalEntry.objects.get(event__name="second_opinion_given")
    assert (entry.value, entry.staff_id) == (200, senior.pk)


def test_a_sample_of_checks_is_looked_at_twice(curator: Staff, senior: Staff) -> None:
    lesson = make_lesson()
    attempts = [hand_in(lesson, make_client()) for _ in range(25)]
    for attempt in attempts:
        check(attempt, curator.pk, at=NOON)

    assert services.draw_sample(now=NOON + timedelta(days=1)) == 2
    assert services.draw_sample(now=NOON + timedelta(days=1)) == 0
    look = SecondLook.objects.select_related("attempt").order_by("pk")[0]
    second(look.attempt, senior, FAR)

    found = queries.agreement(now=NOON + timedelta(days=1))
    assert (found.compared, found.agreed, found.waiting, found.mean_points) == (1, 0, 1, 2)
    assert (found.rows[0].first, found.rows[0].second) == ("Дарья Мухина", "Ольга Седова")
    assert (found.rows[0].first_hundredths, found.rows[0].second_hundredths) == (400, 333)


def test_a_new_attempt_is_judged_afresh(asked: Attempt, curator: Staff) -> None:
    work = Work.objects.select_related("lesson", "client").get(pk=asked.work_id)
    again = hand_in(work.lesson, work.client, at=NOON + timedelta(hours=1))
    check(again, curator.pk, at=NOON + timedelta(hours=2))

    assert Work.objects.get(pk=work.pk).state == "accepted"
