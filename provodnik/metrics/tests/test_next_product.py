"""What is bought next: learned and tried on a shop small enough to count by hand."""

from datetime import date

import duckdb
import pytest

from provodnik.metrics import next_product
from provodnik.metrics.compile import text
from provodnik.metrics.next_product import PLACES, Trial, Tried, split_day, trial
from provodnik.metrics.tables import Tables
from provodnik.metrics.tests.worked import ids, lines, relations

SPLIT = date(2026, 2, 1)
# Before February: basic → advanced by anna (10 days) and boris (20), basic → colour by vera (5),
# short → colour by gleb (2); dina stopped; egor gave his advanced back.
SHOP = """
anna  payment_received 2026-01-01T10:00 value=10 item=1 product=basic
anna  payment_received 2026-01-11T10:00 value=10 item=2 product=advanced
boris payment_received 2026-01-01T10:00 value=10 item=3 product=basic
boris payment_received 2026-01-21T10:00 value=10 item=4 product=advanced
vera  payment_received 2026-01-01T10:00 value=10 item=5 product=basic
vera  payment_received 2026-01-06T10:00 value=10 item=6 product=colour
gleb  payment_received 2026-01-01T10:00 value=10 item=7 product=short
gleb  payment_received 2026-01-03T10:00 value=10 item=8 product=colour
dina  payment_received 2026-01-02T10:00 value=10 item=9 product=basic
egor  payment_received 2026-01-01T10:00 value=10 item=10 product=short
egor  payment_received 2026-01-05T10:00 value=10 item=11 product=advanced
egor  refund_paid      2026-01-06T10:00 value=10 item=11
"""
# From February on: fedor basic → advanced, zoya short → colour, anna advanced → colour.
LATER = """
fedor payment_received 2026-01-15T10:00 value=10 item=12 product=basic
fedor payment_received 2026-02-10T10:00 value=10 item=13 product=advanced
zoya  payment_received 2026-01-16T10:00 value=10 item=14 product=short
zoya  payment_received 2026-02-11T10:00 value=10 item=15 product=colour
anna  payment_received 2026-02-20T10:00 value=10 item=16 product=colour
"""
NAMES = ids(lines(SHOP), "product")


def shop(journal: str, *, split_on: date | None = SPLIT) -> duckdb.DuckDBPyConnection:
    """The journal as the relations a question reads; one rule offers colour after basic."""
    engine = relations(lines(journal))
    stops = text(next_product.stops(Tables.unbound(is_whole=True)))
    engine.execute(f"CREATE TABLE stops AS {stops}")
    engine.execute("CREATE TABLE told AS SELECT ? AS after_id, ? AS product_id, 1 AS place", _rule)
    engine.execute("CREATE TABLE learning AS SELECT ?::DATE AS split_on, 1.0 AS weight", [split_on])
    return engine


_rule = [NAMES["basic"], NAMES["colour"]]


def learned(engine: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], tuple[object, ...]]:
    """(after, product) → clients, of_clients, median_days, score, place."""
    called = {number: name for name, number in NAMES.items()}
    rows = engine.execute(text(next_product.learned())).fetchall()
    return {(called.get(row[0], "any"), called[row[1]]): tuple(row[2:]) for row in rows}


def asked(engine: duckdb.DuckDBPyConnection) -> Trial:
    result = engine.execute(text(next_product.tried()))
    names = [column[0] for column in result.description or []]
    return trial(dict(zip(names, result.fetchone() or (), strict=True)))


def test_a_follower_is_told_with_its_support_and_usual_wait() -> None:
    found = learned(shop(SHOP + LATER))

    assert found == {
        ("basic", "advanced"): (2, 3, 15.0, pytest.approx((2 + 0.5) / 4), 1),
        ("basic", "colour"): (1, 3, 5.0, pytest.approx((1 + 0.5) / 4), 2),
        ("short", "colour"): (1, 1, 2.0, pytest.approx((1 + 0.5) / 2), 1),
        ("any", "advanced"): (2, 4, None, 0.5, 1),
        ("any", "colour"): (2, 4, None, 0.5, 2),
    }


def test_without_a_split_all_of_history_teaches() -> None:
    found = learned(shop(SHOP + LATER, split_on=None))

    assert found["basic", "advanced"][:2] == (3, 4)
    assert found["advanced", "colour"][:3] == (1, 1, 40.0)


def test_each_way_is_tried_on_the_same_later_moves() -> None:
    found = asked(shop(SHOP + LATER))

    # fedor: both say advanced. zoya: learned says colour, popularity advanced. anna has the
    # advanced, so popularity says colour, and nothing was learned after it.
    assert found.ways["learned"] == Tried(3, 3, {1: 3, 3: 3, 5: 3})
    assert found.ways["popular"] == Tried(3, 3, {1: 2, 3: 3, 5: 3})
    # The rule speaks to fedor only, and is wrong.
    assert found.ways["rules"] == Tried(3, 1, {1: 0, 3: 0, 5: 0})
    assert (found.won, found.lost) == ({1: 1, 3: 0, 5: 0}, {1: 0, 3: 0, 5: 0})


def test_what_was_bought_on_one_day_is_one_stop() -> None:
    both = """
    anna payment_received 2026-01-01T10:00 value=10 item=1 product=basic
    anna payment_received 2026-01-01T18:00 value=10 item=2 product=short
    anna payment_received 2026-01-09T10:00 value=10 item=3 product=advanced
    """
    rows = shop(both).execute("SELECT stop, count(*) FROM stops GROUP BY 1 ORDER BY 1").fetchall()

    assert rows == [(1, 2), (2, 1)]


def test_nothing_later_is_nothing_tried() -> None:
    found = asked(shop(SHOP))

    assert found.ways["learned"].hit_rate(1) is None
    assert found.is_better(1) is None


@pytest.mark.parametrize(
    ("won", "lost", "better"),
    [
        pytest.param(76, 38, True, id="more than chance"),
        pytest.param(38, 76, False, id="worse than chance"),
        pytest.param(5, 2, None, id="chance would do"),
    ],
)
def test_better_means_more_than_chance(won: int, lost: int, better: bool | None) -> None:
    some = {k: won for k in PLACES}
    assert Trial({}, some, {k: lost for k in PLACES}).is_better(1) is better


def test_the_split_leaves_the_told_share_before_it() -> None:
    days = [(date(2026, 1, day), 10) for day in (1, 2, 3, 4)]

    assert split_day(days, 0.75) == date(2026, 1, 4)
    assert split_day(days, 0.5) == date(2026, 1, 3)
    assert split_day(days[:1], 0.5) is None
    assert split_day([], 0.5) is None
