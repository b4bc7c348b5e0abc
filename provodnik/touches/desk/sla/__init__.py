"""The clocks of a ticket: pure, over the working calendar."""
