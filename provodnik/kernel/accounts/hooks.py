"""Names of accounts in addresses of webhooks: `<school>-<random>`.

The school stands in the name because a stranger calls, before any school is known; the random
part is what cannot be guessed.
"""

import re
import secrets

_RANDOM_BYTES = 24
_SHAPE = re.compile(r"([1-9][0-9]{0,17})-[A-Za-z0-9_-]{32}")


def new_hook(school_id: int) -> str:
    """A name nobody can guess."""
    return f"{school_id}-{secrets.token_urlsafe(_RANDOM_BYTES)}"


def school_of(hook: str) -> int | None:
    """The school a hook belongs to, or None for text that is no hook of ours."""
    found = _SHAPE.fullmatch(hook)
    return int(found[1]) if found else None
