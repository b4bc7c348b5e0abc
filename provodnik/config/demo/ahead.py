"""What the demo's head of service agreed on: a rule with its promise, promotions, offers to one
person, and what purchases taught."""

from datetime import datetime, timedelta

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.path import upsell
from provodnik.facts.catalog.path.upsell import Promise
from provodnik.facts.people.models import Client
from provodnik.facts.sales.models import Offer
from provodnik.facts.sales.services.next_products import relearn
from provodnik.facts.sales.services.offers import accept_offer, record_offer
from provodnik.facts.sales.services.promotions import end_due, open_promotion
from provodnik.facts.sales.types import Criterion, NewOffer, NewPromotion, OfferState
from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import start_of_day

ACTOR = "system"
_DAY = timedelta(days=1)
_RULE_AT, _WINDOW_DAYS, _PROMISED_PERCENT = 75 * _DAY, 60, 20
_PERSONAL = 5
_CONTINUED, _CONTINUED_AT, _AGREES_EACH = 12, 20 * _DAY, 3
_OFFERED_AT, _OPEN_DAYS = 3 * _DAY, 9
_HEAD = "head_of_product_and_service"


def agree(anchor: datetime) -> None:
    """Needs the lake to know the purchases. The anchor is now, in the school's zone."""
    head = Staff.objects.filter(role=_HEAD).order_by("pk").first()
    by_id = head.pk if head else None
    mini = Product.objects.get(name="Блонд без брака")
    if by_id is not None:
        _rule(mini, by_id, anchor)
    _promotions(by_id, anchor)
    _personal(mini, by_id, anchor)
    _cascades(anchor)
    relearn(now=anchor)


def _cascades(anchor: datetime) -> None:
    """Who agreed to the mini-course was offered its continuation; some agreed again."""
    further = Product.objects.get(name="Практикум «Сложный цвет»")
    agreed = Offer.objects.filter(state=OfferState.ACCEPTED.value).exclude(product=further)
    at = anchor - _CONTINUED_AT
    for nth, offer in enumerate(agreed.filter(made_at__lt=at).order_by("pk")[:_CONTINUED]):
        following = record_offer(
            NewOffer(
                client_id=offer.client_id,
                product_id=further.pk,
                channel="coordinator_calls",
                reason="Страх осветления ушёл, на практикуме навык закрепляется под присмотром.",
                staff_id=offer.staff_id,
                price_kopecks=further.price_kopecks,
                parent_id=offer.pk,
            ),
            actor=ACTOR,
            now=at,
        )
        if nth % _AGREES_EACH == 0:
            accept_offer(following.pk, actor=ACTOR, now=at + _DAY)


def _rule(product: Product, by_id: int, anchor: datetime) -> None:
    at = anchor - _RULE_AT
    rule = upsell.save_rule(
        product_id=product.pk,
        why="Осветление пугает сильнее всего, мини-курс снимает страх",
        metrics="Повторные продажи вырастут на 20%",
        measurement="Сравним повторные продажи за 60 дней до правила и после него",
        promise=Promise("repeat_sales", _WINDOW_DAYS, _PROMISED_PERCENT),
        now=at,
    )
    upsell.activate(rule.pk, by_id=by_id, actor=ACTOR, now=at)


def _promotions(by_id: int | None, anchor: datetime) -> None:
    today = anchor.date()
    for name, terms, begins, days, target in (
        ("Неделя разборов", "Кто сдаст три работы за неделю, получит разбор у мастера.", 47, 7, 6),
        ("Марафон «Один оттенок в день»", "Семь заданий за неделю, за все — тонирование.", 2, 7, 9),
    ):
        starts_on = today - begins * _DAY
        open_promotion(
            NewPromotion(
                name=name,
                terms=terms,
                starts_on=starts_on,
                ends_on=starts_on + (days - 1) * _DAY,
                criterion=Criterion.PAYMENTS,
                target=target,
            ),
            by_id=by_id,
            actor=ACTOR,
            now=anchor - begins * _DAY,
        )
    end_due(now=anchor)


def _personal(product: Product, by_id: int | None, anchor: datetime) -> None:
    """To the first few who reached a goal of their own pace: an offer that waits for an answer."""
    owners = Client.objects.filter(coordinator__isnull=False, merged_into_id=None).order_by("pk")
    at = anchor - _OFFERED_AT
    ends_at = start_of_day(anchor.date() + _OPEN_DAYS * _DAY, anchor.tzinfo)  # type: ignore[arg-type]
    for client in owners[:_PERSONAL]:
        record_offer(
            NewOffer(
                client_id=client.pk,
                product_id=product.pk,
                channel="coordinator_calls",
                reason="Обещали на разборе: цена потока сохранится на две недели.",
                staff_id=client.coordinator_id or by_id,
                price_kopecks=9_900_00,
                expires_at=ends_at,
            ),
            actor=ACTOR,
            now=at,
        )
