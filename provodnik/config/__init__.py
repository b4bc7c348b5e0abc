"""The composition root: settings, urls, wiring, commands."""
