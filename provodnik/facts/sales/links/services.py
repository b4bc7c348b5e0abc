"""Everything that may change a tracked link or its clicks."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.types import ProductStatus
from provodnik.facts.sales.errors import BadTarget, NoPaymentPage
from provodnik.facts.sales.links import rules, tokens
from provodnik.facts.sales.links.rules import Limits, Opening, Sign
from provodnik.facts.sales.models import LinkClick, TrackedLink
from provodnik.facts.sales.types import LinkRefusal, NewLink, Opened
from provodnik.kernel import journal, schools
from provodnik.kernel.models import JournalEntry
from provodnik.method import queries as method

AGENT_LENGTH = 300
VISITOR_LENGTH = 64
ACTOR = "link"


@transaction.atomic
def create_link(new: NewLink, *, actor: str, now: datetime) -> TrackedLink:
    """A link of ours to a page of payment.

    Raises:  NoPaymentPage: no target was given and the product has no page of payment
             BadTarget: not an http(s) address
    """
    school_id = schools.current()
    url = new.target_url or Product.objects.get(pk=new.product_id).payment_url
    if not url:
        raise NoPaymentPage(f"product:{new.product_id}")
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
        raise BadTarget(url)
    link = TrackedLink.objects.create(
        school_id=school_id,
        token=tokens.new_token(school_id),
        target_url=url,
        client_id=new.client_id,
        product_id=new.product_id,
        offer_id=new.offer_id,
        staff_id=new.staff_id,
        channel=new.channel,
        launch_id=new.launch_id,
        created_at=now,
    )
    _record("link_made", link, at=now, actor=actor)
    return link


def disable_links(product_id: int, *, actor: str, now: datetime) -> int:
    """Stop every link of a product taken off sale. Returns how many led somewhere until now."""
    links = list(TrackedLink.objects.filter(product_id=product_id, disabled_at=None))
    TrackedLink.objects.filter(pk__in=[link.pk for link in links]).update(disabled_at=now)
    for link in links:
        _record("link_disabled", link, at=now, actor=actor)
    return len(links)


def open_link(token: str, opening: Opening, *, now: datetime) -> Opened:
    """Answer somebody who opened a link, and keep the click, a machine's marked as such.

    The only way in that works before a school is known: the token names it.
    """
    school_id = tokens.school_of(token)
    if school_id is None:
        return Opened(refusal=LinkRefusal.UNKNOWN)
    with schools.inside(school_id):
        link = TrackedLink.objects.select_related("product").filter(token=token).first()
        if link is None:
            return Opened(refusal=LinkRefusal.UNKNOWN)
        if link.disabled_at or link.product.status == ProductStatus.RETIRED:
            return Opened(refusal=LinkRefusal.DISABLED)
        limits = click_limits()
        click = _keep(link, opening, now=now, limits=limits)
        if click.machine_sign == "":
            _unmask_burst(click, now=now, limits=limits)
        url = rules.tagged(link.target_url, channel=link.channel, token=link.token)
        return Opened(url=url, sign=click.machine_sign)


def click_limits() -> Limits:
    """The method's settings of machine clicks."""
    clicks = method.channels().clicks
    return Limits(
        early_seconds=clicks.early_seconds,
        burst_links=clicks.burst_links,
        burst_seconds=clicks.burst_seconds,
        robots=clicks.robots,
        people=clicks.people,
    )


def _keep(link: TrackedLink, opening: Opening, *, now: datetime, limits: Limits) -> LinkClick:
    sign = rules.own_sign(opening, made_at=link.created_at, now=now, limits=limits)
    click = LinkClick.objects.create(
        school_id=link.school_id,
        link=link,
        clicked_at=now,
        machine_sign=sign or "",
        user_agent=opening.user_agent[:AGENT_LENGTH],
        visitor=opening.visitor[:VISITOR_LENGTH],
    )
    _record_click(click, link)
    if sign is None and link.clicked_at is None:
        TrackedLink.objects.filter(pk=link.pk, clicked_at=None).update(clicked_at=now)
    return click


def _unmask_burst(click: LinkClick, *, now: datetime, limits: Limits) -> None:
    """Mark a visitor who turns out to follow every link, the first ones it opened included."""
    if not click.visitor:
        return
    since = now - timedelta(seconds=limits.burst_seconds)
    recent = list(
        LinkClick.objects.filter(visitor=click.visitor, clicked_at__gt=since)
        .select_related("link")
        .order_by("clicked_at")
    )
    if not rules.is_burst([(c.link_id, c.clicked_at) for c in recent], limits):
        return
    for seen in recent:
        if seen.machine_sign == "":
            _remark(seen, Sign.BURST, now=now)
    click.machine_sign = Sign.BURST


def _remark(click: LinkClick, sign: Sign, *, now: datetime) -> None:
    key = f"click:{click.pk}"
    counted = JournalEntry.objects.filter(
        event_id=journal.event_id("offer_clicked"),
        source_id=journal.source_id("provodnik"),
        external_id=key,
    )
    journal.void(list(counted.values_list("pk", flat=True)), at=now, actor=ACTOR, reason=sign.value)
    click.machine_sign = sign.value
    click.save(update_fields=["machine_sign"])
    _record_click(click, click.link, suffix="#2")
    people = LinkClick.objects.filter(link_id=click.link_id, machine_sign="").order_by("clicked_at")
    first = people.values_list("clicked_at", flat=True).first()
    TrackedLink.objects.filter(pk=click.link_id).update(clicked_at=first)


def _record_click(click: LinkClick, link: TrackedLink, *, suffix: str = "") -> None:
    sign = {"sign": str(click.machine_sign)} if click.machine_sign else {}
    _record(
        "offer_clicked",
        link,
        at=click.clicked_at,
        actor=ACTOR,
        external_id=f"click:{click.pk}{suffix}",
        attrs={"machine": bool(click.machine_sign), **sign},
    )


def _record(
    event: str,
    link: TrackedLink,
    *,
    at: datetime,
    actor: str,
    external_id: str | None = None,
    attrs: dict[str, journal.Attr] | None = None,
) -> None:
    known = {"link": link.pk, "offer": link.offer_id, "launch": link.launch_id}
    journal.record(
        event,
        happened_at=at,
        actor=actor,
        client_id=link.client_id,
        staff_id=link.staff_id,
        product_id=link.product_id,
        channel=link.channel,
        external_id=external_id or f"link:{link.pk}",
        attrs={
            **{name: value for name, value in known.items() if value is not None},
            **(attrs or {}),
        },
    )
