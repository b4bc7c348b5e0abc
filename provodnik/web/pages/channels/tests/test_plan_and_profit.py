"""Plan and fact, three figures that differ, parts that make the whole, places of the platform."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.sales.models import SalesPlan
from provodnik.facts.sales.queries.clicks import placements
from provodnik.facts.sales.services.plans import set_plan
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import journal, schools
from provodnik.kernel.models import JournalEntry, School
from provodnik.kernel.periods import Period
from provodnik.lake import services as lake_services
from provodnik.lake.tests.journals import write
from provodnik.reports.plan_fact import plan_fact
from provodnik.reports.sales import profit, reconcile, repeat_sales
from provodnik.web.tests.members import sign_in


def sold(school: School, channel: str = "coordinator_calls", staff: str = "") -> Period:
    """A client who paid first without a channel, then 500 ₽ in one; the window of three days."""
    now = timezone.now()
    first, later = (f"{now - timedelta(days=n):%Y-%m-%dT10:00}" for n in (40, 2))
    told = f" channel={channel}" if channel else ""
    told += f" staff={staff}" if staff else ""
    write(
        school,
        f"c1 payment_received {first} value=1000 item=1-1\n"
        f"c1 payment_received {later} value=500 item=1-2{told}",
    )
    lake_services.catch_up(now=now)
    today = now.date()
    return Period(today - timedelta(days=3), today + timedelta(days=1))


def spent(kopecks: int, kind: str, event: str = "cost_recorded", item: str | None = None) -> None:
    attrs: dict[str, journal.Attr] = {"kind": kind} if kind else {}
    journal.record(
        event,
        happened_at=timezone.now() - timedelta(days=1),
        actor="system",
        item=item,
        value=kopecks,
        attrs=attrs,
    )


@pytest.mark.requirement("R-109")
def test_revenue_profit_and_contribution_differ_once_costs_are_entered(lake: School) -> None:
    window = sold(lake)
    with schools.inside(lake.pk):
        found = repeat_sales(window, now=timezone.now())
        before = profit(found, window, timezone="Europe/Moscow")
        spent(120_00, "overhead", item="repeat_buyers")
        spent(900_00, "overhead", item="new_buyers")
        spent(80_00, "", "pay_approved")
        after = profit(found, window, timezone="Europe/Moscow")

    assert before.revenue_kopecks == before.contribution_kopecks == 500_00
    assert not before.costs.is_entered
    assert (after.revenue_kopecks, after.contribution_kopecks) == (500_00, 300_00)


def test_a_cost_taken_back_is_no_cost(lake: School) -> None:
    window = sold(lake)
    with schools.inside(lake.pk):
        spent(120_00, "overhead")
        wrong = JournalEntry.objects.get(event__name="cost_recorded")
        journal.void([wrong.pk], at=timezone.now(), actor="system", reason="undone")
        found = profit(repeat_sales(window, now=timezone.now()), window, timezone="Europe/Moscow")

    assert found.contribution_kopecks == 500_00


@pytest.mark.requirement("R-098")
@pytest.mark.parametrize(("channel", "is_whole"), [("coordinator_calls", True), ("", False)])
def test_the_parts_make_the_whole_unless_a_sale_has_no_channel(
    lake: School, channel: str, is_whole: bool
) -> None:
    window = sold(lake, channel)
    client = Client()
    with schools.inside(lake.pk):
        parts = reconcile(repeat_sales(window, now=timezone.now()))
        sign_in(client)

    assert parts.total_kopecks == parts.channels_kopecks == parts.people_kopecks == 500_00
    assert parts.is_whole is is_whole
    page = client.get("/channels/?window=1").content.decode()
    assert ("части сходятся с итогом" in page) is is_whole
    assert ("части не сходятся" in page) is not is_whole


@pytest.mark.requirement("R-110", "R-096")
def test_plan_and_fact_stand_side_by_side_by_month_channel_and_person(lake: School) -> None:
    with schools.inside(lake.pk):
        anna = make_staff("Анна")
    window = sold(lake, staff="Анна")
    month = (timezone.now() - timedelta(days=2)).date().replace(day=1)
    with schools.inside(lake.pk):
        for target, kopecks in (({}, 1000_00), ({"channel": "coordinator_calls"}, 400_00)):
            set_plan(month, kopecks=kopecks, actor="system", now=timezone.now(), **target)  # type: ignore[arg-type]
        set_plan(month, staff_id=anna.pk, kopecks=600_00, actor="system", now=timezone.now())
        told = plan_fact(window, now=timezone.now())

    def at(cells: object) -> tuple[int | None, int]:
        return next((c.plan_kopecks, c.fact_kopecks) for c in cells if c.month == month)  # type: ignore[attr-defined]

    calls = next(line for line in told.channels if line.key == "coordinator_calls")
    assert at(told.total.cells) == (1000_00, 500_00)
    assert at(calls.cells) == (400_00, 500_00)
    assert [at(line.cells) for line in told.people if line.key == "Анна"] == [(600_00, 500_00)]
    for lines in (told.channels, told.people):
        assert sum(line.fact_kopecks for line in lines) == told.total.fact_kopecks


@pytest.mark.django_db
def test_a_plan_is_set_changed_and_dropped_once_each(school: School) -> None:
    now = timezone.now()
    for kopecks in (100, 100, 200, None):
        set_plan(now.date(), channel="warm_up", kopecks=kopecks, actor="system", now=now)

    assert not SalesPlan.objects.exists()
    told = JournalEntry.objects.filter(event__name="sales_plan_set").order_by("pk")
    assert list(told.values_list("value", flat=True)) == [100, 200, None]


def test_the_head_sets_a_plan_on_the_page_and_a_marketer_only_reads(lake: School) -> None:
    sold(lake)
    month = timezone.localdate().replace(day=1)
    head, marketer = Client(), Client()
    with schools.inside(lake.pk):
        sign_in(head)
        sign_in(marketer, "marketer", "Кирилл Орлов")
    told = {"month": month.isoformat(), "subject": "channel:warm_up", "roubles": "500"}

    marketer.post("/channels/plan/?window=1", told)
    with schools.inside(lake.pk):
        assert not SalesPlan.objects.exists()
    assert head.post("/channels/plan/?window=1", told).status_code == 302
    with schools.inside(lake.pk):
        plan = SalesPlan.objects.get()
    assert (plan.month, plan.channel, plan.amount_kopecks) == (month, "warm_up", 500_00)
    assert "500\u00a0₽" in head.get("/channels/plan/?window=1").content.decode()


@pytest.mark.requirement("R-095")
def test_offers_of_the_platform_are_counted_by_their_place(lake: School) -> None:
    day = f"{timezone.now() - timedelta(days=1):%Y-%m-%d}"
    write(
        lake,
        f"c1 offer_made {day}T10:00 channel=platform item=Урок-6\n"
        f"c1 offer_clicked {day}T10:05 channel=platform item=Урок-6\n"
        f"c1 offer_clicked {day}T10:06 channel=platform item=Урок-6 machine=true\n"
        f"c2 offer_made {day}T10:00 channel=platform item=Кабинет\n"
        f"c2 offer_made {day}T10:00 channel=warm_up item=Чат",
    )
    today = timezone.localdate()
    window = Period(today - timedelta(days=3), today + timedelta(days=1))
    with schools.inside(lake.pk):
        found = placements("platform", window, timezone="Europe/Moscow")

    assert [(one.place, one.made, one.clicked) for one in found] == [
        ("Кабинет", 1, 0),
        ("Урок-6", 1, 1),
    ]


def test_clicks_of_robots_are_added_only_where_asked_for(lake: School) -> None:
    day = f"{timezone.now() - timedelta(days=1):%Y-%m-%d}"
    write(
        lake,
        f"c1 offer_made {day}T10:00 channel=warm_up\n"
        f"c1 offer_clicked {day}T10:05 channel=warm_up\n"
        f"c1 offer_clicked {day}T10:06 channel=warm_up machine=true",
    )
    lake_services.catch_up(now=timezone.now())
    client = Client()
    with schools.inside(lake.pk):
        sign_in(client)

    people = client.get("/channels/export/?window=1").content.decode("utf-8-sig")
    robots = client.get("/channels/export/?window=1&clicks=all").content.decode("utf-8-sig")

    assert "Прогревы в чатах и анкеты;1;1;0;0" in people
    assert "Прогревы в чатах и анкеты;1;2;0;0" in robots
