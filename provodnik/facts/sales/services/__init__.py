"""Everything that may change orders, money, offers, channels and launches, one verb a function."""
