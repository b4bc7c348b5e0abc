"""Answers of questionnaires that name a product: they become deeds (R-101)."""
