"""No business words: schools, journal, calendar, money, gates, signals, imports, jobs."""
