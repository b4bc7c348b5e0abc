"""Accounts by which a school hears and is heard: a bot, a mail box. Their secrets stay sealed.

An account belongs to a channel and knows nothing of how that channel speaks: addresses of servers
and modes are its `settings`, a token or a password is its secret. A connector reads both.
"""
