"""Erasing a person on request (152-FZ, GDPR): the one exception to the append-only journal.

Owns erasures and the keyed digests of what named the erased. Promises that nothing names or
describes the person any more, that sums and counts stay as they were, and that a file loaded
again does not bring the person back. See docs/adr/0011-erasing-a-person.md.
"""
