"""Every analysis compiles for every engine."""

import pytest
import sqlglot

from provodnik.metrics.analyses import ages, cohorts, funnels, moves
from provodnik.metrics.analyses.cohorts import Span
from provodnik.metrics.compile import Dialect, text
from provodnik.metrics.tables import Tables

READS = {"duckdb": "duckdb", "pyspark": "spark"}
STEPS = ("offer_made", "order_placed", "payment_received")


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("is_whole", [True, False])
def test_analyses_compile_for_every_engine(dialect: Dialect, is_whole: bool) -> None:
    t = Tables.unbound(is_whole=is_whole)
    built = [
        *(cohorts.grid(t, "enrolled", "payment_received", span) for span in Span),
        funnels.reached(t, STEPS),
        moves.moves(t),
        ages.brought(t),
    ]
    for table in built:
        assert sqlglot.parse_one(text(table, dialect), read=READS[dialect])
