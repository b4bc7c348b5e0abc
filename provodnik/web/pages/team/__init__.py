"""The team: who works here, in which role, who may sign in."""
