"""The product matrix: what the school sells, what leads where, and what is broken."""
