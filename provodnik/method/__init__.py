"""The method as data: how a school works, written down, copied into it and edited there.

Owns the shipped method (`ru/*.yaml`), its shapes, and each school's own copy with
its history. Promises that whatever a school reads is valid: a threshold, a reason
or a script is never half-written. Serves every floor above; knows none of them.
"""
