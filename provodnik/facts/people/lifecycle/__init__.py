"""Leading a relationship through its stages: conditions, handoffs, wins, life after completion."""
