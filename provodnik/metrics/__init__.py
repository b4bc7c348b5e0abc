"""Metrics: pure definitions over the journal, and the small arithmetic around them.

Owns what each number means: formula, unit, window, direction, source, version.
Promises that a definition compiles for DuckDB and for Spark, that its worked
example holds, and that nothing here knows a database, a framework or a clock.
Serves the lake, which runs definitions, and pages, which show what a number is.
"""
