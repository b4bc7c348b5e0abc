"""The share of revenue from the base, from a raw export of orders to the page."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from provodnik.connectors.getcourse.tests.exports import Loader
from provodnik.facts.sales.base.recounting import recount_all
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake import services as lake_services
from provodnik.lake.reading import forget
from provodnik.web.tests.members import sign_in


@pytest.fixture
def fresh_lake(committed_school: School, tmp_path: Path, settings: Settings) -> Iterator[School]:
    """A school whose journal other connections see, and an empty lake."""
    settings.HOME = tmp_path
    forget()
    yield committed_school
    forget()


COLUMNS = [
    *("ID заказа", "Номер", "ID пользователя", "Email", "Дата создания", "Дата оплаты"),
    *("Title", "Статус", "Стоимость, RUB", "Оплачено", "Менеджер"),
]


def paid(key: int, client: int, at: datetime, roubles: int) -> list[str]:
    told = f"{at:%Y-%m-%d %H:%M:%S}"
    who = [str(key), str(key), str(client), f"{client}@mail.ru", told, told]
    return [*who, "Колорист", "Завершен", str(roubles), str(roubles), ""]


def shown(school: School) -> str:
    """The page of the base to the head, the lake and the base having caught up."""
    with schools.inside(school.pk):
        recount_all(now=timezone.now())
    lake_services.catch_up(now=timezone.now())
    client = Client()
    with schools.inside(school.pk):
        sign_in(client, "head_of_product_and_service")
    page = client.get("/base/").content.decode()
    return " ".join(page.replace("\u00a0", " ").split())


@pytest.mark.requirement("R-257")
@pytest.mark.golden("G24")
def test_800_thousand_of_a_million_from_the_base_are_80_percent(
    fresh_lake: School, tmp_path: Path
) -> None:
    """Golden number G24, and a fall of it when more is sold to the new."""
    last_month = timezone.now().replace(day=1) - timedelta(days=1)
    lately = last_month.replace(day=15, hour=12, tzinfo=UTC)
    before = lately - timedelta(days=60)
    load = Loader(fresh_lake, tmp_path)
    load.rows(
        "getcourse-orders",
        [
            COLUMNS,
            paid(1, 71, before, 1000),
            paid(2, 71, lately, 800_000),
            paid(3, 72, lately, 200_000),
        ],
        now=timezone.now(),
    )

    page = shown(fresh_lake)

    assert "80,0%" in page
    assert "ориентир 80% достигнут" in page

    load.rows("getcourse-orders", [COLUMNS, paid(4, 73, lately, 600_000)], now=timezone.now())

    page = shown(fresh_lake)

    assert "50,0%" in page
    assert "ориентир 80% достигнут" not in page
