"""CDNOW: the results that were published for these models, from the data they were published for.

The data may be used for research only, so they are read beside the checkout and not kept in it.
"""

import csv
import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import provodnik
from provodnik.metrics.forecast import bgnbd, gammagamma
from provodnik.metrics.forecast.bgnbd import BgNbd
from provodnik.metrics.forecast.gammagamma import GammaGamma
from provodnik.metrics.forecast.histories import Floats, Histories

SHARED = Path(provodnik.__file__).resolve().parents[2] / "shared" / "data"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="no real data beside the checkout"),
]
WEEKS_A_MONTH = 4.345


def expected(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SHARED / "expected.json").read_text())[name]
    return told


def summary() -> tuple[Histories, Floats]:
    """Weeks of each of the 2 357 customers, and the mean value of their repeat purchases."""
    with (SHARED / "cdnow_customers_summary_with_transactions.csv").open() as file:
        rows = [
            [float(row[name]) for name in ("x", "t_x", "T", "zbar")] for row in csv.DictReader(file)
        ]
    return Histories.of((x, seen, age, 1) for x, seen, age, _ in rows), np.array(rows)[:, 3]


def worth(buying: BgNbd, spending: GammaGamma, told: Histories, mean: Floats) -> float:
    """The value of the next twelve months at one percent of discount a month."""
    each = spending.expected(told.frequency, mean)
    total = 0.0
    for month in range(1, 13):
        ends = buying.expected(told, month * WEEKS_A_MONTH)
        begins = buying.expected(told, (month - 1) * WEEKS_A_MONTH)
        total += float(np.sum(told.n * (ends - begins) * each)) / 1.01**month
    return total


def test_the_sample_of_the_article_gives_the_article_s_parameters() -> None:
    told, mean = summary()
    answer = expected("cdnow_summary_money")

    buying = bgnbd.fit(told)
    spending = gammagamma.fit(told.frequency, mean, told.n)

    assert buying is not None
    assert spending is not None
    # As printed in the articles.
    assert [round(one, 3) for one in astuple(buying)] == [0.243, 4.414, 0.793, 2.426]
    assert [round(one, 2) for one in astuple(spending)] == [6.25, 3.74, 15.45]
    # As another tool fits them.
    assert dict(zip(("r", "alpha", "a", "b"), astuple(buying), strict=True)) == pytest.approx(
        answer["bgnbd"], abs=1e-5
    )
    assert dict(zip("pqv", astuple(spending), strict=True)) == pytest.approx(
        answer["gammagamma"], abs=1e-4
    )
    assert buying.loglik(told) == pytest.approx(answer["loglik"], abs=1e-3)
    assert buying.expected(told, 39).sum() == pytest.approx(
        answer["expected_purchases_next_39"], abs=1e-3
    )
    assert buying.alive(told).mean() == pytest.approx(answer["mean_p_alive"], abs=1e-5)
    assert spending.expected(told.frequency, mean).mean() == pytest.approx(
        answer["mean_expected_avg_profit"], abs=1e-5
    )
    assert worth(buying, spending, told, mean) == pytest.approx(
        answer["clv12_sum_discount_0.01"], abs=0.1
    )


# Weeks begin on Mondays.
A_MONDAY = np.datetime64("1969-12-29")


def week_of(day: np.datetime64) -> int:
    return int((day - A_MONDAY).astype(int)) // 7


def weekly(until: np.datetime64) -> tuple[Histories, Floats]:
    """All customers of the shop, purchases of one week counted once.

    Weeks are whole: that of the last day is read to its end, as the other tool does.
    """
    end = week_of(until)
    weeks: dict[str, dict[int, float]] = {}
    with (SHARED / "cdnow_master_orders.csv").open() as file:
        for row in csv.DictReader(file):
            day = np.datetime64(row["created_at"])
            week = week_of(day)
            if week <= end:
                told = weeks.setdefault(row["customer_id"], {})
                told[week] = told.get(week, 0.0) + float(row["amount"])
    rows, means = [], []
    for told in weeks.values():
        first = min(told)
        again = [money for week, money in told.items() if week > first]
        rows.append((len(again), max(told) - first, end - first, 1))
        means.append(sum(again) / len(again) if again else 0.0)
    return Histories.of(rows), np.array(means)


def test_the_whole_shop_up_to_a_day_gives_what_another_tool_fits() -> None:
    answer = expected("cdnow_master_calibration_1997-09-30_freqW")
    told, mean = weekly(np.datetime64("1997-09-30"))

    buying = bgnbd.fit(told)
    came_back = told.frequency > 0
    spending = gammagamma.fit(told.frequency, mean, told.n)

    assert buying is not None
    assert spending is not None
    assert told.buyers == answer["n"]
    assert int((came_back & (mean > 0)).sum()) == answer["gg_n"]
    assert told.frequency.mean() == pytest.approx(answer["frequency_mean"], abs=1e-6)
    assert told.recency.mean() == pytest.approx(answer["recency_mean"], abs=1e-5)
    assert told.age.mean() == pytest.approx(answer["T_mean"], abs=1e-6)
    assert dict(zip(("r", "alpha", "a", "b"), astuple(buying), strict=True)) == pytest.approx(
        answer["bgnbd"], abs=2e-5
    )
    assert dict(zip("pqv", astuple(spending), strict=True)) == pytest.approx(
        answer["gammagamma"], abs=1e-4
    )
    assert buying.loglik(told) == pytest.approx(answer["loglik"], abs=1e-3)
    assert buying.expected(told, 39).sum() == pytest.approx(
        answer["expected_purchases_next_39"], abs=0.05
    )
    assert buying.alive(told).mean() == pytest.approx(answer["mean_p_alive"], abs=1e-5)
    assert worth(buying, spending, told, mean) == pytest.approx(
        answer["clv12_sum_discount_0.01"], abs=2
    )
