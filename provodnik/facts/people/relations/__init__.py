"""Who is who in a relationship: owners, the client's people, who may decide what."""
