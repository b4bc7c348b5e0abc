"""Golden numbers of learning and satisfaction: raw lines in, printed words out."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from provodnik.kernel.models import School
from provodnik.lake import services
from provodnik.lake.tests.journals import NOW, write

JANUARY = (date(2026, 1, 1), date(2026, 2, 1))
FEBRUARY = (date(2026, 2, 1), date(2026, 3, 1))

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    with translation.override("ru"):
        yield


def versus_january(school: School, metric: str, lines: Iterable[str]) -> dict[str, Any]:
    """What the command answers to `--from 2026-02-01 --to 2026-03-01 --versus` January."""
    write(school, "\n".join(lines))
    services.catch_up(now=NOW)
    february_from, february_to = FEBRUARY
    return services.measure(
        metric,
        school_id=school.pk,
        period_from=february_from,
        period_to=february_to,
        versus=JANUARY,
        now=NOW,
    ).to_json()


def answers(measure: str, month: int, scores: dict[int, int]) -> list[str]:
    """So many answers of each score, each by a client of their own."""
    given = [score for score, count in scores.items() for _ in range(count)]
    return [
        f"m{month}c{nth} survey_answered 2026-0{month}-10T10:00 value={score} item=q"
        f" measure={measure}"
        for nth, score in enumerate(given)
    ]


def enrolled(month: int, count: int, product: str = "basic") -> list[str]:
    return [
        f"m{month}s{nth} enrolled 2026-0{month}-05T10:00 product={product}" for nth in range(count)
    ]


def did(event: str, month: int, count: int, words: str = "product=basic item=x") -> list[str]:
    return [f"m{month}s{nth} {event} 2026-0{month}-15T10:00 {words}" for nth in range(count)]


@pytest.mark.requirement("R-222")
@pytest.mark.parametrize(
    ("before", "after", "index", "text"),
    [
        pytest.param({4: 3, 5: 1}, {5: 4, 4: 1}, (85.0, 96.0), "+12,9%", id="G5 up to 96"),
        pytest.param({4: 3, 5: 1}, {5: 4}, (85.0, 100.0), "+17,6%", id="G5 up to 100"),
        pytest.param({3: 91, 2: 9}, {5: 76, 4: 24}, (58.2, 95.2), "+63,6%", id="G12 by means"),
    ],
)
@pytest.mark.golden("G5", "G12")
def test_csi_grew_in_relative_percent(
    lake: School,
    before: dict[int, int],
    after: dict[int, int],
    index: tuple[float, float],
    text: str,
) -> None:
    told = versus_january(lake, "csi", answers("csi", 1, before) + answers("csi", 2, after))

    assert (told["baseline"]["index"], told["value"]["index"]) == index
    assert told["change"]["index"]["text"] == text


@pytest.mark.requirement("R-222")
@pytest.mark.golden("G12")
def test_g12_counted_by_satisfied_answers_is_the_same(lake: School) -> None:
    lines = answers("csi", 1, {5: 291, 2: 209}) + answers("csi", 2, {5: 476, 2: 24})

    told = versus_january(lake, "csi", lines)

    assert told["satisfied"] == {"value": 0.952, "numerator": 476, "denominator": 500}


@pytest.mark.requirement("R-223")
@pytest.mark.parametrize(
    ("scores", "points"),
    [({10: 50, 9: 46, 8: 2, 7: 1, 6: 1}, 95.0), ({10: 98, 7: 2}, 98.0)],
)
@pytest.mark.golden("G13")
def test_g13_nps_that_was_not_measured_before_grew_by_nothing_known(
    lake: School, scores: dict[int, int], points: float
) -> None:
    told = versus_january(lake, "nps", answers("nps", 2, scores))

    assert (told["value"]["nps"], told["value"]["n"]) == (points, 100)
    assert told["baseline"]["nps"] is None
    assert told["change"]["nps"]["text"] == "—"
    assert told["unit"] == "points"


@pytest.mark.requirement("R-224")
def test_eight_of_ten_marks_are_four_fifths_satisfied_and_the_mean_stands_beside(
    lake: School,
) -> None:
    told = versus_january(lake, "csat", answers("csat", 2, {5: 5, 4: 3, 2: 2}))

    assert told["value"] == {"share": 0.8, "mean": 4.1, "n": 10}


@pytest.mark.requirement("R-248", "R-249")
@pytest.mark.golden("G14", "G15")
def test_g14_homework_stands_beside_g15_reach_and_is_not_its_baseline(lake: School) -> None:
    lines = [
        *enrolled(1, 100),
        *did("lesson_viewed", 1, 30, "product=basic item=l7 module=3"),
        *did("homework_submitted", 1, 24, "product=basic item=h module=1"),
        *enrolled(2, 100),
        *did("homework_submitted", 2, 49, "product=basic item=h module=1"),
    ]

    told = versus_january(lake, "homework_completion", lines)

    assert (told["baseline"], told["value"]) == (0.24, 0.49)
    assert told["change"]["text"] == "+104,2%"
    assert told["change"]["points"] == 25.0
    january_from, january_to = JANUARY
    reach = services.measure(
        "module_reach",
        school_id=lake.pk,
        period_from=january_from,
        period_to=january_to,
        now=NOW,
    )
    third = [row.json() for row in reach.rows if row.dims["item"] == "3"]
    assert [(row["product"], row["n"], row["size"], row["value"]) for row in third] == [
        ("basic", 30, 100, 0.3)
    ]


@pytest.mark.requirement("R-248")
def test_completion_by_homework_is_told_per_cohort(lake: School) -> None:
    lines = [
        *enrolled(1, 100),
        *did("homework_submitted", 1, 24),
        *enrolled(2, 100),
        *did("homework_submitted", 2, 49),
    ]
    write(lake, "\n".join(lines))
    services.catch_up(now=NOW)

    told = services.measure("homework_completion", school_id=lake.pk, by="cohort", now=NOW)

    values = {row.dims["cohort"]: row.json()["value"] for row in told.rows}
    assert values == {"2026-01": 0.24, "2026-02": 0.49}


@pytest.mark.requirement("R-157")
@pytest.mark.golden("G16")
def test_g16_lesson_views_of_a_hundred_pairs_had_no_figure_before(lake: School) -> None:
    lines = [
        *enrolled(2, 20),
        *(
            f"m2s{nth % 20} lesson_viewed 2026-02-15T10:00 product=basic item=l{nth // 20}"
            for nth in range(80)
        ),
        # The fifth lesson: only somebody of another cohort opened it.
        *enrolled(3, 1),
        *did("lesson_viewed", 3, 1, "product=basic item=l4"),
    ]

    told = versus_january(lake, "lesson_views", lines)

    assert (told["value"], told["numerator"], told["denominator"]) == (0.8, 80, 100)
    assert (told["baseline"], told["change"]["text"]) == (None, "—")
    assert told["watching"]["value"] == 1.0


@pytest.mark.requirement("R-254")
@pytest.mark.golden("G8")
def test_g8_engagement_of_seventy_of_a_hundred_has_nothing_to_grow_from(lake: School) -> None:
    lines = [*enrolled(2, 100), *did("activity_joined", 2, 70, "item=battle")]

    told = versus_january(lake, "engagement", lines)

    assert (told["value"], told["numerator"], told["denominator"]) == (0.7, 70, 100)
    assert told["change"]["text"] == "—"


@pytest.mark.requirement("R-251")
@pytest.mark.golden("G17")
def test_g17_refunds_halved(lake: School) -> None:
    lines = [
        f"m{month}c{nth} payment_received 2026-0{month}-10T10:00 value=100 item=m{month}o{nth}"
        for month in (1, 2)
        for nth in range(100)
    ]
    lines += [
        f"m{month}c{nth} refund_paid 2026-03-10T10:00 value=100 item=m{month}o{nth}"
        for month, count in ((1, 4), (2, 2))
        for nth in range(count)
    ]

    told = versus_january(lake, "refund_share", lines)

    assert (told["baseline"]["count_share"], told["value"]["count_share"]) == (0.04, 0.02)
    assert told["change"]["count_share"]["text"] == "−50,0%"
    assert told["change"]["count_share"]["points"] == -2.0


@pytest.mark.requirement("R-235")
@pytest.mark.golden("G18")
def test_g18_videos_doubled_and_reviews_are_counted_apart(lake: School) -> None:
    lines = [
        *did("case_recorded", 1, 5, "type=video"),
        *did("case_recorded", 2, 10, "type=video"),
        *did("review_received", 2, 100, "type=text"),
    ]

    told = versus_january(lake, "cases", lines)

    assert (told["baseline"]["videos"], told["value"]["videos"]) == (5, 10)
    assert told["change"]["videos"]["text"] == "+100,0%"
    assert (told["value"]["cases"], told["value"]["reviews"]) == (10, 100)
    assert told["change"]["reviews"]["text"] == "с нуля"


@pytest.mark.requirement("R-235")
@pytest.mark.golden("G19")
def test_g19_five_cases_of_294_students(lake: School) -> None:
    lines = [
        *enrolled(1, 294),
        *(f"m1s{nth} case_recorded 2026-02-15T10:00" for nth in range(5)),
    ]

    told = versus_january(lake, "cases", lines)

    assert round(told["value"]["share"] * 100, 2) == 1.70
    assert (told["numerator"], told["denominator"]) == (5, 294)
