"""Waves answered through the survey give the figures of the sources, by page and by metric."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytest_django import Settings

from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.facts.sales.tests.factories import buy, make_product
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake import services as lake
from provodnik.lake.reading import forget
from provodnik.metrics.figures import Count, Score, Share
from provodnik.signals import queries as signals
from provodnik.signals.services import refresh_all
from provodnik.touches.voice.surveys import queries, rules
from provodnik.touches.voice.surveys.models import Survey
from provodnik.touches.voice.surveys.tests.factories import (
    CSAT,
    DAY,
    MARK,
    NPS,
    answered,
    make_survey,
)
from provodnik.touches.voice.surveys.types import AnswerFilter

pytestmark = pytest.mark.slow
LATER = MONDAY + timedelta(days=35)


def wave(survey: Survey, marks: Mapping[int, int], at: datetime) -> None:
    """So many answers of each mark, each by a student of their own."""
    for mark, count in marks.items():
        for _ in range(count):
            answered(survey, make_client(), str(mark), at=at)


@pytest.fixture
def own_lake(committed_school: School, settings: Settings, tmp_path: Path) -> School:
    settings.HOME = tmp_path
    forget()
    return committed_school


def metric(school: School, name: str, on: datetime) -> object:
    """The value of a metric over the week of a moment."""
    lake.catch_up(now=LATER + DAY)
    return lake.measure(
        name,
        school_id=school.pk,
        period_from=on.date(),
        period_to=(on + 7 * DAY).date(),
        now=LATER + DAY,
    ).value


def shown(survey: Survey, school: School, on: datetime) -> queries.Scores:
    """The figures of the survey's page over the same week."""
    which = AnswerFilter(from_on=on.date(), to_on=(on + 7 * DAY).date())
    zone = ZoneInfo(school.timezone)
    return queries.survey_row(survey.pk, which, zone=zone).scores


@pytest.mark.requirement("R-222")
@pytest.mark.golden("G12")
def test_two_waves_of_a_survey_reproduce_58_2_and_95_2(own_lake: School) -> None:
    with schools.inside(own_lake.pk):
        survey = make_survey(MARK)
        wave(survey, {3: 91, 2: 9}, MONDAY)
        wave(survey, {5: 76, 4: 24}, LATER)

    for on, index in ((MONDAY, Fraction("58.2")), (LATER, Fraction("95.2"))):
        with schools.inside(own_lake.pk):
            csi = shown(survey, own_lake, on).csi
        assert csi is not None
        assert (csi.index, csi.n) == (index, 100)
        value = metric(own_lake, "csi", on)
        assert value == {"index": Score(index), "n": Count(100)}


@pytest.mark.requirement("R-223", "R-224")
@pytest.mark.golden("G13")
def test_nps_and_csat_of_a_survey_equal_the_metrics(own_lake: School) -> None:
    with schools.inside(own_lake.pk):
        loyal, marks = make_survey(NPS, name="NPS"), make_survey(CSAT, name="CSAT")
        wave(loyal, {10: 50, 9: 46, 8: 3, 6: 1}, MONDAY)
        wave(marks, {5: 5, 4: 3, 2: 2}, MONDAY)
        nps, csat = shown(loyal, own_lake, MONDAY).nps, shown(marks, own_lake, MONDAY).csat

    assert nps is not None and csat is not None
    assert (nps.points, nps.n) == (Fraction(95), 100)
    assert (csat.share, csat.mean, csat.n) == (Fraction(4, 5), Fraction("4.1"), 10)
    told = metric(own_lake, "nps", MONDAY)
    assert isinstance(told, Mapping)
    assert (told["nps"], told["n"]) == (Score(Fraction(95)), Count(100))
    told = metric(own_lake, "csat", MONDAY)
    assert isinstance(told, Mapping)
    assert (told["share"], told["mean"]) == (Share(8, 10), Score(Fraction("4.1")))


@pytest.mark.requirement("R-221")
def test_a_figure_nobody_asked_about_in_its_time_is_flagged_until_it_is(school: School) -> None:
    happened_at = MONDAY - 40 * DAY
    buyer = make_client()
    buy(buyer, make_product("Колорист"), at=happened_at)
    happened("logged_in", buyer, happened_at)

    refresh_all(now=MONDAY)
    flagged = signals.subjects("survey_missing")
    answered(make_survey(NPS), make_client(), "9", at=MONDAY)
    refresh_all(now=MONDAY + DAY)

    assert len(flagged) == 2
    assert len(signals.subjects("survey_missing")) == 1


def test_a_low_score_nobody_came_back_on_is_flagged(school: School) -> None:
    client = make_client()
    answered(make_survey(NPS), client, "2", at=MONDAY)

    refresh_all(now=MONDAY + DAY)
    early = signals.subjects("low_score_unsettled")
    refresh_all(now=MONDAY + 4 * DAY)

    assert (early, signals.subjects("low_score_unsettled")) == ([], [client.pk])


@pytest.mark.parametrize(
    ("started", "last", "today", "due"),
    [
        ("2026-11-02", None, "2026-11-04", None),
        ("2026-11-02", None, "2026-11-05", "2026-11-05"),
        ("2026-11-02", "2026-11-05", "2026-12-04", None),
        ("2026-11-06", None, "2026-11-30", None),
        ("2026-08-01", "2026-08-05", "2026-11-20", "2026-11-05"),
    ],
)
def test_the_wave_that_is_due(started: str, last: str | None, today: str, due: str | None) -> None:
    found = rules.due_wave(
        1,
        5,
        started_on=date.fromisoformat(started),
        last_on=date.fromisoformat(last) if last else None,
        today=date.fromisoformat(today),
    )

    assert found == (date.fromisoformat(due) if due else None)
