"""The forecast of lifetime value from files of orders to its parameters."""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytest_django import Settings

from provodnik.lake.reading import forget
from provodnik.lake.tests.golden import ask, settled, tail_of
from provodnik.metrics.forecast.bgnbd import BgNbd

MODEL = BgNbd(r=0.8, alpha=20.0, a=0.9, b=2.5)


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.HOME = tmp_path
    forget()
    yield tmp_path
    forget()


def orders_of_made_up_buyers(path: Path, count: int) -> Path:
    """A year of orders of buyers who behave as the models suppose."""
    chance = np.random.default_rng(11)
    start = datetime(2025, 1, 1, 12)  # noqa: DTZ001 (wall clock)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["order_id", "customer_id", "created_at", "amount", "kind"])
        order = 0
        for buyer in range(1, count + 1):
            rate, leaves = chance.gamma(MODEL.r, 1 / MODEL.alpha), chance.beta(MODEL.a, MODEL.b)
            own = chance.gamma(3.7, 1 / 1500.0)
            at = float(chance.uniform(0, 100))
            while at < 365:
                order += 1
                moment = start + timedelta(days=at)
                money = chance.gamma(6.0, 1 / own)
                writer.writerow([order, buyer, moment.isoformat(), f"{money:.2f}", "sale"])
                at += chance.exponential(1 / rate)
                # The first purchase is where the story begins; after it anybody may stop.
                if chance.random() < leaves and at > 0 and order:
                    break
    return path


def test_parameters_of_made_up_buyers_are_found_again(home: Path) -> None:
    tail = tail_of(orders_of_made_up_buyers(home / "orders.csv", 4_000))

    told: Any = ask([tail], "ltv_forecast")["value"]

    assert told["n"] == 4_000
    assert told["gammagamma"]["q"] == pytest.approx(3.7, rel=0.15)
    assert told["gammagamma"]["p"] == pytest.approx(6.0, rel=0.15)
    assert told["holdout"]["forecast_error"] < told["holdout"]["naive_error"]
    assert told["holdout"]["forecast_error"] < 0.15
    assert ask(settled(tail), "ltv_forecast")["value"] == told
