"""The outside world, bound only by config."""
