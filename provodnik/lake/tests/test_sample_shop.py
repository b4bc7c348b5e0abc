"""Every 29th customer of a real shop, from the journal in the database to the answers."""

import csv
import json
from decimal import Decimal
from typing import Any

import pytest

from provodnik.kernel.models import School
from provodnik.lake import services
from provodnik.lake.tests.golden import HERE
from provodnik.lake.tests.journals import NOW, write
from provodnik.metrics.tests.worked import Line, lines


def cells(answer: dict[str, Any], column: str) -> dict[str, list[Any]]:
    """Rows of a cohort metric as a line a cohort."""
    told: dict[str, list[Any]] = {}
    for row in answer["rows"]:
        assert row["month"] == len(told.setdefault(row["cohort"], []))
        told[row["cohort"]].append(row[column])
    return told


def sample_lines() -> list[Line]:
    with (HERE / "online_retail_sample.csv").open() as file:
        return [
            line
            for row in csv.DictReader(file)
            for line in lines(
                f"{row['customer_id']} {KINDS[row['kind']]} {row['created_at'].replace(' ', 'T')}"
                f" value={abs(Decimal(row['amount']))} item={row['order_id']}"
            )
        ]


KINDS = {"sale": "payment_received", "refund": "refund_paid"}


@pytest.mark.slow
def test_sample_of_a_real_shop_through_journal_and_lake(lake: School) -> None:
    expected = json.loads((HERE / "online_retail_sample.json").read_text())
    write(lake, sample_lines())
    services.catch_up(now=NOW)

    def ask_lake(name: str) -> dict[str, Any]:
        return services.measure(name, school_id=lake.pk, now=NOW).to_json()

    share, rows = ask_lake("repeat_purchase_share"), ask_lake("rfm")["rows"]
    assert (share["numerator"], share["denominator"]) == (expected["repeat"], expected["customers"])
    assert cells(ask_lake("cohort_retention"), "n") == expected["cohort_counts"]
    assert cells(ask_lake("cohort_revenue"), "value") == {
        cohort: [f"{Decimal(cell) / 100:.2f}" for cell in line]
        for cohort, line in expected["cohort_revenue_kopecks"].items()
    }
    scores = [list(row.values()) for row in rows]
    assert [[*s[:3], int(Decimal(s[3]) * 100), *s[4:]] for s in scores] == expected["rfm"]
