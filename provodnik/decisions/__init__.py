"""What the department changes: goals and, later, meetings, experiments, risks, pay."""
