"""What an offer would bring the one who makes it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from provodnik.decisions.pay import rules
from provodnik.decisions.pay.queries.counting import share_of_percent
from provodnik.decisions.pay.queries.schemes import scheme_for
from provodnik.kernel.periods import month_of


@dataclass(frozen=True, slots=True)
class Reward:
    """The share of a repeat sale paid to its seller, and kopecks of one sale at that price."""

    share: Fraction
    price_kopecks: int
    kopecks: int


def offer_reward(role: str, price_kopecks: int, today: date) -> Reward | None:
    """By the rates of this month; None where they pay nothing for a sale. One query.

    Expected, not promised: it is paid once the student has paid, less what is given back.
    """
    kind = scheme_for(month_of(today).from_on).scheme_of(role)
    if kind is None or not kind.sales_percent or price_kopecks <= 0:
        return None
    share = share_of_percent(kind.sales_percent)
    return Reward(share, price_kopecks, rules.share_of(price_kopecks, share))
