"""All the cards and the points without one."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef

from provodnik.decisions.causes import rules
from provodnik.decisions.causes.models import CauseCard, ChurnPoint, Hypothesis, SeenFall
from provodnik.decisions.causes.types import CardRow, Fall, Outcome, Place, PointRow, Result
from provodnik.kernel.periods import Period

POINT_METRIC = "module_reach"


def cards() -> list[CardRow]:
    """Cards that were not withdrawn, newest first. Two queries."""
    found = CauseCard.objects.filter(dropped_at=None).select_related("product", "owner")
    told: dict[int, list[Hypothesis]] = {}
    for one in Hypothesis.objects.filter(dropped_at=None).order_by("told_at", "pk"):
        told.setdefault(one.card_id, []).append(one)
    return [row_of(one, told.get(one.pk, ())) for one in found.order_by("-opened_at", "-pk")]


def row_of(card: CauseCard, hypotheses: Sequence[Hypothesis]) -> CardRow:
    """A card with its living hypotheses as a plain row."""
    confirmed = [one for one in hypotheses if one.result == Result.CONFIRMED]
    terms = [one.due_on for one in hypotheses if one.due_on and not one.result]
    return CardRow(
        card_id=card.pk,
        place=Place(card.metric, card.product_id, card.item),
        product=card.product.name,
        fall=fall_of(card),
        state=rules.state_of(
            hypotheses=len(hypotheses),
            confirmed=len(confirmed),
            is_changed=card.changed_on is not None,
            outcome=card.outcome,
        ),
        owner_id=card.owner_id,
        owner=card.owner.name if card.owner else "",
        opened_at=card.opened_at,
        kinds=tuple(dict.fromkeys(one.kind for one in confirmed)),
        changed_on=card.changed_on,
        due_on=min(terms, default=None),
    )


def fall_of(seen: SeenFall) -> Fall:
    """A kept fall as a value."""
    window = Period(seen.from_on, seen.to_on) if seen.from_on and seen.to_on else None
    return Fall(seen.reached, seen.before, seen.size, window, seen.as_of)


def open_points() -> list[PointRow]:
    """The biggest fall of each course that no card is about, the most people lost first.

    One query.
    """
    about = CauseCard.objects.filter(
        product=OuterRef("product"), item=OuterRef("item"), dropped_at=None
    ).exclude(outcome=Outcome.NOT_HELPED.value)
    found = ChurnPoint.objects.filter(~Exists(about), gone_at=None).select_related("product")
    rows = [
        PointRow(
            point_id=one.pk,
            place=Place(POINT_METRIC, one.product_id, one.item),
            product=one.product.name,
            fall=fall_of(one),
            since_at=one.since_at,
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: (-row.fall.lost, row.product))
