"""Sentences of the metrics of learning that their worked examples do not hold already."""

from datetime import date
from typing import Any

import pytest

from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.tests.worked import ask


def answer(
    metric: str,
    journal: str,
    *,
    by: str | None = None,
    period_from: date | None = None,
    period_to: date | None = None,
) -> dict[str, Any]:
    return ask(DEFINITIONS[metric], journal, by=by, period_from=period_from, period_to=period_to)


def values(told: dict[str, Any], dim: str) -> dict[str | None, Any]:
    return {row[dim]: row["value"] for row in told["rows"]}


@pytest.mark.parametrize(
    ("metric", "empty"),
    [
        ("nps", {"nps": None, "promoters": 0, "passives": 0, "detractors": 0, "n": 0}),
        ("csat", {"share": None, "mean": None, "n": 0}),
        ("csi", {"index": None, "n": 0}),
        ("homework_completion", None),
        ("module_reach", None),
        ("course_completion", None),
        ("lesson_views", None),
        ("engagement", None),
        ("graduate_quality", {"mean": None, "fives": None, "n": 0}),
        ("cases", {"cases": 0, "videos": 0, "reviews": 0, "share": None}),
        ("artefact_quality", None),
        ("referral_share", None),
    ],
)
def test_empty_denominator_is_null_and_never_zero(metric: str, empty: object) -> None:
    told = answer(metric, "anna logged_in 2026-01-01T10:00")

    assert (told["value"], told["rows"]) == (empty, [])


def hundred(event: str, count: int, words: str) -> str:
    return "\n".join(f"s{nth} {event} 2026-02-10T10:00 {words}" for nth in range(count))


@pytest.mark.requirement("R-250")
def test_41_of_100_finished_per_cohort_and_per_curator() -> None:
    journal = "\n".join(
        [
            *(
                f"s{nth} enrolled 2026-0{1 + nth // 50}-10T10:00 product=basic"
                f" staff={'anna' if nth % 2 else 'irina'}"
                for nth in range(100)
            ),
            *(f"s{nth} course_completed 2026-04-10T10:00 product=basic" for nth in range(41)),
        ]
    )

    told = answer("course_completion", journal)

    assert (told["value"], told["numerator"], told["denominator"]) == (0.41, 41, 100)
    assert values(answer("course_completion", journal, by="cohort"), "cohort") == {
        "2026-01": 0.82,
        "2026-02": 0.0,
    }
    assert values(answer("course_completion", journal, by="staff"), "staff") == {
        "anna": 0.4,
        "irina": 0.42,
    }


def test_curator_is_the_coordinator_assigned_last_where_access_names_nobody() -> None:
    journal = """
        anna enrolled             2026-01-10T10:00 product=basic
        anna coordinator_assigned 2026-01-10T11:00 staff=irina
        anna coordinator_assigned 2026-01-11T11:00 staff=olga
        anna course_completed     2026-02-10T10:00 product=basic
    """

    assert values(answer("course_completion", journal, by="staff"), "staff") == {"olga": 1.0}


@pytest.mark.requirement("R-249")
def test_reach_of_the_third_module_is_told_apart_from_homework() -> None:
    journal = "\n".join(
        [
            hundred("enrolled", 100, "product=basic"),
            hundred("lesson_viewed", 100, "product=basic item=l1 module=1"),
            hundred("homework_submitted", 60, "product=basic item=h2 module=2").replace(
                "02-10", "02-20"
            ),
            hundred("lesson_viewed", 30, "product=basic item=l3 module=3").replace(
                "02-10", "03-10"
            ),
        ]
    )

    reach, homework = answer("module_reach", journal), answer("homework_completion", journal)

    assert [(row["item"], row["value"]) for row in reach["rows"]] == [
        ("1", 1.0),
        ("2", 0.6),
        ("3", 0.3),
    ]
    assert (reach["value"], homework["value"]) == (0.3, 0.6)


@pytest.mark.requirement("R-252")
def test_largest_fall_on_the_path_is_named_by_module_and_by_lesson() -> None:
    journal = "\n".join(
        [
            hundred("enrolled", 10, "product=basic"),
            *(
                hundred(
                    "lesson_viewed", count, f"product=basic item={lesson} module={module}"
                ).replace("02-10", f"02-{day}")
                for lesson, module, count, day in (
                    ("Знакомство", "Старт", 9, 11),
                    ("Круг", "Цвет", 8, 12),
                    ("Тон", "Цвет", 3, 13),
                    ("Практика", "Итог", 2, 14),
                )
            ),
        ]
    )

    modules = answer("module_reach", journal)
    lessons = answer("lesson_views", journal, by="item")

    assert modules["biggest_fall"] == {"product": "basic", "item": "Итог", "lost": 6}
    assert lessons["biggest_fall"] == {"product": "basic", "item": "Тон", "lost": 5}
    assert [(row["item"], row["lost"]) for row in lessons["rows"]] == [
        ("Знакомство", 1),
        ("Круг", 1),
        ("Тон", 5),
        ("Практика", 1),
    ]


def test_path_that_loses_nobody_has_no_biggest_fall() -> None:
    journal = """
        anna enrolled      2026-01-10T10:00 product=basic
        anna lesson_viewed 2026-01-11T10:00 product=basic item=l1
    """

    assert answer("module_reach", journal)["biggest_fall"] is None


def test_steps_of_each_course_fall_apart() -> None:
    journal = """
        anna  enrolled      2026-01-10T10:00 product=a
        boris enrolled      2026-01-10T10:00 product=b
        anna  lesson_viewed 2026-01-11T10:00 product=a item=l1
        vera  enrolled      2026-01-10T10:00 product=b
        boris lesson_viewed 2026-01-11T10:00 product=b item=l1
    """

    rows = answer("lesson_views", journal, by="item")["rows"]

    assert [(row["product"], row["size"], row["lost"]) for row in rows] == [
        ("a", 1, 0),
        ("b", 2, 1),
    ]


def test_period_of_learning_chooses_who_got_access_not_what_they_did_later() -> None:
    journal = """
        anna  enrolled           2026-01-10T10:00 product=basic
        boris enrolled           2026-02-10T10:00 product=basic
        boris homework_submitted 2026-03-10T10:00 product=basic item=h
        boris lesson_viewed      2026-03-10T10:00 product=basic item=l
        boris course_completed   2026-04-10T10:00 product=basic
    """
    february = date(2026, 2, 1), date(2026, 3, 1)

    for metric in ("homework_completion", "module_reach", "course_completion", "lesson_views"):
        told = answer(metric, journal, period_from=february[0], period_to=february[1])
        assert told["value"] == 1.0, metric
        assert answer(metric, journal)["value"] == 0.5, metric


@pytest.mark.requirement("R-254")
def test_seven_of_ten_took_part_and_who_finished_before_is_not_active() -> None:
    journal = "\n".join(
        [
            hundred("enrolled", 12, "product=basic").replace("02-10", "01-10"),
            *(f"s{nth} course_completed 2026-01-20T10:00 product=basic" for nth in (10, 11)),
            hundred("activity_joined", 7, "item=battle"),
            "s10 activity_joined 2026-02-10T10:00 item=battle",
        ]
    )

    told = answer("engagement", journal, period_from=date(2026, 2, 1), period_to=date(2026, 3, 1))

    assert (told["numerator"], told["denominator"]) == (7, 10)


def test_participants_without_any_access_on_record_are_active_by_what_they_did() -> None:
    journal = """
        anna  activity_joined 2026-02-10T10:00 item=battle
        boris lesson_viewed   2026-02-10T10:00 item=l1
    """

    assert answer("engagement", journal)["value"] == 0.5


def test_borders_of_nps_groups() -> None:
    journal = "\n".join(
        f"c{nth} survey_answered 2026-01-10T10:00 value={score} item=q measure=nps"
        for nth, score in enumerate(range(11))
    )

    assert answer("nps", journal)["value"] == {
        "nps": -45.454545,
        "promoters": 2,
        "passives": 2,
        "detractors": 7,
        "n": 11,
    }


def test_satisfaction_by_cohort_is_that_of_the_course_asked_about() -> None:
    journal = """
        anna enrolled        2026-01-10T10:00 product=basic
        anna enrolled        2026-03-10T10:00 product=advanced
        anna survey_answered 2026-04-10T10:00 value=5 item=q measure=csat product=advanced
        anna survey_answered 2026-04-10T10:00 value=3 item=q measure=csat
        vera survey_answered 2026-04-10T10:00 value=1 item=q measure=csat
    """

    told = answer("csat", journal, by="cohort")

    assert {row["cohort"]: row["mean"] for row in told["rows"]} == {
        "2026-03": 5.0,
        "2026-01": 3.0,
        None: 1.0,
    }


def test_importance_of_a_question_is_no_word() -> None:
    journal = """
        anna survey_answered 2026-04-10T10:00 value=5 item=q measure=csi weight=высокая scale=пять
        anna survey_answered 2026-04-10T10:00 value=3 item=r measure=csi weight=0
    """

    assert answer("csi", journal)["value"] == {"index": 80.0, "n": 2}


@pytest.mark.requirement("R-152")
def test_marks_of_graduates_are_told_with_their_distribution_and_share_of_fives() -> None:
    marks = (5, 5, 5, 4, 3)
    journal = "\n".join(
        f"s{nth} enrolled  2026-01-10T10:00 product=basic\n"
        f"s{nth} graduated 2026-03-10T10:00 product=basic value={mark}"
        for nth, mark in enumerate(marks)
    )

    told = answer("graduate_quality", journal, by="cohort")

    assert told["value"] == {"mean": 4.4, "fives": 0.6, "n": 5}
    assert told["marks"] == {"5": 3, "4": 1, "3": 1, "2": 0, "1": 0}
    assert [row["cohort"] for row in told["rows"]] == ["2026-01"]


def test_a_work_optional_in_one_course_is_required_in_another() -> None:
    journal = """
        anna  enrolled           2026-01-10T10:00 product=a
        boris enrolled           2026-01-10T10:00 product=b
        anna  homework_submitted 2026-01-11T10:00 product=a item=h required=No
        anna  homework_submitted 2026-01-11T10:00 product=a item=main
        boris homework_submitted 2026-01-11T10:00 product=b item=h
    """

    told = answer("homework_completion", journal)

    assert [(row["product"], row["item"]) for row in told["rows"]] == [("a", "main"), ("b", "h")]
    assert told["value"] == 1.0


def test_deed_that_names_no_course_belongs_to_the_only_one_and_to_none_of_two() -> None:
    journal = """
        anna  enrolled      2026-01-10T10:00 product=a
        anna  lesson_viewed 2026-01-11T10:00 item=l1
        boris enrolled      2026-01-10T10:00 product=a
        boris enrolled      2026-01-10T10:00 product=b
        boris lesson_viewed 2026-01-11T10:00 item=l1
    """

    assert values(answer("lesson_views", journal), "product") == {"a": 0.5}
