"""Streams and groups: which run of a product a client belongs to, and its goals."""
