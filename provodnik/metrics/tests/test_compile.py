import pytest
import sqlglot

from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.compile import Dialect, evidence_sql, measure_sql
from provodnik.metrics.definition import Definition

METRICS = [pytest.param(metric, id=name) for name, metric in DEFINITIONS.items()]
READS = {"duckdb": "duckdb", "pyspark": "spark"}


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("metric", METRICS)
def test_definition_compiles_for_every_engine(metric: Definition, dialect: Dialect) -> None:
    for by in (None, *metric.dims):
        for is_whole in (True, False):
            text = measure_sql(metric, by, is_whole=is_whole, dialect=dialect)
            assert sqlglot.parse_one(text, read=READS[dialect])
    assert sqlglot.parse_one(
        evidence_sql(metric, is_whole=False, dialect=dialect), read=READS[dialect]
    )
