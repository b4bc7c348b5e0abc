"""Two real shops, counted elsewhere with pandas: every cell of the answers is equal."""

import csv
import gzip
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from provodnik.kernel.models import School
from provodnik.lake import services
from provodnik.lake.reading import forget
from provodnik.lake.tests.golden import HERE, SHARED, ask, settled, tail_of
from provodnik.lake.tests.journals import NOW, write
from provodnik.lake.types import StoredFile
from provodnik.metrics.tests.worked import Line, lines

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="no real data beside the checkout")
SHOPS = ["online_retail_2010_2011", "cdnow_master"]


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.HOME = tmp_path
    forget()
    yield tmp_path
    forget()


def layouts(tail: StoredFile) -> dict[str, list[StoredFile]]:
    return {"fresh": [tail], "settled": settled(tail)}


def cells(answer: dict[str, Any], column: str) -> dict[str, list[Any]]:
    """Rows of a cohort metric as a line a cohort."""
    told: dict[str, list[Any]] = {}
    for row in answer["rows"]:
        assert row["month"] == len(told.setdefault(row["cohort"], []))
        told[row["cohort"]].append(row[column])
    return told


def filled(matrix: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {cohort: [cell for cell in line if cell is not None] for cohort, line in matrix.items()}


def expected_scores(shop: str) -> list[list[Any]]:
    with gzip.open(SHARED / f"expected_{shop}_rfm.csv.gz", "rt") as file:
        return [
            [
                line["customer_id"],
                int(line["recency_days"]),
                int(line["frequency"]),
                Decimal(line["monetary"]).quantize(Decimal("0.01")),
                *(int(line[score]) for score in "RFM"),
            ]
            for line in csv.DictReader(file)
        ]


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("shop", SHOPS)
def test_real_shop_equals_what_pandas_counted(home: Path, shop: str) -> None:
    expected = json.loads((SHARED / "expected.json").read_text())[shop]
    scores = expected_scores(shop)
    orders = next(SHARED.glob(f"{shop}_orders.csv"))

    for name, files in layouts(tail_of(orders)).items():
        retention = ask(files, "cohort_retention")
        revenue = ask(files, "cohort_revenue")
        share = ask(files, "repeat_purchase_share")
        rfm: Any = ask(files, "rfm")["rows"]

        assert cells(retention, "n") == filled(expected["cohort_counts"]), name
        money = {
            cohort: [f"{cell:.2f}" for cell in line]
            for cohort, line in filled(expected["cohort_revenue"]).items()
        }
        assert cells(revenue, "value") == money, name
        assert share["numerator"] == expected["repeat_customers"]
        assert share["denominator"] == expected["customers"]
        assert round(float(str(share["value"])), 6) == expected["repeat_purchase_rate"]
        told = [
            [
                row["client"],
                row["recency_days"],
                row["frequency"],
                Decimal(row["monetary"]),
                *(row[score] for score in "rfm"),
            ]
            for row in rfm
        ]
        assert told == scores, name


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
