"""Files that came with a client's message: kept by their content, found by the message."""
