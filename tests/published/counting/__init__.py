"""Figures of the kept sets, counted without any code of this project: plain Python over rows.

`python -m tests.published.counting` writes them to `data/expected.json`.
"""
