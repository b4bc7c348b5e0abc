"""Every number opens: its definition, period, moment and the very rows it was made of."""
