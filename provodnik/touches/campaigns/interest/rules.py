"""What an answer in words says about interest."""

from collections.abc import Iterable


def interest_of(text: str, words: Iterable[str]) -> str:
    """The product named after a word of interest: «Интересно: Блонд» → «Блонд»; else empty."""
    before, colon, named = text.partition(":")
    known = {word.casefold() for word in words}
    return named.strip() if colon and before.strip().casefold() in known else ""
