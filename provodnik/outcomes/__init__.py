"""What came of it: which touch, person and channel is credited with which payment."""
