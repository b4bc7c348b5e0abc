"""A student's own page: the goal, what to do next and why it helps, whom to ask. No sign-in."""
