"""Phones as people write them, and as the database compares them."""

import phonenumbers

_REGION = "RU"


def normal_phone(written: str) -> str:
    """E.164 of a phone, «8 917 123-45-67» → «+79171234567»; empty when it is none.

    A number without a country is taken for a Russian one.
    """
    try:
        number = phonenumbers.parse(written, _REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
