"""Paid orders: what a count or a sum of orders opens to, on whichever page it stands."""
