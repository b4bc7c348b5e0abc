"""Tables in files, read as a stream: CSV of several dialects and XLSX."""

from provodnik.kernel.imports.tables.opening import Record, Table, open_table

__all__ = ["Record", "Table", "open_table"]
