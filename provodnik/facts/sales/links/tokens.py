"""Names of tracked links: `<school in base 36>-<random>`.

The school stands in the name because the address is opened by strangers, before
any school is known; the random part is what cannot be guessed.
"""

import re
import secrets

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
_RANDOM_BYTES = 9  # twelve letters of a URL
_SHAPE = re.compile(r"([0-9a-z]{1,12})-[A-Za-z0-9_-]{10,26}")
_LARGEST_ID = 2**63 - 1


def new_token(school_id: int, *, random_bytes: int = _RANDOM_BYTES) -> str:
    """At most 18 random bytes: the name must stay within `_SHAPE`."""
    return f"{_base36(school_id)}-{secrets.token_urlsafe(random_bytes)}"


def school_of(token: str) -> int | None:
    """The school a token belongs to, or None for text that is no token of ours."""
    found = _SHAPE.fullmatch(token)
    if found is None:
        return None
    school_id = int(found[1], _BASE)
    return school_id if 0 < school_id <= _LARGEST_ID else None


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, _BASE)
        digits = _DIGITS[digit] + digits
    return digits or "0"
