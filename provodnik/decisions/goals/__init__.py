"""Goals on two levels: objectives of a quarter, figures watched each week or month; strategy."""
