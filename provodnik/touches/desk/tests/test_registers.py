"""What is noted beside requests: wrong channels, origins, conflicts, calls upon the producer."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.kernel.tests.calendars import at
from provodnik.touches.desk import services
from provodnik.touches.desk.errors import NothingSaid, ReasonMissing, UnknownTopic
from provodnik.touches.desk.models import Message, Ticket
from provodnik.touches.desk.queries import (
    conflict_months,
    conflicts,
    manners,
    opened_from,
    present,
    producer_weeks,
    reached_producer,
    wrong_channels,
)
from provodnik.touches.desk.tests.factories import HOUR, MONDAY, ask, by, incoming, write
from provodnik.touches.desk.types import NewConflict, Origin

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R-140")
def test_wrong_channels_are_counted_by_client_and_the_agreement_is_kept(school: School) -> None:
    staff, client = make_staff(), make_client()
    told = by(staff)
    for text in ("Меняем договор", "И ещё одно"):
        message = write(client, text, topic="strategy").message
        services.mark_wrong_channel(message.pk, "email", **told)
        services.mark_wrong_channel(message.pk, "email", **told)
    assert (manners(client.pk, now=MONDAY).wrong, manners(client.pk, now=MONDAY).agreed_at) == (
        2,
        None,
    )
    services.note_agreement(client.pk, **told)

    (row,) = wrong_channels(limit=9)
    assert (row.client_id, row.count, row.agreed_at) == (client.pk, 2, MONDAY)
    assert JournalEntry.objects.filter(event__name="window_agreed", client_id=client.pk).exists()


def test_only_a_clients_message_comes_by_a_wrong_channel_and_belongs_to_a_known_one(
    school: School,
) -> None:
    staff, ticket = make_staff(), ask(make_client())
    note = services.note(ticket.pk, "Спросить", by_id=staff.pk, now=MONDAY)
    with pytest.raises(Message.DoesNotExist):
        services.mark_wrong_channel(note.pk, "email", by_id=staff.pk, now=MONDAY)
    with pytest.raises(UnknownTopic):
        services.mark_wrong_channel(note.pk, "pigeon", by_id=staff.pk, now=MONDAY)


@pytest.mark.requirement("R-141")
def test_a_note_of_a_meeting_becomes_one_ticket_with_a_way_back(school: School) -> None:
    staff, client = make_staff(), make_client()
    origin = Origin("meeting:12:note:3", "Встреча 12 ноября", "meetings:show", 12)
    told = incoming(client, "Проверить доступ куратора", channel="email")
    first = services.open_from(origin, told, by_id=staff.pk, now=MONDAY)
    again = services.open_from(origin, told, by_id=staff.pk, now=MONDAY + HOUR)
    ask(client, channel="telegram")

    assert (again.pk, Ticket.objects.count()) == (first.pk, 2)
    assert (first.origin_title, first.origin_page, first.origin_page_id) == (
        "Встреча 12 ноября",
        "meetings:show",
        12,
    )
    found = opened_from("meeting:12:")
    assert [(key, one.number) for key, one in found.items()] == [
        ("meeting:12:note:3", first.number)
    ]
    assert opened_from("meeting:13:") == {}


@pytest.mark.requirement("R-143")
def test_conflicts_are_counted_by_month_with_whether_we_had_warned(school: School) -> None:
    staff, client = make_staff(), make_client()

    def happen(on: str, *, expected: bool, warned: str = "") -> None:
        told = NewConflict(client.pk, "Недоволен сроком", at(on), expected, bool(warned), warned)
        services.register_conflict(told, by_id=staff.pk, now=at("2026-11-20 12:00"))

    happen("2026-10-31 23:59", expected=False)
    happen("2026-11-01 00:00", expected=False, warned="Писали 20 октября")
    happen("2026-11-05 10:00", expected=True, warned="В договоре")
    months = conflict_months(ZoneInfo("Europe/Moscow"))

    assert [(m.month, m.expected, m.unexpected, m.unexpected_warned) for m in months] == [
        (date(2026, 11, 1), 1, 1, 1),
        (date(2026, 10, 1), 0, 1, 0),
    ]
    november = conflicts(at("2026-11-01 00:00"), at("2026-12-01 00:00"), limit=9)
    assert [one.is_expected for one in november] == [True, False]


def test_a_conflict_says_what_happened_and_how_we_had_warned(school: School) -> None:
    staff, client = make_staff(), make_client()
    for told, error in (
        (NewConflict(client.pk, " ", MONDAY, False, False), NothingSaid),
        (NewConflict(client.pk, "Ссора", MONDAY, False, True, " "), ReasonMissing),
    ):
        with pytest.raises(error):
            services.register_conflict(told, by_id=staff.pk, now=MONDAY)


@pytest.mark.requirement("R-010")
def test_requests_that_reach_the_producer_are_counted_by_week(school: School) -> None:
    staff, producer = make_staff(), make_staff("Артём Гусев", "producer")
    week = timedelta(days=7)
    called, handed, quiet = (ask(make_client(), at=MONDAY) for _ in range(3))
    services.call_producer(called.pk, "Скидка не в правилах", by_id=staff.pk, now=MONDAY)
    services.call_producer(called.pk, "Снова спросили", by_id=staff.pk, now=MONDAY + HOUR)
    services.assign(
        [handed.pk], to_id=producer.pk, reason="by_hand", by_id=staff.pk, now=MONDAY + HOUR
    )
    services.assign([quiet.pk], to_id=staff.pk, reason="by_hand", by_id=staff.pk, now=MONDAY + HOUR)
    last_week = ask(make_client(), at=MONDAY - week)
    services.call_producer(last_week.pk, "Сам попросил", by_id=staff.pk, now=MONDAY - HOUR * 24)

    weeks = producer_weeks(["producer"], weeks=3, now=MONDAY + HOUR)
    assert [(row.starts_on, row.reached, row.opened) for row in weeks] == [
        (date(2026, 10, 26), 0, 0),
        (date(2026, 11, 2), 1, 1),
        (date(2026, 11, 9), 2, 3),
    ]
    rows = reached_producer(["producer"], date(2026, 11, 9), date(2026, 11, 16), limit=9)
    assert [(row.ticket_id, row.why) for row in rows] == [
        (handed.pk, ""),
        (called.pk, "Скидка не в правилах"),
    ]
    with pytest.raises(ReasonMissing):
        services.call_producer(quiet.pk, " ", by_id=staff.pk, now=MONDAY)


def test_a_colleague_who_writes_is_seen_and_forgotten_soon(school: School) -> None:
    me, other, ticket = make_staff(), make_staff("Ирина Ткачёва"), ask(make_client())
    within = timedelta(seconds=30)

    def seen(seconds: int) -> list[tuple[str, bool]]:
        now = MONDAY + timedelta(seconds=seconds)
        here = present(ticket.pk, but_id=me.pk, now=now, within=within)
        return [(one.name, one.is_writing) for one in here]

    services.note_presence(ticket.pk, by_id=me.pk, is_writing=True, now=MONDAY)
    services.note_presence(ticket.pk, by_id=other.pk, is_writing=False, now=MONDAY)
    assert seen(1) == [("Ирина Ткачёва", False)]
    later = MONDAY + timedelta(seconds=20)
    services.note_presence(ticket.pk, by_id=other.pk, is_writing=True, now=later)
    services.note_presence(ticket.pk, by_id=other.pk, is_writing=False, now=later)
    assert seen(21) == [("Ирина Ткачёва", True)]
    assert seen(51) == []
