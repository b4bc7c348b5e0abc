"""CDNOW: the results published for BG/NBD and Gamma-Gamma, from the data they are of.

The rows may be used for research only, so they are read out of the package that ships them.
"""

from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from provodnik.lake.tests.golden import ask, tail_of
from provodnik.metrics.forecast import bgnbd, gammagamma
from provodnik.metrics.forecast.bgnbd import BgNbd
from provodnik.metrics.forecast.gammagamma import GammaGamma
from provodnik.metrics.forecast.histories import Floats, Histories
from tests.comparing import Comparing
from tests.published import sets
from tests.published.counting.plain import rows_of
from tests.published.sets import Known
from tests.published.test_shops import cdnow_orders

pytestmark = pytest.mark.slow
WEEKS_A_MONTH = 4.345
SUMMARY = "cdnow_customers_summary_with_transactions.csv"
FITTED = {"bgnbd": 1e-5, "loglik": 1e-3, "expected_purchases_next_39": 1e-3, "mean_p_alive": 1e-5}
SPENT = {"gammagamma": 1e-4, "mean_expected_avg_profit": 1e-5, "clv12_sum_discount_0.01": 0.1}
WEEKS = "cdnow_summary_bgnbd_weeks"
MONEY = "cdnow_summary_money"
WHOLE = "cdnow_master_calibration_1997-09-30_freqW"
MEANS = ("frequency_mean", "recency_mean", "T_mean")


def known(name: str) -> Known:
    source = "package" if sets.packaged(SUMMARY) else "beside the checkout"
    return Known(name, source, sets.cdnow()[name])


def summary() -> tuple[Histories, Floats]:
    """Weeks of each of the 2 357 customers, and the mean value of their repeat purchases."""
    path = sets.packaged(SUMMARY) or sets.BESIDE / SUMMARY
    if not path.is_file():
        pytest.skip("CDNOW is for research only and not kept: run scripts/published")
    rows = [[float(row[name]) for name in ("x", "t_x", "T", "zbar")] for row in rows_of(path)]
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


def bought(buying: BgNbd, told: Histories) -> dict[str, Any]:
    return {
        "bgnbd": dict(zip(("r", "alpha", "a", "b"), astuple(buying), strict=True)),
        "loglik": buying.loglik(told),
        "expected_purchases_next_39": buying.expected(told, 39).sum(),
        "mean_p_alive": buying.alive(told).mean(),
    }


def spent(buying: BgNbd, spending: GammaGamma, told: Histories, mean: Floats) -> dict[str, Any]:
    return {
        "gammagamma": dict(zip("pqv", astuple(spending), strict=True)),
        "mean_expected_avg_profit": spending.expected(told.frequency, mean).mean(),
        "clv12_sum_discount_0.01": worth(buying, spending, told, mean),
    }


def fitted(told: Histories, mean: Floats) -> tuple[BgNbd, GammaGamma]:
    buying, spending = bgnbd.fit(told), gammagamma.fit(told.frequency, mean, told.n)
    assert buying is not None
    assert spending is not None
    return buying, spending


@pytest.mark.compares(WEEKS, "n", *FITTED)
@pytest.mark.compares(MONEY, "n", "gg_n", *FITTED, *SPENT)
def test_the_sample_of_the_article_gives_the_article_s_parameters(compared: Comparing) -> None:
    told, mean = summary()
    buying, spending = fitted(told, mean)

    # As printed in the articles of 2005 and 2013.
    printed = Known("the articles on CDNOW", known(WEEKS).source, {})
    for model, figures, places in (
        (buying, [0.243, 4.414, 0.793, 2.426], 3),
        (spending, [6.25, 3.74, 15.45], 2),
    ):
        name = type(model).__name__
        compared.cells(printed, name, [round(one, places) for one in astuple(model)], figures)
    # As another tool fits them.
    figures_bought, figures_spent = bought(buying, told), spent(buying, spending, told, mean)
    for article in (known(WEEKS), known(MONEY)):
        compared.equal(article, "n", told.buyers)
        for name, within in FITTED.items():
            compared.equal(article, name, figures_bought[name], within=within)
    compared.equal(known(MONEY), "gg_n", int((told.frequency > 0).sum()))
    for name, within in SPENT.items():
        compared.equal(known(MONEY), name, figures_spent[name], within=within)


# Weeks begin on Mondays.
A_MONDAY = np.datetime64("1969-12-29")


def day_of(day: np.datetime64) -> int:
    return int((day - A_MONDAY).astype(int))


def week_of(day: np.datetime64) -> int:
    return day_of(day) // 7


def histories_of(
    orders: Path, span_of: Callable[[np.datetime64], int], end: int
) -> tuple[Histories, Floats]:
    """Customers up to the end of a span (a day or a week), purchases of one counted once.

    Spans are whole: a week of the last day is read to its end, as the other tool does.
    """
    spans: dict[str, dict[int, float]] = {}
    for row in rows_of(orders):
        span = span_of(np.datetime64(row["created_at"][:10]))
        if span <= end:
            told = spans.setdefault(row["customer_id"], {})
            told[span] = told.get(span, 0.0) + float(row["amount"])
    rows, means = [], []
    for told in spans.values():
        first = min(told)
        again = [money for span, money in told.items() if span > first]
        rows.append((len(again), max(told) - first, end - first, 1))
        means.append(sum(again) / len(again) if again else 0.0)
    return Histories.of(rows), np.array(means)


@pytest.mark.compares(WHOLE, "n", "gg_n", *MEANS, *FITTED, *SPENT)
def test_the_whole_shop_up_to_a_day_gives_what_another_tool_fits(
    tmp_path: Path, compared: Comparing
) -> None:
    article = known(WHOLE)
    until = week_of(np.datetime64("1997-09-30"))
    told, mean = histories_of(cdnow_orders(tmp_path), week_of, until)
    buying, spending = fitted(told, mean)

    compared.equal(article, "n", told.buyers)
    came_back = (told.frequency > 0) & (mean > 0)
    compared.equal(article, "gg_n", int(came_back.sum()))
    for name, values in zip(MEANS, (told.frequency, told.recency, told.age), strict=True):
        compared.equal(article, name, values.mean(), within=1e-5)
    looser = {"bgnbd": 2e-5, "expected_purchases_next_39": 0.05, "clv12_sum_discount_0.01": 2.0}
    figures = {**bought(buying, told), **spent(buying, spending, told, mean)}
    for name, within in {**FITTED, **SPENT, **looser}.items():
        compared.equal(article, name, figures[name], within=within)


def test_the_metric_fits_the_shop_as_its_file_says(tmp_path: Path) -> None:
    """From the lake to the printed forecast, beside the models over a plain reading of rows."""
    orders = cdnow_orders(tmp_path)
    until = day_of(np.datetime64("1998-06-30"))
    histories, means = histories_of(orders, day_of, until)
    buying, spending = fitted(histories, means)

    told: Any = ask([tail_of(orders)], "ltv_forecast")["value"]

    assert (told["n"], told["repeat_buyers"]) == (23_570, int(histories.repeat_buyers))
    for model, found in ((buying, told["bgnbd"]), (spending, told["gammagamma"])):
        for name, number in found.items():
            assert number == pytest.approx(getattr(model, name), rel=1e-4), name
    expected = buying.expected(histories, 100) * spending.expected(histories.frequency, means)
    assert float(told["forecast"]) == pytest.approx(expected.mean(), abs=0.01)
    assert told["holdout"]["forecast_error"] < told["holdout"]["naive_error"]
