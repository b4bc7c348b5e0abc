"""The working calendar: the hours of a week, single dates, and every special day explained."""
