"""Customer interviews, the map of pains, packs for marketing."""
