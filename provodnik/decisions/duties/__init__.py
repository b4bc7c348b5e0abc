"""Whose work it is (R-007) and how it is handed over step by step (R-008)."""
