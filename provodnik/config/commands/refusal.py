"""What a command refuses to do, said in words."""


class Refusal(Exception):
    """The command cannot do what was asked; its text is the one line that the person reads."""
