"""Pay: one's own slip, the team's month, other rates tried before they hold."""
