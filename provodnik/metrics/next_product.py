"""What people buy next: learned from who bought what after what, tried on later purchases.

A client's *stop* is a day on which they bought something they had not had before. From the
products of one stop to those of the next there are *moves*. After product A, product B scores

    (moves from A to B + weight x popularity of B) / (moves from A + weight)

so that where little is known popularity speaks. Popularity is the share of all moves that
lead to a product: what is bought first and never next is not popular here. After a stop with
several products their scores are averaged. What the client has is never suggested.

Popularity alone, by the same exclusion, is what the learned order is compared with.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import TYPE_CHECKING

from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import orders, payments, refunds, with_refunds
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Scalar, Table, Value

type Build = Callable[[], "Table"]

PLACES = (1, 3, 5)
WAYS = ("learned", "rules", "popular")

# Of a shop's thousands of products only so many are weighed; a school's are all.
_FOLLOWERS = 100
_POPULAR = 400
_CERTAIN = 1.96

SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "stops": {"client_id": "int64", "product_id": "int64", "bought_on": "date", "stop": "int64"},
    "told": {"after_id": "int64", "product_id": "int64", "place": "int64"},
    "learning": {"split_on": "date", "weight": "float64"},
}
"""Relations beside those of `tables`.

stops     see `stops`
told      what written rules offer after a product, the best place first
learning  one row: the day before which is learned and from which is tried, null for all of
          history; the weight of popularity
"""


def stops(t: Tables) -> "Table":
    """The first purchase of each product by each client, numbered by days of buying.

    Orders given back whole and orders of no known product are left out.

    Shape:   one row a client and product: client_id, product_id, bought_on, stop (1, 2, …)
    """
    paid = orders(payments(t))
    kept = with_refunds(paid, refunds(t, paid))
    kept = kept.filter(~kept.is_given_back, kept.product_id.notnull())
    first = kept.group_by("client_id", "product_id").agg(bought_on=kept.local_at.date().min())
    days = ibis.window(group_by="client_id", order_by="bought_on")
    return first.mutate(stop=ibis.dense_rank().over(days).cast("int64") + 1)


def move_days() -> "Table":
    """How many clients moved on on each day.

    Shape:   one row a day: moved_on, n
    """
    bought = _table("stops")
    went = bought.filter(bought.stop > 1).select("client_id", moved_on="bought_on").distinct()
    return went.group_by("moved_on").agg(n=went.count()).order_by("moved_on")


def learned() -> "Table":
    """What is known before the split about each product's followers, the best first.

    Shape:   one row a product and follower: after_id (null: after any product), product_id,
             clients (who moved so), of_clients (who moved on from after_id at all),
             median_days, score (0..1), place (1, 2, …)
    """
    known = _followers(_moves())
    popular = _popular()
    any_product = popular.mutate(
        after_id=ibis.null("int64"), median_days=ibis.null("float64"), score=popular.share
    )
    columns = ("after_id", "product_id", "clients", "of_clients", "median_days", "score", "place")
    return ibis.union(known.select(*columns), any_product.select(*columns))


def tried() -> "Table":
    """The moves since the split, and in how many of them each way would have been right.

    Right at k: one of its first k suggestions was among what the client bought that day.

    Shape:   one row: cases, told_<way> (where it had anything to say), and for k in PLACES
             right_<way>_<k>, and won_<k>, lost_<k>: learned right and popular not, and reverse
    """
    best = _best_places()
    counts = {"cases": best.count()}
    for way in WAYS:
        counts[f"told_{way}"] = best[f"told_{way}"].notnull().sum()
        for k in PLACES:
            counts[f"right_{way}_{k}"] = _is_right(best, way, k).sum()
    for k in PLACES:
        ours, theirs = _is_right(best, "learned", k), _is_right(best, "popular", k)
        counts[f"won_{k}"] = (ours & ~theirs).sum()
        counts[f"lost_{k}"] = (theirs & ~ours).sum()
    return best.agg(**counts)


def tried_cases() -> "Table":
    """The very moves that `tried` counts, each with how every way did on it.

    Shape:   one row a move: client_id, moved_on, and place_<way> of WAYS: the place of its first
             right suggestion, 0 where none was right, null where it had nothing to say
    """
    best, bought = _best_places(), _table("stops")
    days = bought.group_by("client_id", "stop").agg(moved_on=bought.bought_on.min())
    told = best.join(days, ["client_id", "stop"])
    places = {
        f"place_{way}": told[f"told_{way}"]
        .isnull()
        .ifelse(ibis.null("int64"), told[f"best_{way}"].fill_null(0))
        for way in WAYS
    }
    return told.select("client_id", "moved_on", **places)


def moves() -> "Table":
    """The very moves that `learned` counts.

    Shape:   one row a client, product and follower: client_id, after_id, product_id, moved_on,
             days
    """
    return _moves().select("client_id", "after_id", "product_id", "moved_on", "days")


@dataclass(frozen=True, slots=True)
class Tried:
    """How often one way would have been right: `right[k]` of `cases`; `told` had an answer."""

    cases: int
    told: int
    right: Mapping[int, int]

    def hit_rate(self, at: int) -> float | None:
        """Right among the first `at` suggestions, 0..1; None where nothing was tried."""
        return self.right[at] / self.cases if self.cases else None


@dataclass(frozen=True, slots=True)
class Trial:
    """The ways side by side on the same later moves."""

    ways: Mapping[str, Tried]
    won: Mapping[int, int]
    lost: Mapping[int, int]

    def is_better(self, at: int) -> bool | None:
        """Whether learned beats popularity: True, False, or None where chance would do.

        A sign test over the moves that only one of the two got right, at 95 %.
        """
        won, lost = self.won[at], self.lost[at]
        if abs(won - lost) <= _CERTAIN * sqrt(won + lost):
            return None
        return won > lost


def trial(raw: Mapping[str, int | None]) -> Trial:
    """The row of `tried` as figures."""
    number = {name: int(value or 0) for name, value in raw.items()}
    ways = {
        way: Tried(
            number["cases"],
            number[f"told_{way}"],
            {k: number[f"right_{way}_{k}"] for k in PLACES},
        )
        for way in WAYS
    }
    return Trial(
        ways,
        won={k: number[f"won_{k}"] for k in PLACES},
        lost={k: number[f"lost_{k}"] for k in PLACES},
    )


def figures(found: Trial) -> dict[str, int]:
    """The figures as `trial` reads them back."""
    cases = next(iter(found.ways.values())).cases
    return {
        "cases": cases,
        **{f"told_{way}": tried.told for way, tried in found.ways.items()},
        **{f"right_{way}_{k}": tried.right[k] for way, tried in found.ways.items() for k in PLACES},
        **{f"won_{k}": found.won[k] for k in PLACES},
        **{f"lost_{k}": found.lost[k] for k in PLACES},
    }


def split_day(days: Sequence[tuple[date, int]], share: float) -> date | None:
    """The first day from which at most 1 - `share` of all moves remain; None where none do.

    `days` are the rows of `move_days`, in order.
    """
    whole = sum(n for _, n in days)
    before = 0
    for day, n in days:
        if before and before >= whole * share:
            return day
        before += n
    return None


def _table(name: str) -> "Table":
    return ibis.table(SCHEMAS[name], name=name)


def _split() -> "Scalar":
    return _table("learning").split_on.as_scalar()


def _weight() -> "Scalar":
    return _table("learning").weight.as_scalar()


def _is_before(day: "Value") -> "Value":
    return _split().isnull() | (day < _split())


def _moves() -> "Table":
    """Moves before the split: client_id, after_id, product_id, days."""
    here, there = _table("stops"), _table("stops").view()
    moves = here.join(
        there, [here.client_id == there.client_id, there.stop == here.stop + 1]
    ).select(
        here.client_id,
        after_id=here.product_id,
        product_id=there.product_id,
        moved_on=there.bought_on,
        days=there.bought_on.delta(here.bought_on, unit="day"),
    )
    return moves.filter(_is_before(moves.moved_on))


def _popular() -> "Table":
    """Products by the share of moves that lead to them: product_id, clients, of_clients, share,
    place."""
    bought = _table("stops")
    later = bought.filter(bought.stop > 1, _is_before(bought.bought_on))
    went = later.select("client_id", "stop").distinct()
    counted = later.group_by("product_id").agg(clients=later.count())
    counted = counted.cross_join(went.agg(of_clients=went.count()))
    best = ibis.window(order_by=[counted.clients.desc(), counted.product_id])
    ranked = counted.mutate(
        share=counted.clients / counted.of_clients, place=ibis.row_number().over(best) + 1
    )
    return ranked.filter(ranked.place <= _POPULAR)


def _followers(moves: "Table") -> "Table":
    left = moves.group_by("after_id").agg(of_clients=moves.client_id.nunique())
    pairs = moves.group_by("after_id", "product_id").agg(
        clients=moves.count(), median_days=moves.days.median()
    )
    popular = _popular().select("product_id", "share")
    scored = pairs.join(left, "after_id").left_join(popular, "product_id")
    scored = scored.mutate(
        score=(scored.clients + _weight() * scored.share.fill_null(0))
        / (scored.of_clients + _weight())
    )
    best = ibis.window(
        group_by="after_id",
        order_by=[scored.score.desc(), scored.clients.desc(), scored.product_id],
    )
    ranked = scored.mutate(place=ibis.row_number().over(best) + 1)
    return ranked.filter(ranked.place <= _FOLLOWERS)


def _cases() -> "Table":
    """Moves since the split, each with the products it led from: client_id, stop, after_id."""
    here, there = _table("stops"), _table("stops").view()
    went = there.filter(there.stop > 1, ~_is_before(there.bought_on))
    went = went.select("client_id", "stop").distinct()
    size = ibis.window(group_by=["client_id", "stop"])
    cases = went.join(here, [went.client_id == here.client_id, here.stop == went.stop - 1]).select(
        went.client_id, went.stop, after_id=here.product_id
    )
    return cases.mutate(size=cases.count().over(size))


def _best_places() -> "Table":
    """Each move since the split with told_<way> and best_<way>: client_id, stop, …"""
    cases = _cases()
    best = cases.select("client_id", "stop").distinct()
    for way, ranked in _ranked(cases).items():
        best = best.left_join(_best_place(way, ranked), ["client_id", "stop"]).drop(
            "client_id_right", "stop_right"
        )
    return best


def _ranked(cases: "Table") -> Mapping[str, "Table"]:
    """What each way suggests for each case, worth first: client_id, stop, product_id, worth."""
    popular = _popular()
    asked = cases.select("client_id", "stop").distinct()
    usual = asked.cross_join(popular).select("client_id", "stop", "product_id", worth=popular.share)
    told = _table("told")
    by_rule = cases.join(told, "after_id").select(
        "client_id", "stop", "product_id", worth=-told.place.cast("float64")
    )
    by_rule = by_rule.group_by("client_id", "stop", "product_id").agg(worth=by_rule.worth.max())
    return {"learned": _worth(cases, popular), "rules": by_rule, "popular": usual}


def _worth(cases: "Table", popular: "Table") -> "Table":
    """The mean score over the products of the last stop, what was never seen after them too."""
    moves = _moves()
    known = _followers(moves)
    left = moves.group_by("after_id").agg(of_clients=moves.client_id.nunique())
    weight = _weight()
    seen = cases.join(known, "after_id").select(
        "client_id",
        "stop",
        "product_id",
        worth=known.clients / (known.of_clients + weight) / cases.size,
    )
    unsure = cases.left_join(left, "after_id")
    unsure = unsure.mutate(part=weight / (unsure.of_clients.fill_null(0) + weight) / unsure.size)
    backed = unsure.group_by("client_id", "stop").agg(part=unsure.part.sum())
    usual = backed.cross_join(popular).select(
        "client_id", "stop", "product_id", worth=popular.share * backed.part
    )
    both = ibis.union(seen, usual)
    return both.group_by("client_id", "stop", "product_id").agg(worth=both.worth.sum())


def _best_place(way: str, ranked: "Table") -> "Table":
    """For each case the place of the first right suggestion: told_<way> and best_<way>."""
    bought = _table("stops")
    owned = ranked.join(
        bought,
        [
            ranked.client_id == bought.client_id,
            ranked.product_id == bought.product_id,
            bought.stop < ranked.stop,
        ],
        how="anti",
    )
    first = ibis.window(
        group_by=["client_id", "stop"], order_by=[owned.worth.desc(), owned.product_id]
    )
    placed = owned.mutate(place=ibis.row_number().over(first) + 1)
    true = placed.left_join(
        bought,
        [
            placed.client_id == bought.client_id,
            placed.product_id == bought.product_id,
            placed.stop == bought.stop,
        ],
    )
    is_true = true.bought_on.notnull()
    return true.group_by("client_id", "stop").agg(
        **{f"told_{way}": true.count(), f"best_{way}": true.place.min(where=is_true)}
    )


def _is_right(best: "Table", way: str, k: int) -> "Table":
    return (best[f"best_{way}"] <= k).fill_null(False)
