"""Channels of the school: its Telegram bots and mail boxes, whether they work, what is amiss."""
