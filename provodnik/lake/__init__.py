"""The lake: the journal as immutable Parquet files, and every metric run over them.

Owns the manifest (`lake_file`, `lake_mark`) and the files it names. Promises that
each journal entry is in the lake exactly once, that a reader never sees half a
state, and that a number is at most a minute behind the journal. Serves pages,
commands and checks through `lake.services.measure` and `lake.services.evidence`.
"""
