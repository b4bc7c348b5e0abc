"""Messages on their way out: decided once, attempted by a committed claim.

Promise: none is lost silently, none is sent twice by the system. An attempt whose end nobody
knows is `uncertain`: never repeated by itself, shown to a person who sends it again or says that
it was delivered. What a channel is and how it speaks is bound by config.
"""
