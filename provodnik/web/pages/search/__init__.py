"""Finding anything by a word: people, orders, products, numbers, pages. Serves the palette too."""
