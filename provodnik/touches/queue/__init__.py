"""The day of a coordinator: touches with a reason, a script, a due window and an outcome."""
