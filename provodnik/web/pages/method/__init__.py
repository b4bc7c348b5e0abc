"""The set-up of a school: its method, read, edited and brought up to a newer one.

Knows no section by name: labels, fields and limits come from the method itself.
"""
