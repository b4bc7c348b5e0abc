"""Launches and warm-ups: the plan of weeks, each one's funnel and people, what it taught."""
