"""Tracked links: our address of a payment page, and who opened it, people apart from machines.

Promises that every opening is kept and that a machine's one never counts as a
person's, also when it is recognised only later.
"""
