"""Requests and messages of another help desk, from a table: one row a request or a message."""
