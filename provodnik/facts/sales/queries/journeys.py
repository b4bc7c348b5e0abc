"""One client end to end: where from, when they came, each purchase, what they brought."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the way: of which kind it is, and its source or letter."""

    entry_id: int
    event: str
    at: datetime
    item: str


@dataclass(frozen=True, slots=True)
class Bought:
    """A paid order, from its first payment; kopecks of all its payments, less its refunds."""

    entry_id: int
    at: datetime
    kopecks: int


@dataclass(frozen=True, slots=True)
class Journey:
    """A client's way. `source` is the key the first visit was told by, or what was told.

    `came` is the first that is known of them, None of one who was never told of; `letter` is
    the last mailing whose link they opened before the first purchase, where one was.
    """

    came: Moment | None
    source: str
    campaign: str
    letter: Moment | None
    purchases: tuple[Bought, ...]

    @property
    def kopecks(self) -> int:
        """What the client has brought to date."""
        return sum(one.kopecks for one in self.purchases)


@dataclass(frozen=True, slots=True)
class _Entry:
    id: int
    event: str
    at: datetime
    item: str | None
    order_key: str
    value: int
    campaign: str | None


_PAID, _SPENT, _REFUNDED = "payment_received", "balance_spent", "refund_paid"
_LEAD, _PLACED, _LETTER = "lead_came", "order_placed", "mail_clicked"
_KINDS = (_LEAD, _PLACED, _LETTER, _PAID, _SPENT, _REFUNDED)


def journey_of(client_ids: Sequence[int]) -> Journey:
    """The way of one client, by all the ids the journal knows them by. One query.

    Counted as the metrics count it: an order by its first payment, given back or not; a
    refund that names no paid order belongs to the latest one before it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WAY, {"clients": list(client_ids), "kinds": list(_KINDS)})
        entries = [_Entry(*row) for row in cursor.fetchall()]
    purchases = _purchases(entries)
    first_at = purchases[0].at if purchases else None
    came = next((one for one in entries if one.event in (_LEAD, _PLACED, _PAID, _SPENT)), None)
    named = next((one for one in entries if one.event == _LEAD and one.item), None)
    letters = [one for one in entries if one.event == _LETTER]
    before = [one for one in letters if first_at is None or one.at <= first_at]
    return Journey(
        came=_moment(came) if came else None,
        source=(named.item or "") if named else "",
        campaign=(named.campaign or "") if named else "",
        letter=_moment(before[-1]) if before else None,
        purchases=purchases,
    )


def _purchases(entries: Sequence[_Entry]) -> tuple[Bought, ...]:
    """Paid orders in the order of their first payments, each with its money."""
    firsts: dict[str, _Entry] = {}
    money: Counter[str] = Counter()
    for one in entries:
        if one.event in (_PAID, _SPENT):
            firsts.setdefault(one.order_key, one)
            money[one.order_key] += one.value if one.event == _PAID else 0
    orders = sorted(firsts.values(), key=lambda one: (one.at, len(one.order_key), one.order_key))
    for one in entries:
        if one.event == _REFUNDED and (order := _refunded(one, orders)):
            money[order.order_key] -= one.value
    return tuple(Bought(one.id, one.at, money[one.order_key]) for one in orders)


def _refunded(refund: _Entry, orders: Sequence[_Entry]) -> _Entry | None:
    """The order a refund takes from: the one it names, else the latest one before it."""
    named = next((one for one in orders if one.order_key == refund.item), None)
    return named or next((one for one in reversed(orders) if one.at <= refund.at), None)


def _moment(entry: _Entry) -> Moment:
    return Moment(entry.id, entry.event, entry.at, entry.item or "")


# A client has tens of these entries; the index by client and moment finds them.
_WAY = """
SELECT e.id, n.name, e.happened_at, e.item,
       coalesce(e.item, e.external_id, '#' || e.id),
       coalesce(e.value, 0), e.attrs ->> 'campaign'
FROM kernel_journalentry AS e JOIN kernel_eventname AS n ON n.id = e.event_id
WHERE e.client_id = ANY(%(clients)s) AND n.name = ANY(%(kinds)s)
  AND coalesce(e.attrs ->> 'machine', 'false') <> 'true'
  AND NOT EXISTS (
    SELECT FROM kernel_journalentry AS void
    WHERE void.client_id = e.client_id AND void.value = e.id
      AND void.event_id = (SELECT id FROM kernel_eventname WHERE name = 'entry_voided'))
ORDER BY e.happened_at, (n.name <> 'lead_came'), e.id
"""
