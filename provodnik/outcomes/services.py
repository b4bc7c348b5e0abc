"""Crediting payments: who and what brought each order's money."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from provodnik.facts.sales.models import Order
from provodnik.facts.sales.services.offers import accept_paid
from provodnik.kernel import journal
from provodnik.method import queries as method
from provodnik.outcomes import statements

_BATCH = 5000


def credit_payments(entry_ids: Sequence[int], *, now: datetime) -> int:
    """Credit the orders that these payments and refunds belong to. Returns how many orders.

    Running it again, or `rebuild`, gives the same answer and writes nothing new.
    """
    with connection.cursor() as cursor:
        cursor.execute(statements.ORDERS_OF_ENTRIES, [list(entry_ids)])
        orders = [row[0] for row in cursor.fetchall()]
    credit_orders(orders, now=now)
    return len(orders)


@transaction.atomic
def credit_orders(orders: Sequence[int], *, now: datetime) -> None:
    """Decide these orders anew by the written rule and make the journal say so.

    A fixed number of statements whatever the number of orders.
    """
    if not orders:
        return
    rule = method.credit_rules()
    params: dict[str, Any] = {
        "orders": list(orders),
        "window": timedelta(days=rule.window_days),
        "same_product": rule.same_product,
        "deeds": [str(deed) for deed in rule.deeds],
        "outcomes": [str(outcome) for outcome in rule.outcomes],
        "now": now,
        "payment": journal.event_id("payment_received"),
        "credited": journal.event_id("sale_credited"),
        "voided": journal.event_id("entry_voided"),
        "kinds": [journal.event_id("payment_received"), journal.event_id("sale_credited")],
    }
    with connection.cursor() as cursor:
        cursor.execute(statements.UNCREDIT, params)
        cursor.execute(statements.CREDIT, params)
        cursor.execute(statements.COMPARE, params)
        cursor.execute(statements.OUTDATED)
        outdated = [row[0] for row in cursor.fetchall()]
    journal.append_from(
        "sale_credited",
        source="provodnik",
        columns=(
            "happened_at",
            "client_id",
            "staff_id",
            "product_id",
            "item",
            "channel",
            "value",
            "external_id",
            "actor",
            "attrs",
        ),
        query=statements.WANTED,
    )
    if outdated:
        journal.void(outdated, at=now, actor="rule:credit", reason="credited anew")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE credit_entry")
    accept_paid(list(orders))


def rebuild(*, now: datetime) -> int:
    """Decide every paid order of the school anew, in batches. What a lost job missed is found."""
    ids = Order.objects.filter(first_paid_at__isnull=False).order_by("pk")
    done, last = 0, 0
    while batch := list(ids.filter(pk__gt=last).values_list("pk", flat=True)[:_BATCH]):
        credit_orders(batch, now=now)
        done, last = done + len(batch), batch[-1]
    return done
