"""Surveys for the team: what is asked, what was answered, who was not asked and why."""
