"""Questions whose shape the asker chooses: which events, which part of the clients.

- `slices`  who is looked at: by product, channel, person, cohort, or a list of clients
- `cohorts` any first event, any event to come back by, months or weeks
- `funnels` steps in order, how many reach each and how long it takes
- `moves`   what is bought after what, how soon, and the way people go by
- `ages`    what a cohort has brought by each age, on four bases
"""
