"""Who the school speaks to: target groups, portraits, maps of meanings, landing pages."""
