"""The page of the base: its parts, segments, campaigns, months."""
