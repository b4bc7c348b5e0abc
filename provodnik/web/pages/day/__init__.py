"""The coordinator's day: whom, why now, what to offer, by which words; one key records the end."""
