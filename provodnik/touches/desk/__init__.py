"""The one window: conversations with clients, tickets with their numbers, promises with clocks."""
