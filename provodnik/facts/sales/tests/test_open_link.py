"""Opening a tracked link: a click kept whoever made it, people and machines apart."""

from datetime import timedelta

import pytest

from provodnik.facts.catalog.types import ProductStatus
from provodnik.facts.sales.errors import BadTarget, NoPaymentPage
from provodnik.facts.sales.links.rules import Opening
from provodnik.facts.sales.links.services import create_link, disable_links, open_link
from provodnik.facts.sales.links.tokens import new_token
from provodnik.facts.sales.models import LinkClick, TrackedLink
from provodnik.facts.sales.tests.factories import (
    ACTOR,
    MONDAY,
    make_client,
    make_link,
    make_product,
)
from provodnik.facts.sales.types import LinkRefusal, NewLink, Opened
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=1)
PERSON = Opening("Mozilla/5.0 (iPhone)", visitor="v-1")
ROBOT = Opening("TelegramBot", visitor="v-2")


def clicks() -> list[dict[str, object]]:
    return [
        entry.attrs
        for entry in JournalEntry.objects.filter(event__name="offer_clicked").order_by("pk")
    ]


def test_a_person_is_led_to_the_page_of_payment_and_counted(school: School) -> None:
    product = make_product()
    link = make_link(product, make_client())

    opened = open_link(link.token, PERSON, now=LATER)

    link.refresh_from_db()
    assert opened.url is not None
    assert opened.url.startswith(product.payment_url)
    assert f"utm_content={link.token}" in opened.url
    assert link.clicked_at == LATER
    assert clicks() == [{"link": link.pk, "machine": False}]


@pytest.mark.requirement("R-094")
def test_a_machine_is_answered_kept_and_left_out(school: School) -> None:
    link = make_link(make_product(), make_client())

    opened = open_link(link.token, ROBOT, now=LATER)

    link.refresh_from_db()
    assert (opened.sign, opened.url is not None) == ("robot", True)
    assert link.clicked_at is None
    assert clicks() == [{"link": link.pk, "machine": True, "sign": "robot"}]
    assert LinkClick.objects.get().machine_sign == "robot"


def test_a_burst_marks_the_first_clicks_too(school: School) -> None:
    client = make_client()
    links = [make_link(make_product(), client) for _ in range(3)]

    for second, link in enumerate(links):
        open_link(link.token, PERSON, now=LATER + timedelta(seconds=second))

    assert set(LinkClick.objects.values_list("machine_sign", flat=True)) == {"burst"}
    assert not TrackedLink.objects.exclude(clicked_at=None).exists()
    voided = JournalEntry.objects.filter(event__name="entry_voided").values("value")
    counted = JournalEntry.objects.filter(event__name="offer_clicked").exclude(pk__in=voided)
    assert [entry.attrs["machine"] for entry in counted] == [True, True, True]


def test_the_first_human_moment_stays(school: School) -> None:
    link = make_link(make_product(), make_client())

    open_link(link.token, PERSON, now=LATER)
    open_link(link.token, PERSON, now=LATER + timedelta(days=1))

    link.refresh_from_db()
    assert link.clicked_at == LATER
    assert LinkClick.objects.count() == 2


def test_an_unknown_link_leads_nowhere_and_leaves_no_trace(school: School) -> None:
    answer = Opened(refusal=LinkRefusal.UNKNOWN)

    assert open_link("not a token", PERSON, now=LATER) == answer
    assert open_link(new_token(school.pk), PERSON, now=LATER) == answer
    assert not LinkClick.objects.exists()


def test_a_link_of_a_product_taken_off_is_disabled_once(school: School) -> None:
    product = make_product()
    link = make_link(product, make_client())

    stopped = [disable_links(product.pk, actor=ACTOR, now=LATER) for _ in range(2)]

    assert stopped == [1, 0]
    assert open_link(link.token, PERSON, now=LATER) == Opened(refusal=LinkRefusal.DISABLED)


def test_a_link_of_a_retired_product_leads_nowhere(school: School) -> None:
    product = make_product()
    link = make_link(product, make_client())
    product.status = ProductStatus.RETIRED.value
    product.save()

    assert open_link(link.token, PERSON, now=LATER) == Opened(refusal=LinkRefusal.DISABLED)


def test_a_product_without_a_page_of_payment_gets_no_link(school: School) -> None:
    product = make_product()
    product.payment_url = ""
    product.save()

    with pytest.raises(NoPaymentPage):
        make_link(product, make_client())


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil.example", "ftp://a.ru/x"])
def test_a_link_may_lead_to_the_web_only(school: School, url: str) -> None:
    new = NewLink(make_product().pk, "platform", target_url=url)

    with pytest.raises(BadTarget):
        create_link(new, actor=ACTOR, now=MONDAY)
