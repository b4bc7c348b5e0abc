"""Feedback: sorted, decided upon, answered; requests before a cycle."""
