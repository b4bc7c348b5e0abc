"""Accounts and addresses, as connectors and pages read them."""

from collections.abc import Sequence

from django.db.models import F, QuerySet

from provodnik.kernel.accounts.models import Address, ChannelAccount
from provodnik.kernel.accounts.sealing import opened
from provodnik.kernel.accounts.types import Account, Reached


def account(account_id: int) -> Account:
    """One account. Queries: 1

    Raises:  ChannelAccount.DoesNotExist; Unreadable
    """
    return as_account(ChannelAccount.objects.get(pk=account_id))


def rows(channel: str | None = None) -> list[ChannelAccount]:
    """Every account, those switched off last; secrets stay sealed. Queries: 1"""
    found = ChannelAccount.objects.order_by("channel", "off_at", "pk")
    return list(found if channel is None else found.filter(channel=channel))


def working(channel: str) -> list[Account]:
    """The accounts of a channel that are on, the oldest first. Queries: 1

    Raises:  Unreadable
    """
    return [as_account(row) for row in _on(channel).order_by("pk")]


def working_id(channel: str) -> int | None:
    """The channel's first account that is on. Queries: 1"""
    return _on(channel).order_by("pk").values_list("pk", flat=True).first()


def of_hook(hook: str) -> ChannelAccount | None:
    """The account a webhook names, if it is on; inside the school of the hook. Queries: 1"""
    return ChannelAccount.objects.filter(hook=hook, off_at=None).first()


def client_at(account_id: int, address: str) -> int | None:
    """The client bound to an address. Queries: 1"""
    found = Address.objects.filter(account_id=account_id, address=address)
    return found.values_list("client_id", flat=True).first()


def reached(client_ids: Sequence[int], channel: str) -> Reached | None:
    """Where these ids of one client are reached in a channel by an account that is on.

    The latest binding, one that is not refused before any that is. Queries: 1
    """
    found = (
        Address.objects.filter(
            client_id__in=client_ids, account__channel=channel, account__off_at=None
        )
        .select_related("account")
        .order_by(F("refused_at").desc(nulls_first=True), "-bound_at", "-pk")
        .first()
    )
    return _reached(found) if found else None


def addresses(client_ids: Sequence[int]) -> list[Reached]:
    """Every address of these ids of one client, the latest first. Queries: 1"""
    found = Address.objects.filter(client_id__in=client_ids).select_related("account")
    return [_reached(one) for one in found.order_by("-bound_at", "-pk")]


def as_account(row: ChannelAccount) -> Account:
    """A row, opened.

    Raises:  Unreadable
    """
    return Account(
        id=row.pk,
        channel=row.channel,
        title=row.title,
        hook=row.hook,
        mark=row.mark,
        settings=row.settings,
        secret=opened(row.sealed),
        off_at=row.off_at,
        heard_at=row.heard_at,
        trouble=row.trouble,
        trouble_words=row.trouble_words,
        trouble_at=row.trouble_at,
    )


def _on(channel: str) -> QuerySet[ChannelAccount]:
    return ChannelAccount.objects.filter(channel=channel, off_at=None)


def _reached(row: Address) -> Reached:
    return Reached(
        account_id=row.account_id,
        channel=row.account.channel,
        address=row.address,
        client_id=row.client_id,
        name=row.name,
        refused_at=row.refused_at,
    )
