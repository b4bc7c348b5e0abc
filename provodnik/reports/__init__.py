"""Dated figures the owner trusts: the programme, its point A, and the way from A to B."""
