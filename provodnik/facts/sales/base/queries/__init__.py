"""What pages read about the base."""
