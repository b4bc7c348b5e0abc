"""Telegram: a bot hears clients and writes to them.

Updates come by webhook or are asked for; either way each is kept once before anybody acts on it.
Messages go out through the outbox. The server's address is the account's, so a school may run a
Bot API server of its own.
"""
