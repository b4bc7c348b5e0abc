"""Who is asked by which moment, who answers for it, and why somebody was not asked."""

from datetime import date, timedelta

import pytest

from provodnik.facts.learning.services import add_members, create_cohort
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import assign_coordinator, record_satisfaction, set_permission
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.facts.people.types import Permission, SatisfactionKind
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.method.survey_words import AskAbout, AskMoment, NotAskedReason
from provodnik.touches.queue import services as queue
from provodnik.touches.voice.surveys import queries, services
from provodnik.touches.voice.surveys.models import Invitation, NotAsked, Wave
from provodnik.touches.voice.surveys.tests.factories import (
    ACTOR,
    CSAT,
    DAY,
    HOUR,
    answered,
    ask,
    make_survey,
)
from provodnik.touches.voice.surveys.types import Audience


def solved(client: Client, holder_id: int | None = None, item: str = "#7") -> int:
    return happened("ticket_resolved", client, item=item, staff_id=holder_id)


@pytest.mark.parametrize(
    ("event", "moment"),
    [
        ("module_completed", AskMoment.MODULE),
        ("ticket_resolved", AskMoment.TICKET),
        ("graduated", AskMoment.GRADUATION),
    ],
)
def test_a_moment_asks_once_however_often_it_is_heard(
    school: School, event: str, moment: AskMoment
) -> None:
    survey, client = make_survey(CSAT, moment=moment), make_client()
    other = make_survey(CSAT, name="Другой", moment=AskMoment.MONTH)
    columns = {"product_id": product_id()} if event == "graduated" else {"item": "Модуль 1"}
    entry = happened(event, client, **columns)

    first = services.ask_after([entry], now=MONDAY + HOUR)
    again = services.ask_after([entry, entry], now=MONDAY + 2 * HOUR)

    assert (first.invited, again.invited) == (1, 0)
    assert Invitation.objects.get().survey == survey
    assert not Invitation.objects.filter(survey=other).exists()
    assert not NotAsked.objects.exists()


def product_id() -> int:
    from provodnik.facts.sales.tests.factories import make_product

    return make_product("Колорист").pk


def test_history_loaded_from_a_file_asks_nobody(school: School) -> None:
    make_survey(CSAT, moment=AskMoment.TICKET)
    entry = happened("ticket_resolved", make_client(), MONDAY - timedelta(days=30), item="#7")

    asked = services.ask_after([entry], now=MONDAY)

    assert (asked.invited, dict(asked.left_out)) == (0, {})


def test_the_holder_is_frozen_when_the_question_is_asked(school: School) -> None:
    survey = make_survey(CSAT, moment=AskMoment.TICKET, responsible=AskAbout.HOLDER)
    holder, later = make_staff("Ирина Ткачёва"), make_staff("Дарья Мухина")
    client = make_client()
    services.ask_after([solved(client, holder.pk)], now=MONDAY + HOUR)
    happened("ticket_assigned", client, MONDAY + 2 * HOUR, item="#7", staff_id=later.pk)

    invitation = Invitation.objects.get(survey=survey)

    assert invitation.responsible_id == holder.pk


def test_a_solved_request_nobody_signed_belongs_to_its_last_holder(school: School) -> None:
    make_survey(CSAT, moment=AskMoment.TICKET, responsible=AskAbout.HOLDER)
    holder, client = make_staff("Ирина Ткачёва"), make_client()
    happened("ticket_assigned", client, MONDAY - HOUR, item="#7", staff_id=holder.pk)
    services.ask_after([solved(client)], now=MONDAY + HOUR)

    assert Invitation.objects.get().responsible_id == holder.pk


def test_the_curator_of_the_stream_answers_for_a_module(school: School) -> None:
    make_survey(CSAT, moment=AskMoment.MODULE, responsible=AskAbout.CURATOR)
    curator, client = make_staff("Дарья Мухина", "curator"), make_client()
    cohort = create_cohort(CohortFields("Ноябрь", curator_id=curator.pk), now=MONDAY, actor=ACTOR)
    add_members(cohort.pk, [client.pk], joined_at=MONDAY, actor=ACTOR)
    services.ask_after([happened("module_completed", client, item="М1")], now=MONDAY + HOUR)

    invitation = Invitation.objects.get()
    assert (invitation.responsible_id, invitation.cohort_id) == (curator.pk, cohort.pk)


def test_where_nobody_else_answers_for_it_the_coordinator_does(school: School) -> None:
    make_survey(CSAT, moment=AskMoment.MODULE, responsible=AskAbout.CURATOR)
    anna, client = make_staff("Анна Лебедева"), make_client()
    assign_coordinator(client.pk, staff_id=anna.pk, now=MONDAY, actor=ACTOR)
    services.ask_after([happened("module_completed", client, item="М1")], now=MONDAY + HOUR)

    assert Invitation.objects.get().responsible_id == anna.pk


def test_why_somebody_was_not_asked_is_kept_and_read(school: School) -> None:
    survey = make_survey(CSAT, moment=AskMoment.TICKET)
    refused, complains, asked = make_client(), make_client(), make_client()
    set_permission(refused.pk, Permission.MESSAGES, allowed=False, now=MONDAY, actor=ACTOR)
    record_satisfaction(complains.pk, SatisfactionKind.COMPLAINT, told_at=MONDAY, actor=ACTOR)
    ask(make_survey(name="Прошлый"), asked, at=MONDAY - 2 * DAY)
    people = (refused, complains, asked)

    told = services.ask_after([solved(one) for one in people], now=MONDAY + HOUR)

    assert told.invited == 0
    assert dict(told.left_out) == {"refused": 1, "complaint": 1, "recent": 1}
    reasons = [queries.why_not(one.pk)[0].reason for one in people]
    assert reasons == [NotAskedReason.REFUSED, NotAskedReason.COMPLAINT, NotAskedReason.RECENT]
    assert queries.why_not(refused.pk)[0].survey == survey.name


def test_who_awaits_help_after_a_low_score_is_not_asked_on(school: School) -> None:
    survey, client = make_survey(), make_client()
    answered(survey, client, "3")
    after = make_survey(CSAT, name="Позже", moment=AskMoment.TICKET)
    later = MONDAY + 20 * DAY

    entry = happened("ticket_resolved", client, later, item="#7")
    told = services.ask_after([entry], now=later)

    assert dict(told.left_out) == {"unfinished": 1}
    assert not Invitation.objects.filter(survey=after).exists()


def test_while_the_general_switch_is_off_nobody_is_asked(school: School) -> None:
    make_survey(CSAT, moment=AskMoment.TICKET)
    head = make_staff("Ольга Седова", "head_of_product_and_service")
    queue.stop_automation(reason="Разбираем сбой", by_id=head.pk, now=MONDAY)

    told = services.ask_after([solved(make_client())], now=MONDAY + HOUR)

    assert dict(told.left_out) == {"stopped": 1}


def test_quiet_hours_put_the_invitation_off_till_morning(school: School) -> None:
    make_survey(CSAT, moment=AskMoment.TICKET)
    night = MONDAY + timedelta(hours=12, minutes=30)  # 00:30 by the school's clock
    entry = happened("ticket_resolved", make_client(), MONDAY + 2 * HOUR, item="#7")

    services.ask_after([entry], now=night)

    invitation = Invitation.objects.get()
    assert invitation.send_at > night
    assert services.send_due(now=night) == 0
    assert not Invitation.objects.get().is_by_hand


def test_a_wave_asks_its_stream_once(school: School) -> None:
    survey = make_survey()
    cohort = create_cohort(CohortFields("Ноябрь"), now=MONDAY, actor=ACTOR)
    people = [make_client().pk for _ in range(3)]
    make_client()
    add_members(cohort.pk, people, joined_at=MONDAY, actor=ACTOR)
    whom = Audience(cohort_id=cohort.pk)
    day = date(2026, 11, 2)

    _, first = services.start_wave(
        survey.pk, for_on=day, audience=whom, now=MONDAY + HOUR, actor=ACTOR
    )
    _, again = services.start_wave(
        survey.pk, for_on=day, audience=whom, now=MONDAY + 2 * HOUR, actor=ACTOR
    )

    assert (first.invited, again.invited) == (3, 0)
    assert {one.client_id for one in Invitation.objects.all()} == set(people)


@pytest.mark.requirement("R-221")
def test_the_calendar_begins_a_wave_on_its_day_and_only_once(school: School) -> None:
    survey = make_survey(moment=AskMoment.MONTH)

    begun = [services.keep_rhythm(now=MONDAY + day * DAY) for day in range(0, 40)]

    days = [one.for_on for one in Wave.objects.order_by("for_on")]
    assert days == [date(2026, 11, 5), date(2026, 12, 5)]
    assert sum(begun) == len(days)
    services.stop(survey.pk, now=MONDAY + 40 * DAY, actor=ACTOR)
    assert services.keep_rhythm(now=MONDAY + 80 * DAY) == 0
