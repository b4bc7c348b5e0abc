"""Everybody answers the same: approved answers, and reports of contradictions."""

import pytest

from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.desk import services
from provodnik.touches.desk.errors import NothingSaid, ReasonMissing, TitleTaken, UnknownTopic
from provodnik.touches.desk.models import ApprovedAnswer, Message
from provodnik.touches.desk.queries import (
    approved,
    contradiction_count,
    contradictions,
    uses,
    version_of,
    versions,
)
from provodnik.touches.desk.tests.factories import HOUR, MONDAY, answer, ask, by
from provodnik.touches.desk.types import Answer

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R-135")
def test_a_reply_keeps_the_answer_and_the_version_it_was_taken_from(school: School) -> None:
    head, ticket = make_staff(), ask(make_client(), topic="refund")
    told = by(head)
    first = services.approve("Возврат", "refund", "Вернём за 10 дней", **told)
    reply = Answer("Вернём за 10 дней", taken_from_id=first.pk)
    message = services.reply(ticket.pk, reply, by_id=head.pk, now=MONDAY)
    second = services.revise(first.answer_id, "Вернём за 3 дня", by_id=head.pk, now=MONDAY + HOUR)
    message.refresh_from_db()

    assert (message.taken_from_id, second.number) == (first.pk, 2)
    (row,) = approved()
    assert (row.text, row.number, row.used, row.approved_by) == (
        "Вернём за 3 дня",
        2,
        1,
        head.name,
    )
    assert [one.number for one in versions(row.answer_id)] == [2, 1]
    assert [one.pk for one in uses(row.answer_id, limit=9)] == [message.pk]


@pytest.mark.requirement("R-135")
def test_a_contradiction_is_reported_listed_and_closed(school: School) -> None:
    head, ticket = make_staff(), ask(make_client(), topic="refund")
    right = services.approve("Возврат", "refund", "За 10 дней", by_id=head.pk, now=MONDAY)
    answer(ticket, head.pk, at=MONDAY, text="Деньги вернём завтра")
    said = Message.objects.get(kind="out")
    report = services.report_contradiction(
        said.pk, "Обещан другой срок", answer_id=right.answer_id, **by(head)
    )

    (row,) = contradictions(is_open=True, limit=9)
    assert (row.number, row.said, row.answer) == (
        ticket.number,
        "Деньги вернём завтра",
        "Возврат",
    )
    with pytest.raises(ReasonMissing):
        services.close_contradiction(report.pk, " ", by_id=head.pk, now=MONDAY)
    services.close_contradiction(report.pk, "Извинились, срок назвали", by_id=head.pk, now=MONDAY)
    assert (contradiction_count(), contradictions(is_open=True, limit=9)) == (0, [])
    assert contradictions(is_open=False, limit=9)[0].outcome == "Извинились, срок назвали"
    assert JournalEntry.objects.filter(event__name="contradiction_closed").count() == 1


def test_an_answer_of_the_topic_comes_first_and_a_retired_one_not_at_all(school: School) -> None:
    told = by(make_staff())
    payment = services.approve("Чек", "payment", "Чек на почте", **told)
    services.approve("Возврат", "refund", "За 10 дней", **told)

    assert [row.title for row in approved("payment")] == ["Чек", "Возврат"]
    services.retire(payment.answer_id, **told)
    assert [row.title for row in approved()] == ["Возврат"]
    assert version_of(payment.pk) is None
    services.approve("Чек", "payment", "Теперь в кабинете", **told)


def test_the_same_words_are_no_new_version(school: School) -> None:
    told = by(make_staff())
    first = services.approve("Чек", "payment", "Чек на почте", **told)

    assert services.revise(first.answer_id, " Чек на почте ", **told).pk == first.pk


def test_an_answer_needs_a_title_of_its_own_words_and_a_known_topic(school: School) -> None:
    told = by(make_staff())
    services.approve("Чек", "payment", "Чек на почте", **told)
    for title, topic, text, error in (
        ("Чек", "payment", "Иначе", TitleTaken),
        ("Без слов", "payment", "  ", NothingSaid),
        (" ", "payment", "Слова", NothingSaid),
        ("Чужая тема", "no_such", "Слова", UnknownTopic),
    ):
        with pytest.raises(error):
            services.approve(title, topic, text, **told)
    assert ApprovedAnswer.objects.filter(title="Чужая тема").count() == 0
