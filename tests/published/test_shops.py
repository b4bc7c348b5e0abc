"""Two real shops: cohorts, repeat purchases, lifetime value and RFM, cell by cell."""

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from provodnik.lake.tests.golden import ask, settled, tail_of
from provodnik.lake.types import StoredFile
from provodnik.metrics.analyses import ages
from provodnik.metrics.orders import orders, payments, refunds
from tests.comparing import Comparing
from tests.published import sets
from tests.published.counting import shops
from tests.published.counting.plain import rows_of
from tests.published.journals import relation, unbound
from tests.published.sets import Known

RETAIL, CDNOW = "online_retail_2010_2011", "cdnow_master"
LAST_DAYS = {RETAIL: date(2011, 12, 9), CDNOW: date(1998, 6, 30)}


@dataclass(frozen=True)
class Shop:
    known: Known
    orders: Path

    def layouts(self) -> dict[str, list[StoredFile]]:
        """The same entries as they came, and sorted with their roll-ups."""
        tail = tail_of(self.orders)
        return {"fresh": [tail], "settled": settled(tail)}


@pytest.fixture(params=[RETAIL, CDNOW])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Shop:
    if request.param == RETAIL:
        return Shop(sets.kept(RETAIL), sets.KEPT / "online_retail_orders.csv.gz")
    return Shop(cdnow_known(), cdnow_orders(tmp_path))


def cdnow_known() -> Known:
    source = "package" if sets.packaged("CDNOW_master.txt") else "beside the checkout"
    return Known(CDNOW, source, sets.cdnow()[CDNOW])


def cdnow_orders(folder: Path) -> Path:
    """Orders of CDNOW from the package that ships them, else from beside the checkout."""
    packaged, beside = sets.packaged("CDNOW_master.txt"), sets.BESIDE / "cdnow_master_orders.csv"
    if packaged is None:
        if not beside.is_file():
            pytest.skip("CDNOW is for research only and not kept: run scripts/published")
        return beside
    path = folder / "cdnow.csv"
    with packaged.open() as told, path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["order_id", "customer_id", "created_at", "amount", "kind"])
        next(told)
        for nth, line in enumerate(told, start=1):
            customer, day, _, amount = line.split()
            moment = f"{day[:4]}-{day[4:6]}-{day[6:]} 00:00:00"
            writer.writerow([nth, int(customer), moment, amount, "sale"])
    return path


@pytest.mark.slow
def test_kept_answers_of_cdnow_are_what_the_script_counts(tmp_path: Path) -> None:
    assert shops.counted(shops.orders_of(rows_of(cdnow_orders(tmp_path)))) == sets.cdnow()[CDNOW]


COHORTS = ("cohort_counts", "cohort_revenue", "cohort_cum_ltv_per_customer")


@pytest.mark.slow
@pytest.mark.compares(RETAIL, *COHORTS)
@pytest.mark.compares(CDNOW, *COHORTS)
def test_cohorts_of_a_real_shop(shop: Shop, compared: Comparing) -> None:
    for files in shop.layouts().values():
        compared.equal(shop.known, COHORTS[0], cells(ask(files, "cohort_retention"), "n"))
        revenue = cells(ask(files, "cohort_revenue"), "value")
        money = {cohort: [float(cell) for cell in line] for cohort, line in revenue.items()}
        compared.equal(shop.known, COHORTS[1], money)
        brought = relation(files, ages.brought(unbound()))
        worth = {
            f"{cohort.begins_on:%Y-%m}": [float(one / 100) for one in cohort.by_age]
            for cohort in ages.by_age(brought, "paid", until=LAST_DAYS[shop.known.name])
        }
        # Four decimals were printed.
        compared.equal(shop.known, COHORTS[2], worth, within=6e-5)


def cells(answer: dict[str, Any], column: str) -> dict[str, list[Any]]:
    """Rows of a cohort metric as a line a cohort."""
    told: dict[str, list[Any]] = {}
    for row in answer["rows"]:
        assert row["month"] == len(told.setdefault(row["cohort"], []))
        told[row["cohort"]].append(row[column])
    return told


BUYERS = ("customers", "repeat_customers", "repeat_purchase_rate")
RFM = (
    *("sales_orders", "sales_amount", "orders_per_customer", "aov"),
    *("ltv_mean_to_date", "ltv_median_to_date"),
    *("rfm_snapshot", "rfm_score_counts", "rfm_raw_means"),
)


@pytest.mark.slow
@pytest.mark.compares(RETAIL, *BUYERS, *RFM)
@pytest.mark.compares(CDNOW, *BUYERS, *RFM)
def test_buyers_of_a_real_shop(shop: Shop, compared: Comparing) -> None:
    sales = [one for one in shops.orders_of(rows_of(shop.orders)) if one.is_sale]
    for files in shop.layouts().values():
        share = ask(files, "repeat_purchase_share")
        told = (share["denominator"], share["numerator"], share["value"])
        for name, got in zip(BUYERS, told, strict=True):
            compared.equal(shop.known, name, got)
        rfm: Any = ask(files, "rfm")["rows"]
        lines = [
            [
                int(row["client"]),
                row["recency_days"],
                row["frequency"],
                round(Decimal(row["monetary"]) * 100),
                *(row[score] for score in "rfm"),
            ]
            for row in rfm
        ]
        compared.cells(shop.known, "RFM of each customer", lines, shops.scores(sales))
        for name, value in of_scores(lines, sales).items():
            compared.equal(shop.known, name, value, within=6e-5)


def of_scores(lines: list[list[int]], sales: list[shops.Order]) -> dict[str, Any]:
    """Figures of the whole shop from the lines of its customers."""
    n, cents = len(lines), [line[3] for line in lines]
    often = sum(line[2] for line in lines)
    means = [sum(line[nth] for line in lines) / n for nth in (1, 2)]
    # The latest sale is the one that lies fewest days back.
    newest = max(one.at for one in sales).date()
    snapshot = date.fromordinal(newest.toordinal() + min(line[1] for line in lines))
    return {
        "sales_orders": often,
        "sales_amount": sum(cents) / 100,
        "orders_per_customer": often / n,
        "aov": sum(cents) / often / 100,
        "ltv_mean_to_date": sum(cents) / n / 100,
        "ltv_median_to_date": median(cents) / 100,
        "rfm_snapshot": f"{snapshot}T00:00:00",
        "rfm_score_counts": dict(Counter("".join(map(str, line[4:])) for line in lines)),
        "rfm_raw_means": {
            "recency_days": means[0],
            "frequency": means[1],
            "monetary": sum(cents) / n / 100,
        },
    }


LINES = (*("rows", "first", "last", "refund_rows", "refund_amount", "median_days_first_to_second"),)


@pytest.mark.compares(RETAIL, *LINES)
@pytest.mark.compares(CDNOW, *LINES)
def test_orders_and_refunds_of_a_real_shop(shop: Shop, compared: Comparing) -> None:
    t = unbound()
    paid_orders = orders(payments(t))
    for files in shop.layouts().values():
        sold, back = relation(files, paid_orders), relation(files, refunds(t, paid_orders))
        moments = sorted(row["local_at"] for row in sold)
        firsts = {row["client_id"]: row["local_at"] for row in sold if row["position"] == 0}
        days = [
            (row["local_at"] - firsts[row["client_id"]]).total_seconds() / 86_400
            for row in sold
            if row["position"] == 1
        ]
        told = {
            "rows": len(sold) + len(back),
            "first": moments[0].isoformat(),
            "last": moments[-1].isoformat(),
            "refund_rows": len(back),
            "refund_amount": -sum(row["value"] for row in back) / 100,
            "median_days_first_to_second": median(days),
        }
        for name, value in told.items():
            compared.equal(shop.known, name, value, within=6e-5)


@pytest.mark.shared
@pytest.mark.skipif(not sets.BESIDE.is_dir(), reason="no real data beside the checkout")
@pytest.mark.compares("online_retail_sample_published_match", "the table of cohorts")
def test_cohorts_of_a_sample_are_those_somebody_published(home: Path, compared: Comparing) -> None:
    """A tutorial's table of cohorts, from the sample it was counted from."""
    path = home / "sample.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["order_id", "customer_id", "created_at", "amount", "kind"])
        for row in rows_of(sets.BESIDE / "online_retail_sample_70864.csv"):
            month = int(row["CohortMonth"][:4]) * 12 + int(row["CohortMonth"][5:7])
            month += int(row["CohortIndex"]) - 2
            moment = f"{month // 12}-{month % 12 + 1:02}-01 00:00:00"
            customer = round(float(row["CustomerID"]))
            writer.writerow([row["InvoiceNo"], customer, moment, row["TotalSum"], "sale"])
    published = {
        row.pop("CohortMonth")[:7]: [float(cell) for cell in row.values() if cell]
        for row in rows_of(sets.BESIDE / "published_cohort_counts.csv")
    }
    known = Known(
        "online_retail_sample_published_match",
        "beside the checkout",
        {"the table of cohorts": published},
    )

    told = cells(ask([tail_of(path)], "cohort_retention"), "n")

    compared.equal(known, "the table of cohorts", told)
