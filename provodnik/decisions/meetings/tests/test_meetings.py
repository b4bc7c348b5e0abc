"""Meetings: the agenda takes items from elsewhere, a point becomes a request, the protocol goes."""

from datetime import timedelta

import pytest

from provodnik.decisions.meetings import queries, services
from provodnik.decisions.meetings.errors import (
    EmptyProtocol,
    NotHeld,
    ProtocolIsSent,
    UnknownKind,
    WithoutClient,
)
from provodnik.decisions.meetings.models import Meeting
from provodnik.decisions.meetings.types import PointFields, Source
from provodnik.decisions.quality import services as quality
from provodnik.decisions.quality.errors import OwnWork
from provodnik.decisions.quality.models import Drawn, Remark
from provodnik.decisions.quality.queries import last_ask
from provodnik.decisions.quality.tests.factories import NOW, check, drawn_of
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.gates import Refused
from provodnik.kernel.models import JournalEntry, School
from provodnik.method.quality_words import Artefact
from provodnik.touches.desk.models import Ticket

pytestmark = pytest.mark.django_db
PROTOCOL = Artefact.PROTOCOL


def planned(head: Staff, kind: str = "team", days: int = 1) -> Meeting:
    return services.plan(kind, NOW + timedelta(days=days), by_id=head.pk, now=NOW)


def held(head: Staff) -> Meeting:
    meeting = planned(head)
    services.hold(meeting.pk, by_id=head.pk, now=NOW)
    services.add_point(meeting.pk, PointFields(text="Отвечать за два часа"), by_id=head.pk, now=NOW)
    return meeting


def agenda(meeting: Meeting) -> list[str]:
    return [row.text for row in queries.meeting(meeting.pk).agenda]


def put(text: str, head: Staff, key: str = "idea:1", kind: str = "team") -> None:
    services.put_on_agenda(Source(key, text), text, kind=kind, by_id=head.pk, now=NOW)


def test_an_item_goes_to_the_next_meeting_of_its_kind_and_waits_while_none_is_planned(
    school: School,
) -> None:
    head = make_staff("Ольга")
    put("Ждёт", head, "idea:1")
    planned(head, "review")
    waits = [row.text for row in queries.waiting_items()]
    later, sooner = planned(head, days=5), planned(head, days=2)
    put("Сразу", head, "idea:2")
    put("Ещё раз", head, "idea:2")

    assert waits == ["Ждёт"]
    assert "Ждёт" in agenda(later)
    assert agenda(sooner)[-1] == "Сразу"
    assert queries.waiting_items() == []
    with pytest.raises(UnknownKind):
        put("Куда", head, "idea:3", "nowhere")


@pytest.mark.requirement("R-217")
def test_a_remark_about_quality_is_sent_to_the_next_team_meeting(school: School) -> None:
    anna, head = make_staff("Анна"), make_staff("Ольга")
    drawn = drawn_of(anna.pk, 1)
    check(drawn, head.pk, remark="Назовите срок")
    meeting = planned(head)

    for _ in range(2):
        services.take_remark(Remark.objects.get().pk, by_id=head.pk, now=NOW)

    [item] = [row for row in queries.meeting(meeting.pk).agenda if row.source]
    assert item.text == "Назовите срок"
    assert item.source is not None
    assert (item.source.page, item.source.page_id) == ("quality:drawn", drawn.pk)


def test_what_came_from_elsewhere_outlives_a_cancelled_meeting(school: School) -> None:
    head = make_staff("Ольга")
    first = planned(head)
    put("Важное", head)

    services.cancel(first.pk, by_id=head.pk, now=NOW)
    second = planned(head)

    assert "Важное" in agenda(second)
    assert "Важное" not in agenda(first)


@pytest.mark.requirement("R-141")
def test_a_point_becomes_a_request_with_a_link_back_once(school: School) -> None:
    head, client = make_staff("Ольга"), make_client()
    meeting = held(head)
    told = PointFields(text="Открыть доступ к уроку 3", client_id=client.pk)
    point = services.add_point(meeting.pk, told, by_id=head.pk, now=NOW)

    first, again = (
        services.open_ticket(
            point.pk, channel="email", title="Встреча команды", by_id=head.pk, now=NOW
        )
        for _ in range(2)
    )

    assert first == again
    assert (first.client_id, first.origin_page, first.origin_page_id) == (
        client.pk,
        "meetings:show",
        meeting.pk,
    )
    shown = {row.point_id: row.ticket for row in queries.meeting(meeting.pk).points}
    ticket = shown[point.pk]
    assert ticket is not None and ticket.number == first.number
    assert [ref for pk, ref in shown.items() if pk != point.pk] == [None]
    assert Ticket.objects.count() == 1


def test_a_point_about_nobody_becomes_no_request(school: School) -> None:
    head = make_staff("Ольга")
    point = queries.meeting(held(head).pk).points[0]
    with pytest.raises(WithoutClient):
        services.open_ticket(point.point_id, channel="email", title="", by_id=head.pk, now=NOW)


def test_a_protocol_is_sent_after_the_meeting_once_and_not_rewritten(school: School) -> None:
    head = make_staff("Ольга")
    meeting = planned(head)
    with pytest.raises(NotHeld):
        services.send_protocol(meeting.pk, by_id=head.pk, now=NOW)
    services.hold(meeting.pk, by_id=head.pk, now=NOW)
    with pytest.raises(EmptyProtocol):
        services.send_protocol(meeting.pk, by_id=head.pk, now=NOW)
    services.add_point(meeting.pk, PointFields(text="Решили"), by_id=head.pk, now=NOW)

    for _ in range(2):
        services.send_protocol(meeting.pk, by_id=head.pk, now=NOW)

    sent = JournalEntry.objects.filter(event__name="protocol_sent")
    assert [entry.attrs["meeting"] for entry in sent] == [f"meeting:{meeting.pk}"]
    assert Drawn.objects.get(artefact=PROTOCOL).staff_id == head.pk
    with pytest.raises(ProtocolIsSent):
        services.add_point(meeting.pk, PointFields(text="Ещё"), by_id=head.pk, now=NOW)


@pytest.mark.requirement("R-220")
@pytest.mark.parametrize("by_person", [False, True], ids=["a kind", "a person"])
def test_with_the_layer_on_a_protocol_needs_approval_before_it_is_sent(
    school: School, *, by_person: bool
) -> None:
    head, senior = make_staff("Ольга"), make_staff("Вера")
    meeting = held(head)
    whom = head.pk if by_person else None
    layer = quality.switch_on(None if by_person else PROTOCOL, whom, by_id=senior.pk, now=NOW)

    codes = [refusal(meeting, head)]
    ask = quality.ask_review(PROTOCOL, meeting.pk, author_id=head.pk, now=NOW)
    codes.append(refusal(meeting, head))
    with pytest.raises(OwnWork):
        quality.decide(ask.pk, is_approved=True, words="", by_id=head.pk, now=NOW)
    quality.decide(ask.pk, is_approved=False, words="Нет сроков", by_id=senior.pk, now=NOW)
    codes.append(refusal(meeting, head))
    again = quality.ask_review(PROTOCOL, meeting.pk, author_id=head.pk, now=NOW)
    quality.decide(again.pk, is_approved=True, words="", by_id=senior.pk, now=NOW)

    assert codes == ["review_needed", "review_waits", "review_returned"]
    assert refusal(meeting, head) == ""
    last = last_ask(PROTOCOL, meeting.pk)
    assert last is not None and last.is_approved
    quality.switch_off(layer.pk, by_id=senior.pk, now=NOW)
    other = held(head)
    assert refusal(other, head) == ""


def test_the_layer_of_another_person_stops_nobody_else(school: School) -> None:
    head, senior = make_staff("Ольга"), make_staff("Вера")
    quality.switch_on(None, senior.pk, by_id=head.pk, now=NOW)

    assert refusal(held(head), head) == ""


def refusal(meeting: Meeting, head: Staff) -> str:
    """Why the protocol was not sent; empty where it was."""
    try:
        services.send_protocol(meeting.pk, by_id=head.pk, now=NOW)
    except Refused as refused:
        return refused.reasons[0].code
    return ""
