"""Similar people side by side: one person or two, and a merge taken back."""
