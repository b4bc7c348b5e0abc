"""Tracked links as a client opens them: no sign-in, no school known before, no personal data."""
