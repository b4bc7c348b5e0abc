"""A mail box: letters go out by SMTP and come in by IMAP. Standard library only.

A letter out is taken once the server said 250 after its text; what happened to one whose answer
was lost nobody knows. A letter in is taken once, by its Message-ID. Letters of machines (answers
of the absent, news of what was not delivered) are kept in their thread and move no clock.
"""
