"""Cards and hypotheses for tests."""

from datetime import UTC, date, datetime
from typing import Any

from provodnik.decisions.causes import services
from provodnik.decisions.causes.models import CauseCard, Hypothesis
from provodnik.decisions.causes.types import (
    ChangeTold,
    CheckTold,
    Fall,
    HypothesisFields,
    Place,
    ProofKind,
    Result,
)
from provodnik.facts.catalog.models import Product
from provodnik.facts.sales.tests.factories import make_product

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
ACTOR = "staff:1"
FALL = Fall(reached=40, before=70, size=100)


def make_card(item: str = "Модуль 3", *, product: str = "Колорист", **fields: Any) -> CauseCard:  # noqa: ANN401 (words of a test)
    """A card of a step where 30 of 70 are lost."""
    course = Product.objects.filter(name=product).first() or make_product(product)
    place = Place(fields.pop("metric", "module_reach"), course.pk, item)
    told = {"owner_id": None, "by_id": None, "actor": ACTOR, "now": NOW, **fields}
    return services.open_card(place, FALL, **told)


def tell(card: CauseCard, kind: str = "unclear_path", **fields: Any) -> Hypothesis:  # noqa: ANN401 (the same)
    told = {"text": "Не видно, что дальше", "check_how": "Пять интервью", **fields}
    return services.tell_hypothesis(
        card.pk, HypothesisFields(kind=kind, **told), actor=ACTOR, now=NOW
    )


def check(
    hypothesis: Hypothesis,
    result: Result = Result.CONFIRMED,
    **fields: Any,  # noqa: ANN401 (the same)
) -> Hypothesis:
    told = {"proof_kind": ProofKind.INTERVIEW, "proof": "«Не нашла, где модуль 3»", **fields}
    return services.tell_check(
        hypothesis.pk, CheckTold(result=result, **told), by_id=None, actor=ACTOR, now=NOW
    )


def change(card: CauseCard, on_date: date = TODAY, text: str = "Показали следующий шаг") -> None:
    services.make_change(card.pk, ChangeTold(on_date, text), by_id=None, actor=ACTOR, now=NOW)


def changed_card(on_date: date = TODAY, **fields: Any) -> CauseCard:  # noqa: ANN401 (the same)
    """A card whose cause is confirmed and mended."""
    card = make_card(**fields)
    check(tell(card))
    change(card, on_date)
    return card
