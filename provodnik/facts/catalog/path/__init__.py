"""The path after purchase: versions, steps, the gate of publishing, dead ends, upsell rules."""
