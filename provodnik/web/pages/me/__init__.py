"""A person's own page: how their screen is set, how they sign in, which school they are in."""
