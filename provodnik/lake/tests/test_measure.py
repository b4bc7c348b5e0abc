"""The JSON contract and the entries behind a number."""

import json
from datetime import date

import pytest
from django.utils import translation

from provodnik.kernel.models import School
from provodnik.lake import services
from provodnik.lake.tests.journals import NOW, write
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import UnknownDimension, UnknownMetric

JOURNAL = """
    anna  payment_received 2026-01-10T10:00 value=100    item=1
    anna  payment_received 2026-02-10T10:00 value=85     item=2 channel=a staff=olga
    anna  payment_received 2026-03-10T10:00 value=96     item=3 channel=a staff=olga
    anna  refund_paid      2026-03-11T10:00 value=20.50  item=3
    boris payment_received 2026-03-12T10:00 value=400    item=4 channel=b
"""


@pytest.fixture
def told(lake: School) -> School:
    write(lake, JOURNAL)
    services.catch_up(now=NOW)
    return lake


def test_json_has_the_keys_of_the_contract(told: School) -> None:
    answer = services.measure(
        "repeat_sales", school_id=told.pk, period_from=date(2026, 3, 1), by="staff", now=NOW
    ).to_json()

    assert json.loads(json.dumps(answer)) == {
        "metric": "repeat_sales",
        "definition_version": 1,
        "unit": "RUB",
        "school": "ottenok",
        "from": "2026-03-01",
        "to": None,
        "as_of": "2026-11-02T15:00:00+03:00",
        "value": {"net": "75.50", "gross": "96.00", "refunds": "20.50"},
        "numerator": None,
        "denominator": None,
        "rows": [
            {
                "staff": "olga",
                "net": "75.50",
                "gross": "96.00",
                "refunds": "20.50",
                "value": {"net": "75.50", "gross": "96.00", "refunds": "20.50"},
                "n": 1,
            }
        ],
    }


def test_as_of_is_the_end_of_the_day(told: School) -> None:
    answer = services.measure(
        "repeat_sales", school_id=told.pk, as_of=date(2026, 3, 10), now=NOW
    ).to_json()

    assert answer["as_of"] == "2026-03-11T00:00:00+03:00"
    assert answer["value"] == {"net": "181.00", "gross": "181.00", "refunds": "0.00"}


@pytest.mark.parametrize(("language", "text"), [("ru", "+12,9%"), ("en", "+12.9%")])
def test_comparison_reads_as_pages_print_it(told: School, language: str, text: str) -> None:
    with translation.override(language):
        answer = services.measure(
            "repeat_sales",
            school_id=told.pk,
            period_from=date(2026, 3, 1),
            period_to=date(2026, 4, 1),
            versus=(date(2026, 2, 1), date(2026, 3, 1)),
            now=NOW,
        ).to_json()

    assert answer["baseline"] == {"net": "85.00", "gross": "85.00", "refunds": "0.00"}
    change = answer["change"]
    assert isinstance(change, dict)
    assert change["gross"] == {"relative": 11 / 85, "points": "11.00", "text": text}


@pytest.mark.requirement("R-097")
def test_growth_from_nothing_is_from_zero(told: School) -> None:
    with translation.override("ru"):
        answer = services.measure(
            "repeat_sales",
            school_id=told.pk,
            period_from=date(2026, 2, 1),
            versus=(date(2025, 1, 1), date(2026, 2, 1)),
            now=NOW,
        ).to_json()

    assert isinstance(answer["change"], dict)
    assert answer["change"]["net"] == {"relative": None, "points": "160.50", "text": "с нуля"}


def test_number_opens_to_the_very_entries_it_was_made_of(told: School) -> None:
    everything = services.evidence("repeat_sales", school_id=told.pk)
    olga = services.evidence("repeat_sales", school_id=told.pk, where={"staff": "olga"}, limit=1)
    refunds = services.evidence("repeat_sales", school_id=told.pk, where={"part": "refunds"})

    assert [(row.client, row.event, row.value) for row in everything.rows] == [
        ("anna", "refund_paid", 2050),
        ("anna", "payment_received", 9600),
        ("anna", "payment_received", 8500),
    ]
    assert (len(olga.rows), olga.count, olga.total) == (1, 3, 20150)
    assert [row.item for row in refunds.rows] == ["3"]


def test_cell_of_a_cohort_opens(told: School) -> None:
    cell = services.evidence(
        "cohort_revenue", school_id=told.pk, where={"cohort": "2026-01", "month": 2}
    )

    assert [(row.part, row.value) for row in cell.rows] == [
        ("refund_paid", 2050),
        ("payment_received", 9600),
    ]


@pytest.mark.parametrize("name", DEFINITIONS)
def test_every_metric_opens(lake: School, name: str) -> None:
    example = DEFINITIONS[name].example
    write(lake, example.journal)
    services.catch_up(now=NOW)

    found = services.evidence(
        name, school_id=lake.pk, period_from=example.period_from, period_to=example.period_to
    )

    assert found.count
    assert all(row.part for row in found.rows)


def test_unknown_names_are_refused_by_name(told: School) -> None:
    with pytest.raises(UnknownMetric, match="weather"):
        services.measure("weather", school_id=told.pk, now=NOW)
    with pytest.raises(UnknownDimension, match="weather"):
        services.evidence("repeat_sales", school_id=told.pk, where={"weather": "rain"})
