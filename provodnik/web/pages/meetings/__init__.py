"""Meetings: what is ahead, the agenda, the protocol and what became of its points."""
