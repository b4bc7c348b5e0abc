"""How often the learned next product is right, on a real shop: the figures of docs/suggestions.md.

    python -m benchmarks.suggestions FILE.parquet

FILE holds the lines of Online Retail (UCI, CC BY 4.0): CustomerID, Description, InvoiceDate,
Quantity, UnitPrice. It is asked by the very definitions of `metrics.next_product`; only the
relation of stops is made here, since the file is no journal. Takes about half a minute.

The weight of popularity was chosen among WEIGHTS on the third quarter of the moves; what is
reported is the last quarter, looked at once.
"""

import sys
from collections.abc import Sequence
from datetime import date

import duckdb

from provodnik.metrics import next_product
from provodnik.metrics.compile import text
from provodnik.metrics.next_product import PLACES, Trial, split_day, trial

WEIGHTS = (5, 20, 100, 500)
VALIDATED_FROM, TRIED_FROM = 0.5, 0.75

_STOPS = """
CREATE TABLE everything AS
WITH bought AS (
  SELECT CustomerID::BIGINT AS client_id, upper(trim(Description)) AS name,
         min(InvoiceDate)::DATE AS bought_on
  FROM read_parquet(?)
  WHERE CustomerID IS NOT NULL AND Description IS NOT NULL AND UnitPrice > 0 AND Quantity > 0
  GROUP BY ALL
)
SELECT client_id, dense_rank() OVER (ORDER BY name) AS product_id, bought_on,
       dense_rank() OVER (PARTITION BY client_id ORDER BY bought_on) AS stop
FROM bought
"""


def opened(path: str) -> duckdb.DuckDBPyConnection:
    """The shop as the relations of `next_product`; a shop has no written rules."""
    duck = duckdb.connect()
    duck.execute(_STOPS, [path])
    duck.execute("CREATE VIEW stops AS FROM everything")
    duck.execute("CREATE TABLE told (after_id BIGINT, product_id BIGINT, place BIGINT)")
    return duck


def split(duck: duckdb.DuckDBPyConnection, share: float) -> date:
    """The day that parts the moves."""
    day = split_day(duck.execute(text(next_product.move_days())).fetchall(), share)
    assert day is not None
    return day


def try_out(
    duck: duckdb.DuckDBPyConnection, split_on: date, weight: float, until: date | None = None
) -> Trial:
    """Learn before `split_on`, try on what came from then on, up to `until`."""
    duck.execute(
        "CREATE OR REPLACE VIEW stops AS FROM everything"
        + (f" WHERE bought_on < '{until}'" if until else "")
    )
    duck.execute(
        "CREATE OR REPLACE TABLE learning AS SELECT ?::DATE AS split_on, ?::DOUBLE AS weight",
        [split_on, weight],
    )
    result = duck.execute(text(next_product.tried()))
    names = [column[0] for column in result.description or []]
    row = result.fetchone() or ()
    return trial(dict(zip(names, row, strict=True)))


def described(found: Trial, way: str) -> str:
    rates = [found.ways[way].hit_rate(k) or 0 for k in PLACES]
    return "  ".join(f"{rate:6.1%}" for rate in rates)


def main(arguments: Sequence[str]) -> None:
    """Choose the weight, then report the last quarter."""
    duck = opened(arguments[0])
    chosen_on, tried_on = split(duck, VALIDATED_FROM), split(duck, TRIED_FROM)
    print(f"choosing on [{chosen_on}, {tried_on}): right among the first {PLACES}")
    scores = {}
    for weight in WEIGHTS:
        found = try_out(duck, chosen_on, weight, until=tried_on)
        scores[weight] = found.ways["learned"].right[PLACES[1]]
        print(
            f"  weight {weight:>3}  n={found.ways['learned'].cases}  {described(found, 'learned')}"
        )
    print(f"  popularity  n={found.ways['popular'].cases}  {described(found, 'popular')}")
    best = max(scores, key=lambda weight: (scores[weight], weight))
    found = try_out(duck, tried_on, best)
    print(f"reported from {tried_on}, weight {best}, n={found.ways['learned'].cases}")
    print(f"  learned     {described(found, 'learned')}")
    print(f"  popularity  {described(found, 'popular')}")
    for k in PLACES:
        print(f"  at {k}: only learned {found.won[k]}, only popularity {found.lost[k]}")


if __name__ == "__main__":
    main(sys.argv[1:])
