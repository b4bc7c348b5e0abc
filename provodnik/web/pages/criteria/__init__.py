"""By which criteria I am judged: figures of pay, goals, the ladder of grades, checklists."""
