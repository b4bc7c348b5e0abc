"""The design system: tokens, components, their gallery at `/design/`.

Owns how a value, a person, a deed or a refusal looks and reads; knows nothing of the
business. A component is one tag, one template, one CSS file. Pages hand it the frozen
values of `types.py` and never spell its markup.
"""
