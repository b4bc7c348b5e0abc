"""The handover pack: everything the next coordinator of a client needs, on one page (R-013)."""
