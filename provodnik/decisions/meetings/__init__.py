"""Meetings: an agenda that takes items from elsewhere, a protocol, what becomes of its points."""
