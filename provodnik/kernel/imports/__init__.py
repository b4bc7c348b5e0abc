"""Imports: a stored file becomes facts, chunk by chunk.

Owns reading of tables, recognition of columns, runs, rejected rows and mapping
profiles. Promises that a row is wholly in or wholly out, that an interrupted run
goes on where it stopped, and that the same file twice changes nothing. Knows no
vendor: kinds of files are registered by `provodnik.config`.
"""
