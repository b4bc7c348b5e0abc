"""Orders, money received and returned, offers, channels and tracked links."""
