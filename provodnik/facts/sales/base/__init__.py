"""The base as a live asset: what is known of every contact, and segments saved as rules.

Owns one row of figures a client (`Contact`), rules (`Segment`) and who is in which since
when (`Membership`). All of it is recounted for changed clients alone and can be built anew
from facts. Stands among sales because rules ask about money and products.
"""
