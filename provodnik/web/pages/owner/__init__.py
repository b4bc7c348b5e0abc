"""The owner's home: did the department earn its keep, and what waits for a decision."""
