"""Accesses: who was let into what, what is to be looked at again, what was taken back."""
