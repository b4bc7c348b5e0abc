"""Points of outflow: where a course loses students, why, what was changed and whether it helped."""
