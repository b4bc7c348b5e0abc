"""The generic way in: a CSV of events from any source, by the contract of the events file."""
