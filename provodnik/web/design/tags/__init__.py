"""The components' tags by subject; `templatetags/design.py` gathers them into one library."""
