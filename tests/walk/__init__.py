"""A walk over every page of the demo school: every number a person sees opens to its rows."""
