"""Relationships by stage: the board, one client's way, handoffs, life after completion."""
