"""An answer «interested in X» becomes a coordinator's deed (R-101)."""

from collections.abc import Sequence
from datetime import datetime

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.types import ProductStatus
from provodnik.facts.people.queries import standing_id
from provodnik.facts.sales.models import Order
from provodnik.kernel.models import JournalEntry
from provodnik.kernel.names import sort_key
from provodnik.method import queries as method
from provodnik.method.words import fill
from provodnik.touches.campaigns.interest.rules import interest_of
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.types import TouchKind

_ACTOR = "rule:interest"


def plan_interests(entry_ids: Sequence[int], *, now: datetime) -> int:
    """Plan an offer for every answer that names a product on sale, once an answer.

    Who has bought it hears no offer. The gate of offers is asked when the offer is made.
    Returns how many answers were such. An answer in words names its product after a word
    of interest, «интересно: Блонд без брака».
    """
    entries = JournalEntry.objects.filter(
        pk__in=entry_ids,
        client_id__isnull=False,
        event__name__in=("interest_told", "survey_answered"),
    ).select_related("event")
    answers = [(entry, product) for entry in entries if (product := _wanted(entry)) is not None]
    return sum(_plan(entry, product, now) for entry, product in answers)


def _wanted(entry: JournalEntry) -> Product | None:
    """The product an answer names, if it is on sale."""
    if entry.event.name == "interest_told":
        found = Product.objects.filter(pk=entry.product_id or 0)
    else:
        words = method.launch_settings().interest_words
        named = interest_of(str(entry.attrs.get("text") or ""), words)
        if not named:
            return None
        found = Product.objects.filter(sort_key=sort_key(named))
    return found.filter(status=ProductStatus.ACTIVE.value).first()


def _plan(entry: JournalEntry, product: Product, now: datetime) -> bool:
    client_id = standing_id(int(entry.client_id or 0))
    bought = Order.objects.filter(client_id=client_id, product=product, first_paid_at__isnull=False)
    if bought.exists():
        return False
    reason = method.launch_settings().interest_reason
    queue.plan(
        client_id=client_id,
        kind=TouchKind.OFFER,
        reason=fill(reason, {"launch": entry.item or "", "product": product.name})[:500],
        # A second answer about the same product is the same interest.
        occurrence=f"interest:{product.pk}:{entry.item or ''}"[:120],
        product_id=product.pk,
        channel=entry.channel or "warm_up",
        stake_kopecks=product.price_kopecks or 0,
        actor=_ACTOR,
        now=now,
    )
    return True
