"""The frame round every page: sidebar, top and tab bars, palette, toasts, keys, preferences.

Owns who sees which entries and in what order; pages extend `shell/base.html` and fill
its blocks. Knows pages by the names of their addresses only, and skips those not there.
"""
