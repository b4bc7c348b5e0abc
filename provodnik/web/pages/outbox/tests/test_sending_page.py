"""Sending: what needs a person comes first, and only those it concerns decide."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.people.services.clients import Contacts, add_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.kernel.outbox.models import Message
from provodnik.kernel.outbox.types import ON_THE_WAY, State
from provodnik.web.tests.members import cost_of, sign_in

pytestmark = pytest.mark.django_db

LIST = "/sending/"


def outgoing(
    school: School, number: int, state: State, *, owner: Staff | None = None, code: str = ""
) -> Message:
    """A message to a student of its own, as it stands in the database."""
    now: datetime = timezone.now()
    student = add_client(Contacts(name=f"Ученик {number}"), now=now, actor="staff:1")
    return Message.objects.create(
        school=school,
        channel="telegram",
        recipient=str(number),
        body={"text": f"Ответ номер {number}"},
        key=f"k:{number}",
        client_id=student.pk,
        staff_id=owner.pk if owner else None,
        state=state.value,
        created_at=now,
        due_at=now,
        claim=uuid4() if state is State.UNCERTAIN else None,
        settled_at=None if state in ON_THE_WAY else now,
        code=code,
    )


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


def test_what_is_unclear_comes_first_with_both_ways_out(
    client: Client, head: Staff, school: School
) -> None:
    outgoing(school, 1, State.ACCEPTED)
    outgoing(school, 2, State.UNCERTAIN, owner=head, code="died")

    page = client.get(LIST).content.decode()

    assert "1 сообщение без ясного ответа" in page
    assert "Ответ номер 2" in page
    assert "программа остановилась во время отправки" in page
    assert head.name in page
    assert "Ответ номер 1" not in page
    assert "Дошло" in page
    assert "Отправить ещё раз" in page


def test_sent_again_and_told_delivered_by_plain_forms(
    client: Client, head: Staff, school: School
) -> None:
    again, arrived = (outgoing(school, n, State.UNCERTAIN) for n in (1, 2))

    assert client.post(f"{LIST}{again.pk}/again/", {"state": "unclear"}).status_code == 302
    assert client.post(f"{LIST}{arrived.pk}/delivery/").status_code == 302

    again.refresh_from_db()
    arrived.refresh_from_db()
    assert (again.state, again.decided_by) == ("queued", head.pk)
    assert (arrived.state, arrived.decided_by) == ("accepted", head.pk)


def test_a_second_decision_changes_nothing_and_says_so(
    client: Client, head: Staff, school: School
) -> None:
    message = outgoing(school, 1, State.ACCEPTED)

    page = client.post(f"{LIST}{message.pk}/delivery/", follow=True).content.decode()

    assert "Об этом сообщении уже решили" in page


def test_what_did_not_arrive_says_why(client: Client, head: Staff, school: School) -> None:
    outgoing(school, 1, State.REFUSED, code="blocked")

    page = client.get(LIST).content.decode()

    assert "1 сообщение не дошло" in page
    assert "ученик остановил бота" in page


def test_who_does_not_see_everybody_sees_and_decides_only_their_own(
    client: Client, school: School
) -> None:
    curator = sign_in(client, "curator", "Куратор")
    other = make_staff("Другой", "coordinator")
    own = outgoing(school, 1, State.UNCERTAIN, owner=curator)
    foreign = outgoing(school, 2, State.UNCERTAIN, owner=other)

    page = client.get(LIST).content.decode()

    assert "Ответ номер 1" in page
    assert "Ответ номер 2" not in page
    assert client.post(f"{LIST}{foreign.pk}/again/").status_code == 404
    assert client.post(f"{LIST}{own.pk}/again/").status_code == 302


def test_a_stranger_signs_in_and_a_colleague_without_the_right_is_refused(
    client: Client, school: School
) -> None:
    assert client.get(LIST).status_code == 302
    sign_in(client, "owner", "Хозяин")
    assert client.get(LIST).status_code == 403


def test_nothing_yet_and_nothing_in_a_state_are_told_apart(
    client: Client, head: Staff, school: School
) -> None:
    assert "Сообщений ещё не было" in client.get(LIST).content.decode()

    outgoing(school, 1, State.ACCEPTED)

    assert "Здесь пусто" in client.get(f"{LIST}?state=refused").content.decode()


def test_thirty_messages_cost_as_much_as_one(client: Client, head: Staff, school: School) -> None:
    outgoing(school, 0, State.UNCERTAIN, owner=head)
    one = cost_of(client, LIST)
    for number in range(1, 30):
        outgoing(school, number, State.UNCERTAIN, owner=head)

    assert cost_of(client, LIST) == one
