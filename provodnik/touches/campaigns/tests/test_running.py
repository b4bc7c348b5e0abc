"""Campaigns as touches: who is turned to, once a step, until they pay or it is stopped."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
from provodnik.facts.people.services.clients import set_permission
from provodnik.facts.people.types import Permission
from provodnik.facts.sales.base.recounting import note_clients, recount_all
from provodnik.facts.sales.base.tests.worlds import contact, counted, segment
from provodnik.facts.sales.models import TrackedLink
from provodnik.facts.sales.tests.factories import buy, make_link, make_offer, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.services import add_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.campaigns import services
from provodnik.touches.campaigns.errors import CampaignIsOver, NameTaken, NobodyToTurnTo
from provodnik.touches.campaigns.models import Campaign, CampaignMember
from provodnik.touches.campaigns.queries import campaign_page, campaign_rows, member_rows
from provodnik.touches.campaigns.rules import is_left_alone
from provodnik.touches.campaigns.running import advance, reach
from provodnik.touches.campaigns.types import CampaignKind, CampaignState, Ending, NewCampaign
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.services import record_outcome
from provodnik.touches.queue.types import Outcome, TouchState

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ACTOR = "system"


@pytest.fixture
def anna(school: School) -> Staff:
    return add_staff(name="Анна Лебедева", role="coordinator", now=MONDAY, actor=ACTOR)


@pytest.fixture
def course(school: School) -> Product:
    return make_product("Колорист: практикум")


def sleepers(count: int) -> list[Client]:
    """Clients who bought once, long ago."""
    clients = [contact(f"Спящий {number}", active_days=200) for number in range(count)]
    for client in clients:
        buy(client, at=MONDAY - 200 * DAY)
    return clients


def campaign(
    course: Product,
    owner: Staff,
    *,
    kind: CampaignKind = CampaignKind.REACTIVATION,
    holdout_percent: int = 0,
    name: str = "Оживить спящих",
) -> Campaign:
    """A campaign over everybody asleep, prepared and not started."""
    segment_id = None
    if kind is CampaignKind.REACTIVATION:
        segment_id = segment([("active_ago", "more", "90")], name=f"Спящие: {name}").pk
        counted()
    new = NewCampaign(
        name=name,
        kind=kind,
        product_id=course.pk,
        channel="coordinator_calls",
        holdout_percent=holdout_percent,
        segment_id=segment_id,
        owner_id=owner.pk,
    )
    return services.prepare(new, actor=ACTOR, now=MONDAY)


def started(one: Campaign, now: datetime = MONDAY) -> Campaign:
    services.start(one.pk, actor=ACTOR, now=now)
    advance(one.pk, now=now)
    return one


def touches(state: TouchState = TouchState.PLANNED) -> list[Touch]:
    return list(Touch.objects.filter(state=state.value).order_by("client_id", "occurrence"))


def clicked(client: Client, course: Product, at: datetime) -> None:
    """An offer with its link, opened by the client and not paid."""
    offer = make_offer(client, course, at=at)
    link = make_link(course, client, at=at, offer=offer)
    TrackedLink.objects.filter(pk=link.pk).update(clicked_at=at)


@pytest.mark.requirement("R-272")
def test_fifty_sleepers_are_touched_and_what_came_of_it_is_counted(
    anna: Staff, course: Product
) -> None:
    clients = sleepers(50)
    mine = started(campaign(course, anna))
    planned = touches()
    later = MONDAY + 3 * DAY

    record_outcome(planned[0].pk, Outcome.REACHED, by_id=anna.pk, now=MONDAY + DAY)
    buy(clients[1], course, at=later, kopecks=9_000_00)
    Client.objects.filter(pk=clients[2].pk).update(last_active_at=later)
    note_clients([clients[2].pk])
    recount_all(now=later)
    (row,) = campaign_rows(now=later)

    assert len(planned) == 50
    assert {touch.owner_id for touch in planned} == {anna.pk}
    assert (row.touched.people, row.touched.revived, row.touched.bought) == (50, 2, 1)
    assert row.touched.net_kopecks == 9_000_00
    assert campaign_page(mine.pk, now=later).steps[0].planned == 50


def test_each_step_is_planned_once_however_often_it_runs(anna: Staff, course: Product) -> None:
    sleepers(3)
    mine = started(campaign(course, anna))

    again = [advance(mine.pk, now=MONDAY + number * DAY).planned for number in range(4)]

    assert again == [0, 0, 0, 0]
    assert len(touches()) == 3
    assert JournalEntry.objects.filter(event__name="touch_planned").count() == 3


def test_a_part_is_left_alone_by_a_stable_hash_and_gets_no_touch(
    anna: Staff, course: Product
) -> None:
    clients = sleepers(40)

    mine = started(campaign(course, anna, holdout_percent=30))

    alone = set(CampaignMember.objects.filter(is_alone=True).values_list("client_id", flat=True))
    assert alone == {c.pk for c in clients if is_left_alone(mine.pk, c.pk, 30)}
    assert 0 < len(alone) < 40
    assert {touch.client_id for touch in touches()} == {c.pk for c in clients} - alone


@pytest.mark.requirement("R-273")
def test_who_clicked_and_did_not_pay_hears_every_step_until_the_last(
    anna: Staff, course: Product
) -> None:
    client = contact()
    clicked(client, course, MONDAY - 2 * DAY)
    mine = campaign(course, anna, kind=CampaignKind.CLOSING)
    services.start(mine.pk, actor=ACTOR, now=MONDAY)
    now, heard = MONDAY, []

    for _step in range(3):
        advance(mine.pk, now=now)
        (touch,) = touches()
        heard.append(touch.occurrence)
        record_outcome(touch.pk, Outcome.REACHED, by_id=anna.pk, now=now)
        now += 5 * DAY
    advance(mine.pk, now=now)

    assert heard == ["step:1", "step:2", "step:3"]
    assert touches() == []
    assert CampaignMember.objects.get().ending == Ending.STEPS_DONE


@pytest.mark.requirement("R-273")
def test_payment_ends_the_steps(anna: Staff, course: Product) -> None:
    client = contact()
    clicked(client, course, MONDAY - 2 * DAY)
    mine = campaign(course, anna, kind=CampaignKind.CLOSING)
    services.start(mine.pk, actor=ACTOR, now=MONDAY)
    advance(mine.pk, now=MONDAY)
    (touch,) = touches()
    record_outcome(touch.pk, Outcome.REACHED, by_id=anna.pk, now=MONDAY)

    buy(client, course, at=MONDAY + DAY)
    advance(mine.pk, now=MONDAY + 5 * DAY)

    assert touches() == []
    assert CampaignMember.objects.get().ending == Ending.PAID


def test_a_refusal_ends_the_steps(anna: Staff, course: Product) -> None:
    sleepers(1)
    mine = started(campaign(course, anna))
    (touch,) = touches()

    record_outcome(touch.pk, Outcome.REFUSED, by_id=anna.pk, objection="expensive", now=MONDAY)
    advance(mine.pk, now=MONDAY + 30 * DAY)

    assert touches() == []
    assert CampaignMember.objects.get().ending == Ending.REFUSED


def test_new_clickers_join_a_running_closing_campaign(anna: Staff, course: Product) -> None:
    mine = campaign(course, anna, kind=CampaignKind.CLOSING)
    services.start(mine.pk, actor=ACTOR, now=MONDAY)
    client = contact()
    clicked(client, course, MONDAY + DAY)

    early = advance(mine.pk, now=MONDAY + DAY)
    late = advance(mine.pk, now=MONDAY + 3 * DAY)

    assert (early.joined, late.joined, late.planned) == (0, 1, 1)


@pytest.mark.requirement("R-273")
def test_stopping_calls_off_what_waits_and_resuming_does_not_repeat_it(
    anna: Staff, course: Product
) -> None:
    sleepers(2)
    mine = started(campaign(course, anna))

    called_off = services.stop(mine.pk, actor=ACTOR, now=MONDAY)
    still = advance(mine.pk, now=MONDAY + DAY)
    services.resume(mine.pk, actor=ACTOR, now=MONDAY + DAY)
    advance(mine.pk, now=MONDAY + DAY)
    advance(mine.pk, now=MONDAY + 8 * DAY)

    assert (called_off, still.planned) == (2, 0)
    assert {touch.occurrence for touch in touches()} == {"step:2"}
    assert len(touches(TouchState.CANCELLED)) == 2


def test_who_refused_calls_or_bought_already_is_in_neither_group(
    anna: Staff, course: Product
) -> None:
    silent, buyer, other = sleepers(3)
    set_permission(silent.pk, Permission.CALLS, allowed=False, now=MONDAY, actor=ACTOR)
    buy(buyer, course, at=MONDAY - 150 * DAY)
    mine = campaign(course, anna)

    told = reach(mine, now=MONDAY)
    started(mine)

    assert (told.asked, told.refused, told.able) == (3, 2, 1)
    assert [member.client_id for member in CampaignMember.objects.all()] == [other.pk]


def test_who_was_offered_lately_waits_and_is_asked_again(anna: Staff, course: Product) -> None:
    (client,) = sleepers(1)
    make_offer(client, make_product(), at=MONDAY - DAY)
    mine = started(campaign(course, anna))
    early = touches()

    advance(mine.pk, now=MONDAY + 60 * DAY)

    assert early == []
    assert [touch.client_id for touch in touches()] == [client.pk]


def test_touches_open_in_our_hours_and_out_of_the_clients_quiet_ones(
    anna: Staff, course: Product
) -> None:
    sleepers(1)
    night = datetime(2026, 11, 2, 22, 0, tzinfo=MONDAY.tzinfo)

    started(campaign(course, anna), now=night)

    (touch,) = touches()
    assert touch.due_from > night + timedelta(hours=6)


def test_a_campaign_starts_once_and_has_a_name_of_its_own(anna: Staff, course: Product) -> None:
    sleepers(1)
    mine = started(campaign(course, anna))

    with pytest.raises(CampaignIsOver):
        services.start(mine.pk, actor=ACTOR, now=MONDAY)
    with pytest.raises(NameTaken):
        services.prepare(
            NewCampaign("Оживить спящих", CampaignKind.CLOSING, course.pk, "coordinator_calls", 0),
            actor=ACTOR,
            now=MONDAY,
        )


def test_nobody_to_turn_to_is_said_before_it_starts(anna: Staff, course: Product) -> None:
    mine = campaign(course, anna)

    with pytest.raises(NobodyToTurnTo):
        services.start(mine.pk, actor=ACTOR, now=MONDAY)

    assert Campaign.objects.get().state == CampaignState.DRAFT


def test_members_are_listed_buyers_first(anna: Staff, course: Product) -> None:
    clients = sleepers(3)
    mine = started(campaign(course, anna))
    buy(clients[2], at=MONDAY + DAY, kopecks=1_000_00)

    rows = member_rows(mine.pk, now=MONDAY + 2 * DAY)

    assert [row.client_id for row in rows] == [clients[2].pk, clients[0].pk, clients[1].pk]


def test_statements_do_not_grow_with_people(anna: Staff, course: Product) -> None:
    counts = []
    for number, size in enumerate((1, 30)):
        sleepers(size)
        mine = campaign(course, anna, name=f"Кампания {number}")
        services.start(mine.pk, actor=ACTOR, now=MONDAY)
        with CaptureQueriesContext(connection) as asked:
            advance(mine.pk, now=MONDAY)
        counts.append(len(asked))

    assert counts[0] == counts[1]
