"""What we do: planned and made contacts with clients."""
