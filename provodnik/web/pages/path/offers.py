"""The log of offers, one offer with its cascade, and a personal offer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from provodnik.facts.catalog.queries.finding import ProductHit, products_by_name
from provodnik.facts.sales.queries.next_products import Suggestion, followers, suggest
from provodnik.facts.sales.queries.offer_log import (
    PAGE,
    LogFilter,
    LoggedOffer,
    OfferOutcome,
    every_offer,
    offer_log,
)
from provodnik.facts.sales.queries.offers import (
    CascadeStep,
    ChainLink,
    Uptake,
    cascade,
    cascade_steps,
    personal_offers,
)
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import staff_list
from provodnik.facts.team.types import StaffRow
from provodnik.kernel.periods import Period, add_months
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import Filter, View
from provodnik.web.pages.path import learned, words

MONTHS = (1, 3, 12)
_PRODUCTS = 500
_KOPECKS = 100

# The word for how far an offer went, with its tone and icon.
OUTCOMES: Mapping[OfferOutcome, tuple[str, str, str]] = {
    OfferOutcome.PAID: (gettext_noop("paid"), "good", "check"),
    OfferOutcome.AGREED: (gettext_noop("agreed"), "info", "heart-handshake"),
    OfferOutcome.REFUSED: (gettext_noop("refused"), "act", "x"),
    OfferOutcome.EXPIRED: (gettext_noop("deadline passed"), "neutral", "hourglass"),
    OfferOutcome.CLICKED: (gettext_noop("opened the link"), "watch", "click"),
    OfferOutcome.NO_ANSWER: (gettext_noop("no answer"), "neutral", "dots"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; a link shows the same list."""

    months: int
    which: LogFilter
    page: int = 1
    since: date | None = None
    until: date | None = None

    def query(self, **changes: object) -> str:
        """The tail of the address with a change; the page begins anew unless it is named."""
        which = self.which
        told: dict[str, object] = {
            "months": self.months if self.months != MONTHS[0] else "",
            "product": which.product_id,
            "channel": which.channel,
            "staff": which.staff_id,
            "outcome": which.outcome.value if which.outcome else "",
            "personal": "1" if which.is_personal else "",
            "q": which.text,
            "objection": which.objection,
            "after": which.after_id,
            "from": self.since.isoformat() if self.since else "",
            "to": self.until.isoformat() if self.until else "",
            **changes,
        }
        kept = {name: value for name, value in told.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer of the list, its codes in words."""

    offer: LoggedOffer
    outcome: str
    tone: str
    icon: str
    channel: str


@dataclass(frozen=True, slots=True)
class Log:
    """The page of the log."""

    sentence: str
    asked: Asked
    total: int
    lines: tuple[OfferLine, ...]
    windows: tuple[View, ...]
    filters: tuple[Filter, ...]
    products: tuple[ProductHit, ...]
    channels: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    team: tuple[StaffRow, ...]
    uptake: Uptake
    steps: tuple[tuple[CascadeStep, str], ...]
    next_query: str
    personal_query: str
    export_href: str


@dataclass(frozen=True, slots=True)
class Chained:
    """One offer of a chain in words."""

    link: ChainLink
    is_this: bool
    indent: int
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class OneOffer:
    """An offer with what speaks for it and the chain it stands in."""

    line: OfferLine
    chain: tuple[Chained, ...]
    evidence: tuple[learned.Said, ...]


def asked_of(query: QueryDict, staff: Staff, *, now: datetime) -> Asked:
    """The filters in an address. Who does not see the team's queue sees the offers they made."""
    told = query.get("months", "")
    months = int(told) if told in map(str, MONTHS) else MONTHS[0]
    today = now.astimezone(ZoneInfo(staff.school.timezone)).date()
    sees_all = has_right(staff, Right.SEE_TEAM_QUEUE) or has_right(staff, Right.SEE_SELLERS)
    outcome = query.get("outcome", "")
    page = _id(query.get("page", ""))
    since, until = (_day(query.get(name, "")) for name in ("from", "to"))
    return Asked(
        months=months,
        which=LogFilter(
            from_on=since or _months_before(today, months),
            to_on=until or date.fromordinal(today.toordinal() + 1),
            product_id=_id(query.get("product", "")),
            channel=query.get("channel", ""),
            staff_id=_id(query.get("staff", "")) if sees_all else staff.pk,
            outcome=OfferOutcome(outcome) if outcome in set(OfferOutcome) else None,
            is_personal=query.get("personal") == "1",
            text=query.get("q", "").strip(),
            objection=query.get("objection", ""),
            after_id=_id(query.get("after", "")),
        ),
        page=page or 1,
        since=since,
        until=until,
    )


def log(staff: Staff, asked: Asked) -> Log:
    """A page of the log. A fixed number of queries."""
    zone = staff.school.timezone
    found, total = offer_log(asked.which, timezone=zone, offset=(asked.page - 1) * PAGE)
    window = Period(asked.which.from_on or date.min, asked.which.to_on or date.max)
    may_export = has_right(staff, Right.EXPORT_ROWS)
    sees_all = asked.which.staff_id != staff.pk or has_right(staff, Right.SEE_TEAM_QUEUE)
    has_more = asked.page * PAGE < total
    return Log(
        sentence=_sentence(total),
        asked=asked,
        total=total,
        lines=tuple(_line(offer) for offer in found),
        windows=tuple(_window(asked, months) for months in MONTHS),
        filters=_filters(asked),
        products=tuple(products_by_name("", limit=_PRODUCTS)),
        channels=tuple((one.key, one.short) for one in method.channels().channels),
        outcomes=tuple((one.value, _(word)) for one, (word, _tone, _icon) in OUTCOMES.items()),
        team=tuple(staff_list()) if sees_all else (),
        uptake=personal_offers(window, timezone=zone),
        steps=tuple(
            (one, cascade_href(one, asked)) for one in cascade_steps(window, timezone=zone)
        ),
        next_query=asked.query(page=asked.page + 1) if has_more else "",
        personal_query=asked.query(personal="1", outcome="", product="", channel="", staff=""),
        export_href=reverse("path:export_offers") + asked.query() if may_export else "",
    )


def table(staff: Staff, asked: Asked) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """The log as a file: every offer the filters let through, money in roubles."""
    header = (
        *(_("Date"), _("Student"), _("Product"), _("Channel"), _("Staff"), _("Outcome")),
        *(_("Objection"), _("Not before"), _("Offered, RUB"), _("Paid, RUB"), _("Deadline")),
        *(_("Reason"), _("Goal")),
    )
    zone = ZoneInfo(staff.school.timezone)
    offers = every_offer(asked.which, timezone=zone.key)
    return header, (_exported(_line(offer), zone) for offer in offers)


def one_offer(offer: LoggedOffer) -> OneOffer:
    """An offer with its chain and what purchases say about it. Three queries."""
    chain = cascade(offer.offer_id)
    said = [
        learned.said(one)
        for group in followers(limit=_PRODUCTS).values()
        for one in group
        if one.product_id == offer.product_id
    ]
    return OneOffer(
        line=_line(offer),
        chain=tuple(_chained(link, offer.offer_id) for link in chain) if len(chain) > 1 else (),
        evidence=tuple(said[: method.path_settings().next_products.shown]),
    )


def suggestions(client_id: int) -> list[tuple[Suggestion, learned.Said | None]]:
    """What to offer this client first, each with its evidence in words."""
    found = suggest([client_id]).get(client_id, [])
    return [(one, learned.said(one.evidence) if one.evidence else None) for one in found]


def _line(offer: LoggedOffer) -> OfferLine:
    word, tone, icon = OUTCOMES[offer.outcome]
    return OfferLine(offer, _(word), tone, icon, words.channel_title(offer.channel))


def _chained(link: ChainLink, offer_id: int) -> Chained:
    outcome = OfferOutcome.PAID if link.is_paid else _STATES[link.state]
    word, tone, _icon = OUTCOMES[outcome]
    return Chained(link, link.offer_id == offer_id, min(link.depth, 4), _(word), tone)


_STATES = {
    "made": OfferOutcome.NO_ANSWER,
    "accepted": OfferOutcome.AGREED,
    "declined": OfferOutcome.REFUSED,
    "expired": OfferOutcome.EXPIRED,
}


def _sentence(total: int) -> str:
    if not total:
        return _("No offers in these days")
    made = formats.counted(total, _("offer|offers"), words.language())
    return _("%(offers)s, each with its outcome") % {"offers": made}


def _window(asked: Asked, months: int) -> View:
    name = formats.counted(months, _("month|months"), words.language())
    is_current = months == asked.months and not (asked.since or asked.until)
    return View(name, asked.query(months=months, **{"from": "", "to": ""}), is_current=is_current)


def _filters(asked: Asked) -> tuple[Filter, ...]:
    """What a number narrowed the list to and the form below has no field for, each removable."""
    told = asked.which
    found = []
    if told.objection:
        words_of = method.outcomes().objection(told.objection)
        name = words_of.title if words_of else told.objection
        found.append(Filter(name, asked.query(objection="")))
    if told.after_id is not None:
        before = next(
            (
                one.name
                for one in products_by_name("", limit=_PRODUCTS)
                if one.product_id == told.after_id
            ),
            "—",
        )
        found.append(Filter(_("after “%(product)s”") % {"product": before}, asked.query(after="")))
    return tuple(found)


def cascade_href(step: CascadeStep, asked: Asked) -> str:
    """The offers of one step of cascades."""
    told = {"after": step.from_id, "product": step.to_id}
    return f"{reverse('path:offers')}{asked.query(**told)}"


def _months_before(today: date, months: int) -> date:
    """The same day of an earlier month; the first one where that month is shorter."""
    month = add_months(today.replace(day=1), -months)
    try:
        return month.replace(day=today.day)
    except ValueError:
        return add_months(month, 1)


def _exported(line: OfferLine, zone: ZoneInfo) -> Sequence[object]:
    offer = line.offer
    return (
        offer.made_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        offer.client,
        offer.product,
        line.channel,
        offer.staff,
        line.outcome,
        offer.objection,
        offer.not_before_on.isoformat() if offer.not_before_on else "",
        _roubles(offer.price_kopecks),
        _roubles(offer.paid_kopecks),
        offer.expires_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if offer.expires_at else "",
        offer.reason,
        offer.goal,
    )


def _roubles(kopecks: int | None) -> str:
    return "" if kopecks is None else f"{kopecks / _KOPECKS:.2f}".replace(".", ",")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _id(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
