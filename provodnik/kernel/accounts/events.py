"""Kinds of journal entries about accounts; `item` is the account."""

from provodnik.kernel.events import kind

KINDS = (
    kind("account_connected", "a bot or a mail box was connected", needs="item", attrs="title"),
    kind("account_changed", "an account's settings were changed", needs="item", attrs="title"),
    kind("account_switched_on", "an account speaks and listens", needs="item", attrs="title"),
    kind("account_switched_off", "an account is silent", needs="item", attrs="title"),
)
