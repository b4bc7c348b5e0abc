"""Feedback of clients: sorted by topic, decided upon, answered when something was changed."""
