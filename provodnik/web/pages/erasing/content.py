"""What the card of somebody erased still shows."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.sales.queries.money import client_money
from provodnik.web import formats
from provodnik.web.design.types import Fact


def money_left(client_id: int) -> tuple[Fact, ...]:
    """The sums the school's figures are made of; «—» where there were none."""
    money, language = client_money(client_id), (get_language() or "ru").split("-")[0]

    def rub(kopecks: int) -> str:
        return formats.money(kopecks, language) if kopecks else formats.UNDEFINED

    return (
        Fact(_("Paid in all"), rub(money.paid_kopecks)),
        Fact(_("Given back"), rub(money.refunded_kopecks)),
        Fact(_("Orders paid"), formats.integer(money.orders, language)),
    )
