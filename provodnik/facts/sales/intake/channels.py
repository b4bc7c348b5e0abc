"""Channels named by an export."""

from django.db import connection


def name_channels() -> None:
    """Add a channel for every key of `stage.channel` the school does not know. Queries: 1."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD)


_ADD = """
INSERT INTO sales_channel (school_id, key, name, "group", position)
SELECT DISTINCT current_setting('app.school')::bigint, channel, channel, '', 100
FROM stage WHERE channel IS NOT NULL
  AND NOT EXISTS (SELECT FROM sales_channel WHERE sales_channel.key = stage.channel)
ON CONFLICT (school_id, key) DO NOTHING
"""
