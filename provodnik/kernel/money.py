"""Money is an int of kopecks: read from the text of exports, written for contracts. No floats."""

import re
from itertools import pairwise

_KOPECKS_A_ROUBLE = 100
_MOST_KOPECKS = 2**63 - 1  # bigint
_MOST_DIGITS = 19

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))
_MINUS = "\u2212\u2013\u2014-"  # minus, and the dashes people type for it; hyphen last, for [ ]
_SHAPE = re.compile(
    rf"(?P<minus>[{_MINUS}])?\s*(?P<before>[^\d\s.,{_MINUS}]*)\s*(?P<late_minus>[{_MINUS}])?\s*"
    r"(?P<number>[0-9](?:[0-9 .,'\u2019]*[0-9])?)\s*[.,]?\s*(?P<after>[^\d\s.,]*)\.?"
)
_GROUPS = re.compile(r"[0-9]+|[0-9]{1,3}(?:(?P<mark>[ .,'])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
_FRACTION_MARK = re.compile(r"[.,]")

# What people write beside a sum. A currency that is not here is known by its code alone.
_SIGNS = {
    "RUB": {"₽", "руб", "р", "рублей", "рубля", "рубль", "rub", "rur"},
    "USD": {"$", "usd", "долл"},
    "EUR": {"€", "eur", "евро"},
    "KZT": {"₸", "kzt", "тг", "тенге"},
    "BYN": {"byn", "br"},
    "UAH": {"₴", "uah", "грн"},
    "UZS": {"uzs", "сум"},
    "GBP": {"£", "gbp"},
}


class MoneyError(ValueError):
    """Text that is not a sum of money. `code` names the reason:

    empty               nothing is written
    not_a_number        no sum can be read, or more than one
    ambiguous           «1,234»: a thousand or one and a bit? Nobody should guess with money
    fraction_of_kopeck  more than two decimals that mean something
    other_currency      a sum in another currency than the one asked for
    too_large           more than the database can hold
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text[:50]!r}")
        self.code = code


def parse_kopecks(text: str, *, currency: str = "RUB") -> int:
    """Kopecks (hundredths of `currency`) in «12 900,50 руб.», «299,7», «1,234.56 ₽», «−5».

    Groups of three may be parted by any space, an apostrophe, or the mark that is not the decimal
    one. A trailing dot or comma is dropped; every kind of dash before the sum is a minus.

    Raises:  MoneyError: with the reason's code; the row goes to a person
    """
    written = " ".join(text.translate(_INVISIBLE).split())
    if not written:
        raise MoneyError("empty", text)
    found = _SHAPE.fullmatch(written)
    if found is None or (found["minus"] and found["late_minus"]):
        raise MoneyError("not_a_number", text)
    for sign in (found["before"], found["after"]):
        _check_sign(sign, currency, text)
    kopecks = _kopecks(found["number"].replace("\u2019", "'"), text)
    return -kopecks if found["minus"] or found["late_minus"] else kopecks


def roubles_text(kopecks: int) -> str:
    """«1234.50»: roubles with two decimals and a dot, as contracts print money."""
    roubles, rest = divmod(abs(kopecks), _KOPECKS_A_ROUBLE)
    return f"{'-' if kopecks < 0 else ''}{roubles}.{rest:02d}"


def _check_sign(sign: str, currency: str, text: str) -> None:
    sign = sign.casefold().rstrip(".")
    own = _SIGNS.get(currency, set()) | {currency.casefold()}
    if not sign or sign in own:
        return
    is_money = any(sign in signs for signs in _SIGNS.values())
    raise MoneyError("other_currency" if is_money else "not_a_number", text)


def _kopecks(number: str, text: str) -> int:
    whole, fraction = _parts(number, text)
    if _GROUPS.fullmatch(whole) is None:
        raise MoneyError("not_a_number", text)
    digits = re.sub(r"[^0-9]", "", whole).lstrip("0")
    if fraction[2:].strip("0"):
        raise MoneyError("fraction_of_kopeck", text)
    if len(digits) > _MOST_DIGITS:
        raise MoneyError("too_large", text)
    kopecks = int(digits or "0") * _KOPECKS_A_ROUBLE + int(f"{fraction:0<2}"[:2])
    if kopecks > _MOST_KOPECKS:
        raise MoneyError("too_large", text)
    return kopecks


def _parts(number: str, text: str) -> tuple[str, str]:
    """The whole part, groups still marked, and the decimals."""
    marks = list(_FRACTION_MARK.finditer(number))
    if not marks or _repeats(marks):
        return number, ""
    last = marks[-1].start()
    whole, fraction = number[:last], number[last + 1 :]
    if not re.fullmatch("[0-9]+", fraction):
        raise MoneyError("not_a_number", text)
    could_be_a_group = len(fraction) == 3 and re.fullmatch("[1-9][0-9]{0,2}", whole)  # noqa: PLR2004
    if could_be_a_group:
        raise MoneyError("ambiguous", text)
    return whole, fraction


def _repeats(marks: list[re.Match[str]]) -> bool:
    """«1.234.567»: one mark several times parts groups; there are no decimals then."""
    return len(marks) > 1 and all(a[0] == b[0] for a, b in pairwise(marks))
