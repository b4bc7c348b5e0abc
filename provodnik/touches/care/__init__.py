"""Leading a student to the result: a page of their own, what they need, what helped."""
