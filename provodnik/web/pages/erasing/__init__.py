"""Erasing a person at their request, and what is left afterwards."""
