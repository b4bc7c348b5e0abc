"""The offer of a touch and its personal link: made once, when the link is first asked for."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.sales.links.services import create_link
from provodnik.facts.sales.models import TrackedLink
from provodnik.facts.sales.services.offers import make_offer
from provodnik.facts.sales.types import NewLink, NewOffer
from provodnik.touches.queue.errors import NothingToOffer, TouchIsClosed
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import TouchState


@transaction.atomic
def offer_of_touch(touch_id: int, *, by_id: int, passing: str = "", now: datetime) -> TrackedLink:
    """The personal link of a touch's product; asking makes the offer, if the gate lets it.

    Exactly once: asked again, the same link is answered.

    Raises:  Touch.DoesNotExist
             TouchIsClosed: the talk is over and no link was given in it
             NothingToOffer: the touch is about no product
             Refused: the gate refuses, with every reason; NoPaymentPage
    """
    touch = Touch.objects.select_for_update().get(pk=touch_id)
    if touch.link_id is not None:
        return TrackedLink.objects.get(pk=touch.link_id)
    if touch.state != TouchState.PLANNED:
        raise TouchIsClosed(str(touch))
    if touch.product_id is None:
        raise NothingToOffer(str(touch))
    actor = f"staff:{by_id}"
    if touch.offer_id is None:
        touch.offer = make_offer(
            NewOffer(
                client_id=touch.client_id,
                product_id=touch.product_id,
                channel=touch.channel,
                reason=touch.reason,
                staff_id=by_id,
                goal_id=touch.goal_id,
                price_kopecks=touch.stake_kopecks or None,
                step_id=touch.step_id,
            ),
            actor=actor,
            now=now,
            passing=passing,
        )
    link = create_link(
        NewLink(
            product_id=touch.product_id,
            channel=touch.channel,
            client_id=touch.client_id,
            offer_id=touch.offer_id,
            staff_id=by_id,
        ),
        actor=actor,
        now=now,
    )
    touch.link = link
    touch.save(update_fields=["offer", "link"])
    return link
