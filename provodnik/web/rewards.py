"""What an offer would bring the one who makes it, in words, and where it is explained."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.decisions.pay.queries import offer_reward
from provodnik.facts.team.models import Staff
from provodnik.web import formats


@dataclass(frozen=True, slots=True)
class RewardWords:
    """«ваше вознаграждение примерно 645 ₽: 5% от 12 900 ₽», and the page of one's own scheme."""

    text: str
    href: str


def reward_words(staff: Staff, price_kopecks: int | None, today: date) -> RewardWords | None:
    """None where the product has no price, or the scheme pays nothing for a sale."""
    reward = offer_reward(staff.role, price_kopecks or 0, today)
    if reward is None:
        return None
    language = (get_language() or "ru").split("-")[0]
    whole = (reward.share * 100).denominator == 1
    told = {
        "money": formats.money(reward.kopecks, language),
        "share": formats.share(reward.share, language, is_approx=whole),
        "price": formats.money(reward.price_kopecks, language),
    }
    text = _("your reward is about %(money)s: %(share)s of %(price)s") % told
    query = urlencode({"price": reward.price_kopecks})
    return RewardWords(text, f"{reverse('criteria:mine')}?{query}#reward")
