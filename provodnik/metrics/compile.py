"""From a definition to SQL text for an engine."""

from enum import StrEnum
from typing import TYPE_CHECKING

from provodnik.metrics.definition import Definition
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.config import Config
    from ibis.expr.types import Table


class Dialect(StrEnum):
    """Engines a definition must compile for."""

    DUCKDB = "duckdb"
    SPARK = "pyspark"


def measure_sql(
    metric: Definition, by: str | None, *, is_whole: bool, dialect: Dialect = Dialect.DUCKDB
) -> str:
    """SQL of the metric's raw rows over the relations of `tables.SCHEMAS`."""
    return text(metric.build(Tables.unbound(is_whole=is_whole), by), dialect)


def evidence_sql(metric: Definition, *, is_whole: bool, dialect: Dialect = Dialect.DUCKDB) -> str:
    """SQL of the ids of the entries the metric is made of, with its dimensions as columns."""
    return text(metric.evidence(Tables.unbound(is_whole=is_whole)), dialect)


def text(table: "Table", dialect: Dialect = Dialect.DUCKDB) -> str:
    """SQL of any relation built from `Tables`."""
    if dialect == Dialect.SPARK and ibis.options.pyspark is None:
        # Ibis registers this option with the connection to Spark, but asks it when compiling.
        ibis.options.pyspark = _spark_options()
    return str(ibis.to_sql(table, dialect=dialect))


def _spark_options() -> "Config":
    class SparkOptions(ibis.config.Config):  # type: ignore[misc]  # Ibis is not typed here
        treat_nan_as_null: bool = False

    return SparkOptions()
