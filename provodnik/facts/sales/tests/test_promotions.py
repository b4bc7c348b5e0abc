"""Promotions: both days and a criterion beforehand, an end by themselves, a result against it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from provodnik.facts.sales.errors import (
    PromotionDates,
    PromotionIsOver,
    PromotionNameTaken,
    ReasonMissing,
)
from provodnik.facts.sales.models import Promotion
from provodnik.facts.sales.queries.promotions import PromotionRow, promotions
from provodnik.facts.sales.services.promotions import end_due, open_promotion, stop_promotion
from provodnik.facts.sales.tests.factories import ACTOR, MONDAY, buy, make_client, make_product
from provodnik.facts.sales.types import Criterion, NewPromotion
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
WEEK = NewPromotion(
    name="Неделя блонда",
    terms="Кто сдаст три работы за неделю, получит разбор",
    starts_on=date(2026, 11, 2),
    ends_on=date(2026, 11, 8),
    criterion=Criterion.PAYMENTS,
    target=2,
)


def opened(new: NewPromotion = WEEK) -> Promotion:
    return open_promotion(new, by_id=None, actor=ACTOR, now=MONDAY)


def only() -> PromotionRow:
    (row,) = promotions(timezone="Europe/Moscow")
    return row


@pytest.mark.requirement("R-085")
def test_a_promotion_ends_by_itself_with_its_result_against_the_criterion(school: School) -> None:
    product = make_product("Блонд")
    opened(replace(WEEK, product_id=product.pk))
    for day in (0, 6, 7):
        buy(make_client(), product, at=MONDAY + day * DAY)
    buy(make_client(), make_product(), at=MONDAY)

    ended = [end_due(now=MONDAY + days * DAY) for days in (6, 7, 8)]

    row = only()
    assert ended == [0, 1, 0]
    assert (row.is_over, row.result, row.target, row.is_reached) == (True, 2, 2, True)
    entry = JournalEntry.objects.get(event__name="promotion_ended")
    assert (entry.item, entry.attrs["result"]) == ("Неделя блонда", 2)


@pytest.mark.requirement("R-085")
def test_money_may_be_the_criterion(school: School) -> None:
    opened(replace(WEEK, criterion=Criterion.REVENUE, target=20_000_00))
    buy(make_client(), make_product(), kopecks=5_000_00)

    assert (only().result, only().part, only().is_reached) == (5_000_00, 0.25, False)


@pytest.mark.requirement("R-085")
@pytest.mark.parametrize(
    "days",
    [
        pytest.param((date(2026, 11, 8), date(2026, 11, 7)), id="ends before it begins"),
        pytest.param((date(2026, 10, 1), date(2026, 10, 7)), id="is over already"),
    ],
)
def test_days_that_cannot_be_are_refused(school: School, days: tuple[date, date]) -> None:
    with pytest.raises(PromotionDates):
        opened(replace(WEEK, starts_on=days[0], ends_on=days[1]))


@pytest.mark.requirement("R-085")
def test_the_database_refuses_a_promotion_without_an_end(school: School) -> None:
    promotion = opened()

    with pytest.raises(IntegrityError), transaction.atomic():
        Promotion.objects.filter(pk=promotion.pk).update(ends_on=None)


def test_terms_and_a_name_of_its_own_are_needed(school: School) -> None:
    with pytest.raises(ReasonMissing):
        opened(replace(WEEK, terms=" "))
    opened()
    with pytest.raises(PromotionNameTaken):
        opened()


def test_a_promotion_may_be_stopped_today_once(school: School) -> None:
    promotion = opened()
    buy(make_client(), make_product(), at=MONDAY)

    stopped = stop_promotion(promotion.pk, actor=ACTOR, now=MONDAY + DAY)

    assert (stopped.ends_on, stopped.result) == (date(2026, 11, 3), 1)
    with pytest.raises(PromotionIsOver):
        stop_promotion(promotion.pk, actor=ACTOR, now=MONDAY + DAY)
