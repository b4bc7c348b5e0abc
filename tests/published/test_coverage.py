"""No figure of a known set goes without a test, and the kept answers are what scripts count."""

import csv
import gzip
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module

import pytest

from tests.comparing import Comparing, declared_by
from tests.published import sets
from tests.published.counting import desk, idle, shops
from tests.published.counting.__main__ import counted
from tests.published.counting.plain import rows_of
from tests.published.sets import BESIDE, HERE, Cells, Known

ELSEWHERE = ("provodnik.connectors.getcourse.tests.test_fake_export",)

ABOUT_THE_FILE = "tells about the file or its columns; no number of a school"
ABOUT_THE_COUNT = "tells how the answers were counted or checked"
LABEL = "the outcome a course is judged by, given beside the data: what silence is held against"
# Figures no metric is for, each with the reason.
NOT_MEASURED: Mapping[tuple[str, str], str] = {
    ("turkiye", "by_instructor"): "answers name a question and a course, not a teacher",
    ("turkiye", "straightliners"): "whether one respondent ticks the same everywhere is no metric",
    ("nps_sudzilla", "published"): ABOUT_THE_COUNT,
    ("kdd_course769", "start"): ABOUT_THE_FILE,
    ("kdd_course769", "days"): ABOUT_THE_FILE,
    ("kdd_course769", "active_rows"): ABOUT_THE_FILE,
    ("kdd_course769", "events"): ABOUT_THE_FILE,
    ("kdd_course769", "dropouts"): LABEL,
    ("kdd_course769", "dropout_rate"): LABEL,
    ("made_course", "dropouts"): LABEL,
    ("helpdesk_it", "events"): ABOUT_THE_FILE,
    ("helpdesk_it", "backlog_month_end_msk"): "the desk counts what is open now; no metric tells"
    " how much was open at the end of a month gone by",
    ("business_hours_crosscheck_businesstimedelta", "sampled"): ABOUT_THE_COUNT,
    ("business_hours_crosscheck_businesstimedelta", "mismatches"): ABOUT_THE_COUNT,
    ("getcourse_format_fake", "REAL"): ABOUT_THE_FILE,
    ("getcourse_format_fake", "earned_sum_completed"): "what the platform leaves a school after its"
    " own commission is not imported",
    ("getcourse_format_fake", "commission_sum_completed"): "the platform's commission is not"
    " imported",
}
KNOWN_SETS = [
    pytest.param(sets.all_kept, id="kept here"),
    pytest.param(
        sets.all_beside,
        id="beside the checkout",
        marks=[
            pytest.mark.shared,
            pytest.mark.skipif(not BESIDE.is_dir(), reason="no real data beside the checkout"),
        ],
    ),
]


def held() -> dict[str, set[str]]:
    """Figures declared by tests, of every set."""
    names = [f"tests.published.{path.stem}" for path in sorted(HERE.glob("test_*.py"))]
    told: dict[str, set[str]] = defaultdict(set)
    for name in (*names, *ELSEWHERE):
        for thing in vars(import_module(name)).values():
            marks = getattr(thing, "pytestmark", [])
            for known, figures in declared_by(marks if isinstance(marks, list) else []).items():
                told[known] |= figures
    return told


def figures(cells: object) -> set[str]:
    """Names of a set's figures; a set of one table told elsewhere is one figure."""
    return set(sets.figures(cells)) if isinstance(cells, dict) else {"the table of cohorts"}


@pytest.mark.parametrize("answers", KNOWN_SETS)
def test_every_figure_is_held_or_has_a_reason_not_to_be(
    answers: Callable[[], dict[str, Cells]],
) -> None:
    tests = held()

    left = {
        (known, figure)
        for known, cells in answers().items()
        for figure in figures(cells) - tests[known]
    }

    assert left - NOT_MEASURED.keys() == set()


def test_no_reason_excuses_a_figure_that_is_held_or_is_not_there() -> None:
    tests = held()
    known = {**sets.all_kept(), **(sets.all_beside() if BESIDE.is_dir() else {})}

    for name, figure in NOT_MEASURED:
        assert figure not in tests[name], (name, figure)
        assert name not in known or figure in figures(known[name]), (name, figure)


def test_no_test_holds_a_figure_that_is_not_there() -> None:
    known = {**sets.all_kept(), **(sets.all_beside() if BESIDE.is_dir() else {})}

    stale = {
        (name, figure)
        for name, told in held().items()
        if name in known
        for figure in told - figures(known[name])
    }

    assert stale == set()


def test_kept_answers_are_what_the_scripts_count() -> None:
    kept = sets.all_kept()

    for name, told in counted().items():
        assert told == kept[name], name


needs_shared = pytest.mark.skipif(not BESIDE.is_dir(), reason="no real data beside the checkout")


@pytest.mark.shared
@needs_shared
def test_kept_answers_are_those_counted_beside_with_other_tools(compared: Comparing) -> None:
    beside = sets.all_beside()

    for name, told in sets.all_kept().items():
        if name in beside:
            known = Known(name, "answers beside", beside[name])
            compared.cells(known, "every figure", told, beside[name])


@pytest.mark.shared
@pytest.mark.slow
@needs_shared
def test_scripts_count_what_pandas_counted_where_nothing_is_kept() -> None:
    beside = sets.all_beside()
    told = {
        "cdnow_master": shops.counted(shops.orders_of(rows_of(BESIDE / "cdnow_master_orders.csv"))),
        "helpdesk_it": desk.counted(
            BESIDE / "helpdesk_it_events.csv", BESIDE / "holidays_ru_2006_2015.json"
        ),
        "kdd_course769": idle.counted(
            BESIDE / "kdd_course769_truth.csv",
            BESIDE / "kdd_course769_daily.csv",
            date(2014, 5, 19),
        ),
    }

    for name, figures_told in told.items():
        for figure, value in figures_told.items():
            assert filled(value) == filled(beside[name][figure]), (name, figure)


def filled(cell: object) -> object:
    """Without the cells of months to come."""
    if isinstance(cell, dict):
        return {key: filled(inner) for key, inner in cell.items()}
    return [one for one in cell if one is not None] if isinstance(cell, list) else cell


@pytest.mark.shared
@pytest.mark.slow
@needs_shared
@pytest.mark.parametrize("shop", ["online_retail_2010_2011", "cdnow_master"])
def test_scripts_score_each_customer_as_pandas_did(shop: str) -> None:
    orders = shops.orders_of(rows_of(BESIDE / f"{shop}_orders.csv"))
    with gzip.open(BESIDE / f"expected_{shop}_rfm.csv.gz", "rt") as file:
        theirs = [
            [
                *(int(row[name]) for name in ("customer_id", "recency_days", "frequency")),
                round(float(row["monetary"]) * 100),
                *(int(row[score]) for score in "RFM"),
            ]
            for row in csv.DictReader(file)
        ]

    assert shops.scores([one for one in orders if one.is_sale]) == theirs
