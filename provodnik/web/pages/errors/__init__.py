"""Pages that say what went wrong, what is safe and what to do; and whether we are well."""
