"""The working calendar: when the school works, in its own time zone.

Owns the one answer to "by when", "how long" and "how long is left" in working time.
Pure: values in, values out; no Django, no database, no clock.

- `types`       the calendar as an immutable value
- `rules`       `deadline`, `elapsed`, `remaining` and what goes with them
- `production`  the Russian production calendar: holidays, moved and shortened days
- `document`    the calendar as JSON, and the calendar a new school starts with
"""
