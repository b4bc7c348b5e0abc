"""Campaigns over the base: reviving a segment, closing those who clicked and did not pay.

Each step is a touch in a coordinator's queue, planned exactly once a client, through the same
gate, caps and quiet hours as any other. A stable part of the people is left alone, so that
what a campaign brought can be told from what would have come anyway.
"""
