"""How clients are found and ordered: one folding, in Python for needles and in SQL for hay.

Expressions read a row of `people_client`, or of a staged table with the same columns,
under the alias `c`. They agree with `kernel.names`, which folds what a person typed.
"""

import re
from typing import LiteralString

from provodnik.kernel.names import search_keys

# Lines part the names of one client, so that a needle never spans two of them.
OWN_TEXT_SQL: LiteralString = r"""
replace(lower(normalize(regexp_replace(concat_ws(E'\n',
  c.name, nullif(btrim(c.last_name || ' ' || c.first_name), ''),
  nullif(btrim(c.first_name || ' ' || c.last_name), ''),
  nullif(c.email, ''), nullif(c.telegram, ''), c.external_name,
  nullif(regexp_replace(c.phone, '[^0-9]', '', 'g'), ''),
  CASE WHEN c.phone = '' THEN nullif(regexp_replace(c.phone_raw, '[^0-9]', '', 'g'), '') END
), '[ \t\u00a0]+', ' ', 'g'), NFC)), 'ё', 'е')
"""

# With every key of the client as well: a client who absorbed another has several.
SEARCH_TEXT_SQL: LiteralString = r"""
{own_text} || coalesce((
  SELECT E'\n' || string_agg(lower(k.value), E'\n' ORDER BY k.id) FROM people_clientkey k
  WHERE k.school_id = c.school_id AND k.client_id = c.id), '')
""".replace("{own_text}", OWN_TEXT_SQL)

_FULL_NAME_SQL: LiteralString = r"""
lower(normalize(regexp_replace(btrim(
  coalesce(nullif(btrim(c.last_name || ' ' || c.first_name), ''), c.name)
), '\s+', ' ', 'g'), NFC))
"""

# «Фамилия Имя» as `names.sort_key` writes it.
SORT_KEY_SQL: LiteralString = (
    "replace(" + _FULL_NAME_SQL + r", 'ё', 'е') || E'\t' || " + _FULL_NAME_SQL
)

_PHONE = re.compile(r"[\d\s()+\-.]+")
_NOT_DIGIT = re.compile(r"\D")
_LEAST_PHONE_DIGITS = 4


def needles(text: str) -> tuple[str, ...]:
    """What to look for: as typed and in the other keyboard layout, or digits of a phone.

    «8 917 …» is how people dial what is kept as «7917…», so the first 8 is left out;
    the @ of a Telegram name is not kept at all.
    """
    typed, digits = text.strip(), _NOT_DIGIT.sub("", text)
    if _PHONE.fullmatch(typed) and len(digits) >= _LEAST_PHONE_DIGITS:
        dialled = (digits[1:],) if digits.startswith("8") else ()
        return (digits, *dialled)
    return search_keys(typed.removeprefix("@"))
