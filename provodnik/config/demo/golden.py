"""The programme's repeat sales: 870 080 ₽ in four months, to the rouble.

Platform brings 228 670 ₽ in three months, coordinators 641 410 ₽ in four; the parts of
channels and of people sum to the same totals. Source: REQUIREMENTS (c), G1–G3 and G9.
"""

from dataclasses import dataclass
from random import Random

COORDINATORS = {"lebedeva": 248_300, "tkacheva": 201_760, "elkin": 191_350}
PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class ChannelPlan:
    """What a channel brought, and its funnel: made → clicked → ordered → paid."""

    key: str
    roubles: int
    made: int
    clicked: int
    ordered: int
    paid: int


CHANNELS = (
    ChannelPlan("coordinator_calls", 312_900, 386, 291, 52, 44),
    ChannelPlan(PLATFORM, 228_670, 820, 410, 60, 41),
    ChannelPlan("warm_up", 148_560, 540, 214, 38, 26),
    ChannelPlan("graduation", 121_450, 164, 121, 22, 14),
    ChannelPlan("alumni_master_class", 58_500, 95, 41, 9, 5),
)
# Twelve people opened the page of payment and nobody paid: shown, never hidden.
PRACTICUM = ChannelPlan("warm_up", 0, 140, 12, 0, 0)


@dataclass(frozen=True, slots=True)
class GoldenSale:
    """One repeat sale: channel, who sold (empty on the platform), how much, in which month."""

    channel: str
    staff: str
    roubles: int
    month: int


def golden_sales(random: Random) -> list[GoldenSale]:
    """All repeat sales of the programme; `month` 0 is its first, the platform starts in 1."""
    sales: list[GoldenSale] = []
    left = dict(COORDINATORS)
    for plan in CHANNELS:
        for share, staff, count in _shares(plan, left):
            first_month = 1 if plan.key == PLATFORM else 0
            for roubles in _split(random, share, count):
                month = random.choices(range(first_month, 4), weights=range(2, 6 - first_month))[0]
                sales.append(GoldenSale(plan.key, staff, roubles, month))
    return sales


def _shares(plan: ChannelPlan, left: dict[str, int]) -> list[tuple[int, str, int]]:
    """A channel's money among people in proportion to what each still has to bring."""
    if plan.key == PLATFORM:
        return [(plan.roubles, "", plan.paid)]
    total, people = sum(left.values()), list(left)
    shares = [plan.roubles * left[who] // total // 10 * 10 for who in people[:-1]]
    shares.append(plan.roubles - sum(shares))
    counts = [max(1, round(plan.paid * share / plan.roubles)) for share in shares[:-1]]
    counts.append(plan.paid - sum(counts))
    for who, share in zip(people, shares, strict=True):
        left[who] -= share
    return list(zip(shares, people, counts, strict=True))


def _split(random: Random, roubles: int, count: int) -> list[int]:
    """A sum in `count` believable prices: tens of roubles, never tiny, exactly the sum."""
    weights = [random.uniform(0.5, 1.8) for _ in range(count)]
    parts = [int(roubles * weight / sum(weights)) // 10 * 10 for weight in weights]
    parts[0] += roubles - sum(parts)
    return parts
