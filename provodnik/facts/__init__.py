"""What is true: people, products, money, learning and the team that looks after them."""
