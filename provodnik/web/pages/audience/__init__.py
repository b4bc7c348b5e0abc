"""Target groups with portraits and maps of meanings; landing pages before and after."""
