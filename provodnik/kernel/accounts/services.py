"""Everything that may change an account or bind an address."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from provodnik.kernel import journal, schools
from provodnik.kernel.accounts.hooks import new_hook
from provodnik.kernel.accounts.models import Address, ChannelAccount
from provodnik.kernel.accounts.sealing import seal
from provodnik.kernel.accounts.types import NewAccount, Setting

_WORDS_LENGTH = 300
_NAME_LENGTH = 200


@transaction.atomic
def connect(new: NewAccount, *, actor: str, now: datetime) -> ChannelAccount:
    """Keep a new account, switched on, with a hook of its own."""
    account = ChannelAccount.objects.create(
        school_id=schools.current(),
        channel=new.channel,
        title=new.title.strip(),
        settings=dict(new.settings),
        sealed=seal(new.secret),
        hook=new_hook(schools.current()),
        created_at=now,
    )
    _tell("account_connected", account, at=now, actor=actor)
    return account


@transaction.atomic
def change(
    account_id: int,
    *,
    title: str | None = None,
    secret: str | None = None,
    settings: Mapping[str, Setting] | None = None,
    actor: str,
    now: datetime,
) -> ChannelAccount:
    """Write what is given anew; None leaves it. A new secret clears the trouble of the old one.

    Raises:  ChannelAccount.DoesNotExist
    """
    account = ChannelAccount.objects.select_for_update().get(pk=account_id)
    account.title = account.title if title is None else title.strip()
    account.settings = account.settings if settings is None else dict(settings)
    if secret is not None:
        account.sealed = seal(secret)
        account.trouble, account.trouble_words, account.trouble_at = "", "", None
    account.save()
    _tell("account_changed", account, at=now, actor=actor)
    return account


@transaction.atomic
def switch(account_id: int, *, on: bool, actor: str, now: datetime) -> ChannelAccount:
    """Let an account speak and listen, or be silent. The first moment of silence stays.

    Raises:  ChannelAccount.DoesNotExist
    """
    account = ChannelAccount.objects.select_for_update().get(pk=account_id)
    if (account.off_at is None) == on:
        return account
    account.off_at = None if on else now
    account.save(update_fields=["off_at"])
    _tell("account_switched_on" if on else "account_switched_off", account, at=now, actor=actor)
    return account


def note_heard(account_id: int, *, now: datetime) -> None:
    """The account works: it was heard, or took a message."""
    ChannelAccount.objects.filter(pk=account_id).update(
        heard_at=now, trouble="", trouble_words="", trouble_at=None
    )


def note_trouble(account_id: int, code: str, *, words: str = "", now: datetime) -> None:
    """The account does not work, and why; the first moment of one trouble stays."""
    rows = ChannelAccount.objects.filter(pk=account_id).exclude(trouble=code)
    rows.update(trouble=code, trouble_words=words[:_WORDS_LENGTH], trouble_at=now)


@transaction.atomic
def learn(account_id: int, settings: Mapping[str, Setting]) -> None:
    """Keep what the channel told about the account beside its settings."""
    account = ChannelAccount.objects.select_for_update().get(pk=account_id)
    account.settings = {**account.settings, **settings}
    account.save(update_fields=["settings"])


def move_mark(account_id: int, mark: int, *, anew: bool = False) -> None:
    """Updates up to `mark` are kept: called in the transaction that keeps them.

    Never back, unless the channel numbers them `anew`.
    """
    rows = ChannelAccount.objects.filter(pk=account_id)
    (rows if anew else rows.filter(mark__lt=mark)).update(mark=mark)


def bind(account_id: int, address: str, *, client_id: int, name: str, now: datetime) -> Address:
    """This address is this client's from now on; who it was before is told no more there."""
    bound, _ = Address.objects.update_or_create(
        school_id=schools.current(),
        account_id=account_id,
        address=address,
        defaults={
            "client_id": client_id,
            "name": name[:_NAME_LENGTH],
            "bound_at": now,
            "refused_at": None,
        },
    )
    return bound


def note_refusal(account_id: int, address: str, *, now: datetime) -> None:
    """The person stopped hearing us there; the first moment stays."""
    known = Address.objects.filter(account_id=account_id, address=address, refused_at=None)
    known.update(refused_at=now)


def note_return(account_id: int, address: str) -> None:
    """The person hears us there again."""
    known = Address.objects.filter(account_id=account_id, address=address)
    known.exclude(refused_at=None).update(refused_at=None)


def _tell(event: str, account: ChannelAccount, *, at: datetime, actor: str) -> None:
    journal.record(
        event,
        happened_at=at,
        actor=actor,
        item=str(account),
        channel=account.channel,
        attrs={"title": account.title},
    )
