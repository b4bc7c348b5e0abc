"""Pay: what a month is made of, line by line, for each person of the team."""
