"""Clients of a school: who they are, whom to call, what they want, where they stand."""
