"""What a shop's orders say: cohorts by month, repeat purchases, RFM."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from statistics import mean, median
from typing import Any


@dataclass(frozen=True)
class Order:
    """One line of a shop: a sale, or money given back (then below zero)."""

    order: str
    customer: int
    at: datetime
    cents: int
    is_sale: bool


def orders_of(rows: Iterable[Mapping[str, str]]) -> list[Order]:
    return [
        Order(
            row["order_id"],
            int(row["customer_id"]),
            datetime.fromisoformat(row["created_at"]),
            round(float(row["amount"]) * 100),
            row["kind"] == "sale",
        )
        for row in rows
    ]


def counted(told: Sequence[Order]) -> dict[str, Any]:
    """Every figure of a shop, sums in its currency."""
    sales = [one for one in told if one.is_sale]
    back = [one for one in told if not one.is_sale]
    mine: dict[int, list[Order]] = defaultdict(list)
    for one in sales:
        mine[one.customer].append(one)
    scored = scores(sales)
    return {
        "rows": len(told),
        "sales_orders": len(sales),
        "customers": len(mine),
        "sales_amount": sum(one.cents for one in sales) / 100,
        "refund_rows": len(back),
        "refund_amount": sum(one.cents for one in back) / 100,
        "first": min(one.at for one in sales).isoformat(),
        "last": max(one.at for one in sales).isoformat(),
        **_repeated(sales, mine),
        **_cohorts(sales, mine),
        "rfm_snapshot": snapshot(sales).isoformat(),
        "rfm_score_counts": dict(
            sorted(Counter("".join(map(str, line[4:])) for line in scored).items())
        ),
        "rfm_raw_means": {
            "recency_days": round(mean(line[1] for line in scored), 4),
            "frequency": round(mean(line[2] for line in scored), 4),
            "monetary": round(mean(line[3] for line in scored) / 100, 4),
        },
    }


def _repeated(sales: Sequence[Order], mine: Mapping[int, list[Order]]) -> dict[str, Any]:
    sums = [sum(one.cents for one in bought) for bought in mine.values()]
    again = [sorted(one.at for one in bought) for bought in mine.values() if len(bought) > 1]
    days = [(moments[1] - moments[0]).total_seconds() / 86400 for moments in again]
    return {
        "repeat_customers": len(again),
        "repeat_purchase_rate": round(len(again) / len(mine), 6),
        "orders_per_customer": round(len(sales) / len(mine), 6),
        "aov": round(sum(sums) / len(sales) / 100, 4),
        "ltv_mean_to_date": round(mean(sums) / 100, 4),
        "ltv_median_to_date": round(median(sums) / 100, 4),
        "median_days_first_to_second": round(median(days), 4),
    }


def _cohorts(sales: Sequence[Order], mine: Mapping[int, list[Order]]) -> dict[str, Any]:
    born = {who: min(_month(one.at) for one in bought) for who, bought in mine.items()}
    last = max(_month(one.at) for one in sales)
    who: dict[tuple[int, int], set[int]] = defaultdict(set)
    cents: Counter[tuple[int, int]] = Counter()
    for one in sales:
        cell = (born[one.customer], _month(one.at) - born[one.customer])
        who[cell].add(one.customer)
        cents[cell] += one.cents
    counts, revenue, worth = {}, {}, {}
    for cohort in sorted(set(born.values())):
        ages, name = range(last - cohort + 1), f"{cohort // 12}-{cohort % 12 + 1:02}"
        counts[name] = [len(who[cohort, age]) for age in ages]
        revenue[name] = [cents[cohort, age] / 100 for age in ages]
        worth[name] = [
            round(sum(cents[cohort, k] for k in range(age + 1)) / counts[name][0] / 100, 4)
            for age in ages
        ]
    return {
        "cohort_counts": counts,
        "cohort_revenue": revenue,
        "cohort_cum_ltv_per_customer": worth,
    }


def _month(at: datetime) -> int:
    return at.year * 12 + at.month - 1


def snapshot(sales: Sequence[Order]) -> datetime:
    """Midnight after the last sale."""
    last = max(one.at for one in sales).replace(hour=0, minute=0, second=0, microsecond=0)
    return last + timedelta(days=1)


def scores(sales: Sequence[Order]) -> list[list[int]]:
    """Customer, days since the last sale, orders, cents; and their fifths, 5 the best."""
    until = snapshot(sales).date()
    mine: dict[int, list[Order]] = defaultdict(list)
    for one in sales:
        mine[one.customer].append(one)
    raw = [
        [
            who,
            (until - max(one.at for one in bought).date()).days,
            len(bought),
            sum(one.cents for one in bought),
        ]
        for who, bought in sorted(mine.items())
    ]
    recent, often, much = (_fifths([line[nth] for line in raw]) for nth in (1, 2, 3))
    return [[*raw[n], 6 - recent[n], often[n], much[n]] for n in range(len(raw))]


def _fifths(values: Sequence[int]) -> list[int]:
    """Fifths of ranks from the least; equal values go in the order of customers."""
    ranked = sorted(range(len(values)), key=lambda nth: (values[nth], nth))
    found = [0] * len(values)
    for rank, nth in enumerate(ranked):
        found[nth] = max(1, ceil(5 * rank / (len(values) - 1)))
    return found
