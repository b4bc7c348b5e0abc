"""Who works here: accounts, staff and their roles. Everyone above names people through it."""
