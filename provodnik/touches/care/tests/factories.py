"""Students with a path of their own, for tests."""

from datetime import datetime, timedelta

from conftest import MONDAY
from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
from provodnik.facts.people.tests.factories import happened
from provodnik.touches.care import services
from provodnik.touches.care.models import Need, StudentPage
from provodnik.touches.care.services.needs import Told
from provodnik.touches.queue.planning.moments import note_moments


def make_page(client: Client, at: datetime = MONDAY) -> StudentPage:
    """A page issued by a rule."""
    return services.issue_page(client.pk, actor="system", now=at)


def finish(client: Client, product: Product, *modules: str, at: datetime = MONDAY) -> None:
    """Modules finished one a day, noted as the queue notes them."""
    entries = [
        happened(
            "module_completed",
            client,
            at + timedelta(days=day),
            item=name,
            product_id=product.pk,
        )
        for day, name in enumerate(modules)
    ]
    note_moments(entries)


def tell(
    client: Client,
    choice: str = "no_time",
    text: str = "",
    *,
    key: str = "form-1",
    actor: str = "",
    at: datetime = MONDAY,
) -> Need:
    """A request; the student's own unless told otherwise. The day begins at nine."""
    return services.tell_need(
        client.pk,
        Told(choice, text, key),
        day_starts_at=MONDAY,
        actor=actor or f"client:{client.pk}",
        now=at,
    )
