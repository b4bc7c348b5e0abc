"""What the school sells and in what order: products, their links and the path after purchase."""
