"""The path after purchase: who goes where, where it ends in nothing, and its editor."""
