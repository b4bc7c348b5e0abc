"""Sending: what waits, what did not arrive, what nobody knows the end of."""
