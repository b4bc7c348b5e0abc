"""Russian names: their order in a list, and finding them however they were typed.

The database compares by code point, where «ё» stands after «я» and capitals before small
letters; a column of `sort_key` puts that right, a column of `search_key` finds «Семенов» by
«семёнов» and the other way round.
"""

import unicodedata

# Below every printable character, so that «Анна» comes before «Анна Б» and «Аннабель».
_BEFORE_ALL = "\t"

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю" + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)


def search_key(text: str) -> str:
    """Text as it is compared when searching: small letters, ё as е, single spaces."""
    return _small(text).replace("ё", "е")


def sort_key(name: str) -> str:
    """A key that sorts names by code point as a person would: capitals ignored, ё beside е.

    Names that differ in ё alone still have one order: Елкина, Ёлкина.
    """
    small = _small(name)
    return f"{small.replace('ё', 'е')}{_BEFORE_ALL}{small}"


def switch_layout(text: str) -> str:
    """What the same keys give in the other layout: «htvbpjdf» → «ремизова», «шмфт» → «ivan».

    The direction is that of the first letter; text without letters stays as it is.
    """
    for character in text:
        if character.isascii() and character.isalpha():
            return text.translate(_TO_CYRILLIC)
        if character in _CYRILLIC:
            return text.translate(_TO_LATIN)
    return text


def search_keys(text: str) -> tuple[str, ...]:
    """What to look for when a person typed `text`: as typed, then as in the other layout."""
    keys = (search_key(text), search_key(switch_layout(text)))
    return tuple(dict.fromkeys(key for key in keys if key))


def _small(text: str) -> str:
    """Small letters in their composed form («й» may come as «и» with a mark), single spaces."""
    words = " ".join(text.split())
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", words).casefold())
