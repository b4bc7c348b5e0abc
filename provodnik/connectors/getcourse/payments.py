"""The export of payments."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from provodnik.connectors.getcourse.cells import (
    keys,
    needed,
    not_negative,
    person_columns,
)
from provodnik.connectors.getcourse.columns import PAYMENTS
from provodnik.connectors.getcourse.lookalikes import find_lookalikes
from provodnik.connectors.getcourse.orders import delivery
from provodnik.connectors.getcourse.statuses import payment_statuses
from provodnik.facts.sales.intake import take_payments
from provodnik.kernel.imports.cells import moments, money, short
from provodnik.kernel.imports.columns import Binding
from provodnik.kernel.imports.kept import keep
from provodnik.kernel.imports.kinds import ImportKind, Landed, Landing, StageColumn
from provodnik.kernel.imports.types import CUSTOM, Need, RejectCode
from provodnik.kernel.models import School

_NEEDS = (
    Need(
        gettext_noop(
            "No column with the number of a payment. Without it a repeat would double them."
        ),
        ("external_id",),
        RejectCode.EMPTY,
    ),
    Need(
        gettext_noop("No column with the order or the e-mail of a payment: it would be nobody's."),
        ("order_ref", "user_id", "email"),
        RejectCode.NOBODY,
    ),
    Need(gettext_noop("No column with the status of a payment."), ("status",)),
    Need(gettext_noop("No column with the sum of a payment."), ("amount",)),
    Need(gettext_noop("No column with the date of a payment."), ("created_at",)),
)


def _stage(school: School, binding: Binding) -> Sequence[StageColumn]:
    when = moments(ZoneInfo(school.timezone)).__getitem__
    sums = not_negative(money(binding.currency or school.currency).__getitem__)
    return [
        *person_columns(school, binding),
        StageColumn("external_id", "text", "external_id", short(100)),
        StageColumn("order_ref", "text", "order_ref", _order_name(short(100))),
        StageColumn("created_at", "timestamptz", "created_at", needed(when)),
        StageColumn("method", "text", "method", short(500)),
        StageColumn("status", "text", "status", payment_statuses().__getitem__),
        StageColumn("amount", "bigint", "amount", needed(sums)),
        StageColumn("fee", "bigint", "fee", sums),
        StageColumn("title", "text", "title", short(500)),
        StageColumn("custom", "jsonb", CUSTOM, keep(keys(binding, CUSTOM))),
    ]


def _order_name(parse: Callable[[str], str]) -> Callable[[str], str]:
    """The order's number also where it is written «№ 1045»."""
    return lambda text: parse(text).lstrip("№# ")


def _land(landing: Landing) -> Landed:
    taken = take_payments(delivery(landing))
    return Landed(taken.tally, taken.statuses)


KIND = ImportKind(
    name="getcourse-payments",
    columns=PAYMENTS,
    needs=_NEEDS,
    stage=_stage,
    land=_land,
    finish=find_lookalikes,
    counts_statuses=True,
)
