"""Points of outflow: cards of causes from the fall to its proof, the change and what it gave."""
