"""The export of orders."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from provodnik.connectors.getcourse.cells import (
    keys,
    needed,
    not_negative,
    person_columns,
)
from provodnik.connectors.getcourse.channels import channel_column
from provodnik.connectors.getcourse.columns import BUYERS_FIRST_VISIT, ORDERS
from provodnik.connectors.getcourse.lookalikes import find_lookalikes
from provodnik.connectors.getcourse.statuses import order_statuses
from provodnik.facts.catalog.intake import name_products
from provodnik.facts.people.intake import name_clients
from provodnik.facts.sales.intake import Delivery, name_channels, take_orders, tell_buyers
from provodnik.facts.team.intake import name_staff
from provodnik.kernel.imports.cells import moments, money, short
from provodnik.kernel.imports.columns import Binding
from provodnik.kernel.imports.kept import keep
from provodnik.kernel.imports.kinds import ImportKind, Landed, Landing, StageColumn
from provodnik.kernel.imports.types import CUSTOM, Need, RejectCode
from provodnik.kernel.models import School

SOURCE = "getcourse"
_NEEDS = (
    Need(
        gettext_noop(
            "No column with the number or id of an order. Without it a repeat would double them."
        ),
        ("external_id", "number"),
        RejectCode.EMPTY,
    ),
    Need(
        gettext_noop(
            "No column with the id or e-mail of a student. Without it nobody knows whose they are."
        ),
        ("user_id", "email"),
        RejectCode.NOBODY,
    ),
    Need(gettext_noop("No column with the status of an order."), ("status",)),
    Need(gettext_noop("No column with the cost of an order."), ("cost",)),
    Need(gettext_noop("No column with the date an order was made."), ("created_at",)),
)


def _stage(school: School, binding: Binding) -> Sequence[StageColumn]:
    when = moments(ZoneInfo(school.timezone)).__getitem__
    sums = not_negative(money(binding.currency or school.currency).__getitem__)
    return [
        *person_columns(school, binding),
        StageColumn("external_id", "text", "external_id", short(100)),
        StageColumn("number", "text", "number", short(100)),
        StageColumn("created_at", "timestamptz", "created_at", needed(when)),
        StageColumn("paid_at", "timestamptz", "paid_at", when),
        StageColumn("title", "text", "title", short(500)),
        StageColumn("status", "text", "status", order_statuses().__getitem__),
        StageColumn("cost", "bigint", "cost", needed(sums)),
        StageColumn("stated_paid", "bigint", "stated_paid", sums),
        StageColumn("staff_name", "text", "staff_name", short(200)),
        channel_column(binding),
        StageColumn("utm", "jsonb", "utm", keep(keys(binding, "utm"))),
        StageColumn("custom", "jsonb", CUSTOM, keep(keys(binding, CUSTOM))),
    ]


def _land(landing: Landing) -> Landed:
    name_clients(now=landing.now)
    name_products(now=landing.now)
    name_staff(now=landing.now)
    name_channels()
    taken = take_orders(delivery(landing))
    tell_buyers(BUYERS_FIRST_VISIT, delivery(landing))
    return Landed(taken.tally, taken.statuses, {"free": taken.free})


def delivery(landing: Landing) -> Delivery:
    """A chunk of GetCourse's rows, as an intake of sales knows it."""
    return Delivery(SOURCE, landing.run_id, landing.same_file_runs, landing.actor, landing.now)


KIND = ImportKind(
    name="getcourse-orders",
    columns=ORDERS,
    needs=_NEEDS,
    stage=_stage,
    land=_land,
    finish=find_lookalikes,
    counts_statuses=True,
)
