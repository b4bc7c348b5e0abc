"""Planning: who should hear what and why now, found in sets and planned exactly once.

Reads facts and moments, never the journal through; asks the gate of offers; writes
touches and their journal entries. A key of origin, client and occurrence makes a second
planner, or a second run, change nothing.
"""
