"""Graduation as an event: who came, who was offered the next step, who took it at once."""
