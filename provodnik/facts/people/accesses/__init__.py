"""Who was let into what, by whom, until when it is looked at again, and its taking back (R-012)."""
