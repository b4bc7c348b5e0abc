"""Who is who in a relationship, and who answers for what at each stage."""
