"""Students: the list with its filters, and one student's card."""
