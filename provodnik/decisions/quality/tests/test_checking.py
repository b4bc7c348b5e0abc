"""A day's sample, checks, remarks, calibration."""

import pytest

from provodnik.decisions.quality import queries, services
from provodnik.decisions.quality.errors import (
    AlreadyChecked,
    CheckedByTwo,
    NotYours,
    OwnWork,
    SaysNothing,
)
from provodnik.decisions.quality.models import Drawn, Remark
from provodnik.decisions.quality.tests.factories import (
    DAY,
    NOW,
    check,
    draw,
    drawn_of,
    write_answers,
)
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School, Signal
from provodnik.signals.services import refresh_all

pytestmark = pytest.mark.django_db


def open_signals(name: str) -> list[int]:
    found = Signal.objects.filter(check_name=name, closed_at=None)
    return list(found.values_list("subject_id", flat=True))


@pytest.mark.requirement("R-216")
def test_a_day_draws_answers_of_each_curator_once(school: School) -> None:
    anna, boris, head = make_staff("Анна"), make_staff("Борис"), make_staff("Ольга")
    write_answers(anna.pk, 12)
    write_answers(boris.pk, 2)
    write_answers(boris.pk, 1, at=NOW + DAY)

    first, again = draw(), draw()

    assert [one.staff_id for one in first] == [anna.pk] * 3 + [boris.pk]
    assert first == again
    assert {one.staff_id for one in queries.waiting(for_id=head.pk, now=NOW).rows} == {
        anna.pk,
        boris.pk,
    }
    assert queries.waiting(for_id=anna.pk, now=NOW).total == 1


@pytest.mark.requirement("R-216")
def test_a_day_nobody_checked_raises_a_reminder_until_somebody_does(school: School) -> None:
    anna, head = make_staff("Анна"), make_staff("Ольга")
    write_answers(anna.pk, 3)
    drawn = draw()

    refresh_all(now=NOW)
    on_the_day = open_signals("quality_day_missed")
    refresh_all(now=NOW + DAY)
    missed = open_signals("quality_day_missed")
    check(drawn[0], head.pk, at=NOW + DAY)
    refresh_all(now=NOW + DAY)

    assert (on_the_day, missed) == ([], [drawn[0].sample_id])
    assert open_signals("quality_day_missed") == []


def test_a_day_without_answers_reminds_of_nothing(school: School) -> None:
    assert draw() == []
    refresh_all(now=NOW + DAY)
    assert open_signals("quality_day_missed") == []


@pytest.mark.requirement("R-216", "R-219")
def test_a_check_scores_its_author_and_is_told_to_the_journal(school: School) -> None:
    anna, head = make_staff("Анна"), make_staff("Ольга")
    one, other = drawn_of(anna.pk, 1), drawn_of(anna.pk, 2)

    check(one, head.pk, failed="to_the_point")
    check(other, head.pk, at=NOW - 7 * DAY)

    person = queries.people(now=NOW)[0]
    assert (person.name, person.checks) == ("Анна", 2)
    assert person.score.share == pytest.approx(15 / 18)
    assert [(week.checks, week.score.share) for week in person.weeks[-2:]] == [
        (1, 1.0),
        (1, pytest.approx(6 / 9)),
    ]
    entry = JournalEntry.objects.filter(event__name="artefact_checked").order_by("pk")[0]
    assert (entry.item, entry.staff_id) == ("message:1", anna.pk)
    assert entry.attrs == {"passed": 4, "applicable": 5, "type": "message"}


@pytest.mark.requirement("R-216")
def test_rows_behind_a_score_count_to_it(school: School) -> None:
    anna, head = make_staff("Анна"), make_staff("Ольга")
    for nth in range(3):
        check(drawn_of(anna.pk, nth), head.pk, failed="warm")

    rows, score, total = queries.checks(from_at=NOW - 30 * DAY, to_at=NOW + DAY, staff_id=anna.pk)

    person = queries.people(now=NOW)[0]
    assert (len(rows), total, score) == (3, person.checks, person.score)


def test_nobody_checks_their_own_work_or_the_same_twice(school: School) -> None:
    anna, head, senior, third = (make_staff(name) for name in ("Анна", "Ольга", "Вера", "Глеб"))
    drawn = drawn_of(anna.pk, 1)

    with pytest.raises(OwnWork):
        check(drawn, anna.pk)
    check(drawn, head.pk)
    with pytest.raises(AlreadyChecked):
        check(drawn, head.pk)
    check(drawn, senior.pk)
    with pytest.raises(CheckedByTwo):
        check(drawn, third.pk)


def test_a_second_check_calibrates_and_does_not_change_the_score(school: School) -> None:
    anna, head, senior = (make_staff(name) for name in ("Анна", "Ольга", "Вера"))
    drawn = drawn_of(anna.pk, 1)

    check(drawn, head.pk, failed="to_the_point warm")
    check(drawn, senior.pk, failed="warm literate", at=NOW)

    [pair] = queries.calibrations()
    assert (pair.first.checker, pair.second.checker) == ("Ольга", "Вера")
    assert pair.differing == ("to_the_point", "literate")
    assert pair.apart == pytest.approx(2 / 9)
    assert queries.people(now=NOW)[0].score.share == pytest.approx(5 / 9)
    assert JournalEntry.objects.filter(event__name="artefact_checked").count() == 1


@pytest.mark.requirement("R-216")
def test_a_remark_comes_to_its_author_who_agrees_or_says_why_not(school: School) -> None:
    anna, head = make_staff("Анна"), make_staff("Ольга")
    check(drawn_of(anna.pk, 1), head.pk, failed="next_step", remark="Назовите срок")
    [told], total = queries.remarks(staff_id=anna.pk)
    assert (told.text, told.said_by, told.answered_at, total) == ("Назовите срок", "Ольга", None, 1)

    with pytest.raises(NotYours):
        services.answer_remark(told.remark_id, is_agreed=True, answer="", by_id=head.pk, now=NOW)
    with pytest.raises(SaysNothing):
        services.answer_remark(told.remark_id, is_agreed=False, answer=" ", by_id=anna.pk, now=NOW)
    services.answer_remark(
        told.remark_id, is_agreed=False, answer="Срок был в первом ответе", by_id=anna.pk, now=NOW
    )
    services.answer_remark(told.remark_id, is_agreed=True, answer="", by_id=anna.pk, now=NOW)

    [told], _ = queries.remarks(staff_id=anna.pk)
    assert (told.is_agreed, told.answer) == (False, "Срок был в первом ответе")


def test_a_remark_nobody_answered_is_reminded_of(school: School) -> None:
    anna, head = make_staff("Анна"), make_staff("Ольга")
    check(drawn_of(anna.pk, 1), head.pk, remark="Назовите срок")

    refresh_all(now=NOW + 2 * DAY)
    early = open_signals("quality_remark_waits")
    refresh_all(now=NOW + 3 * DAY)

    assert early == []
    assert open_signals("quality_remark_waits") == [Remark.objects.get().pk]


@pytest.mark.requirement("R-219")
def test_a_fall_of_quality_is_a_signal_and_a_small_one_is_not(school: School) -> None:
    head, fell, steady = (make_staff(name) for name in ("Ольга", "Анна", "Борис"))
    for nth in range(5):
        for staff, failed in ((fell, "to_the_point"), (steady, "warm")):
            then, now = (drawn_of(staff.pk, staff.pk * 100 + nth + late) for late in (0, 50))
            check(then, head.pk, at=NOW - 20 * DAY)
            check(now, head.pk, failed=failed, at=NOW - DAY)

    refresh_all(now=NOW)

    assert open_signals("artefact_quality_fell") == [fell.pk]
    evidence = Signal.objects.get(check_name="artefact_quality_fell").evidence
    assert (float(evidence["was"]), float(evidence["is"])) == (100.0, 66.7)
    assert Drawn.objects.count() == 20
