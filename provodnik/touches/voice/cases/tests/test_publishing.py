"""A case goes from what was given over consent to publication, and counts once approved."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from conftest import MONDAY
from provodnik.facts.sales.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.method.voice_words import CaseKind
from provodnik.touches.voice.cases import queries, services
from provodnik.touches.voice.cases.errors import (
    ConsentIsEmpty,
    DayIsAhead,
    NothingGiven,
    NotReady,
    NotReceived,
    NowhereUsed,
    UnsafeLink,
    WithoutReason,
)
from provodnik.touches.voice.cases.models import Story
from provodnik.touches.voice.cases.tests.factories import (
    ACTOR,
    AGREED,
    TODAY,
    allowed,
    given,
    packaged,
    published,
)
from provodnik.touches.voice.cases.types import Missing, Origin, State

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=1)


def counted(event: str) -> list[JournalEntry]:
    """Entries of a kind that were not voided."""
    void = JournalEntry.objects.filter(event__name="entry_voided").values_list("value", flat=True)
    return list(JournalEntry.objects.filter(event__name=event).exclude(pk__in=list(void)))


def missing(story: Story) -> tuple[Missing, ...]:
    with pytest.raises(NotReady) as refused:
        services.publish(story.pk, now=MONDAY, actor=ACTOR)
    return refused.value.missing


@pytest.mark.requirement("R-236")
def test_without_consent_a_case_is_not_published(school: School) -> None:
    story = packaged(given())

    assert missing(story) == (Missing.NO_CONSENT,)
    allowed(story)
    services.publish(story.pk, now=MONDAY, actor=ACTOR)
    story.refresh_from_db()
    assert (story.state, story.consent_by) == (State.PUBLISHED, "Наталья Ремизова")


@pytest.mark.requirement("R-236")
def test_the_database_itself_refuses_to_publish_without_consent(school: School) -> None:
    story = packaged(given())

    with pytest.raises(IntegrityError, match="story_published_has_consent"), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(state="published", published_at=MONDAY)


@pytest.mark.requirement("R-236")
def test_a_consent_has_its_words_its_giver_and_a_day_that_came(school: School) -> None:
    story = given()
    for wrong, refusal in (
        (replace(AGREED, text=" "), ConsentIsEmpty),
        (replace(AGREED, given_by=""), ConsentIsEmpty),
        (replace(AGREED, given_on=TODAY + timedelta(days=1)), DayIsAhead),
    ):
        with pytest.raises(refusal):
            services.allow(story.pk, wrong, today=TODAY, now=MONDAY, actor=ACTOR)

    story.refresh_from_db()
    assert story.state == State.RECEIVED


@pytest.mark.requirement("R-236")
def test_a_consent_taken_back_takes_the_case_off_publication(school: School) -> None:
    story = published()

    for _ in range(2):
        services.forbid(story.pk, now=LATER, actor=ACTOR)

    story.refresh_from_db()
    assert (story.state, story.published_at) == (State.RECEIVED, None)
    assert missing(story) == (Missing.CONSENT_WITHDRAWN,)
    assert len(counted("case_unpublished")) == 1
    services.allow(story.pk, AGREED, today=TODAY, now=LATER, actor=ACTOR)
    story.refresh_from_db()
    assert story.state == State.EDITED


@pytest.mark.requirement("R-236")
def test_a_result_is_told_from_point_a_to_point_b(school: School) -> None:
    story = allowed(given())
    assert missing(story) == (Missing.NOT_EDITED,)

    with pytest.raises(NothingGiven):
        packaged(story, quote="", point_b="")
    with pytest.raises(UnsafeLink):
        packaged(story, media="javascript:alert(1)")
    packaged(story, quote="", media="https://a.example/1\n\nhttps://a.example/1")

    page = queries.case(story.pk)
    assert (page.point_a, page.point_b) == (
        "Боялась брать клиентов",
        "Своя запись на две недели вперёд",
    )
    assert page.media == ("https://a.example/1",)
    assert page.row.state is State.EDITED


def test_nothing_is_packaged_before_something_was_given(school: School) -> None:
    asked = services.request_case(make_client().pk, now=MONDAY, actor=ACTOR)

    with pytest.raises(NotReceived):
        packaged(asked)
    with pytest.raises(NotReceived):
        services.approve(asked.pk, now=MONDAY, actor=ACTOR)
    assert missing(asked) == (Missing.NOT_RECEIVED,)


@pytest.mark.requirement("R-235")
def test_a_review_counts_when_it_came_a_film_when_it_was_approved(school: School) -> None:
    given(CaseKind.TEXT)
    film = given(CaseKind.VIDEO)
    assert (len(counted("review_received")), counted("case_recorded")) == (1, [])

    services.approve(film.pk, now=LATER, actor=ACTOR)
    services.approve(film.pk, now=LATER, actor=ACTOR)

    (entry,) = counted("case_recorded")
    assert (entry.attrs["type"], entry.happened_at) == ("video", LATER)


def test_an_approved_case_is_counted_once_however_often_it_is_edited(school: School) -> None:
    story = allowed(given())
    services.approve(story.pk, now=MONDAY, actor=ACTOR)
    packaged(story)
    packaged(story, quote="Другие слова")

    (entry,) = counted("case_recorded")
    assert (entry.attrs["text"], entry.attrs["case"]) == ("Другие слова", story.pk)


def test_approving_and_rejecting_change_the_curators_count_and_the_journal(school: School) -> None:
    curator = make_staff("Светлана Мухина", "curator")
    story = given(collector_id=curator.pk)
    assert queries.collectors() == []

    services.approve(story.pk, now=MONDAY, actor=ACTOR)
    (line,) = queries.collectors()
    assert (line.name, line.cases, line.reviews) == ("Светлана Мухина", 1, 0)
    assert [entry.staff_id for entry in counted("case_recorded")] == [curator.pk]

    with pytest.raises(WithoutReason):
        services.reject(story.pk, " ", now=MONDAY, actor=ACTOR)
    services.reject(story.pk, "Нет точки Б", now=LATER, actor=ACTOR)
    assert queries.collectors() == []
    assert counted("case_recorded") == []

    services.approve(story.pk, now=LATER, actor=ACTOR)
    assert [one.cases for one in queries.collectors()] == [1]


@pytest.mark.requirement("R-238")
def test_uses_are_kept_with_their_day_and_place(school: School) -> None:
    story = published()
    told: dict[str, Any] = {"today": TODAY, "now": MONDAY, "actor": ACTOR}
    for _ in range(2):
        services.use_case(
            story.pk, purpose="marketing", place="Пост 2 ноября", used_on=TODAY, **told
        )
    services.use_case(story.pk, purpose="repeat_sale", place="Звонок", used_on=TODAY, **told)

    with pytest.raises(NowhereUsed):
        services.use_case(story.pk, purpose="marketing", place=" ", used_on=TODAY, **told)
    with pytest.raises(DayIsAhead):
        ahead = TODAY + timedelta(days=1)
        services.use_case(story.pk, purpose="marketing", place="Пост", used_on=ahead, **told)

    page = queries.case(story.pk)
    assert [(one.purpose, one.place, one.used_on) for one in page.uses] == [
        ("repeat_sale", "Звонок", TODAY),
        ("marketing", "Пост 2 ноября", TODAY),
    ]
    services.drop_use(page.uses[0].use_id)
    assert len(queries.case(story.pk).uses) == 1


@pytest.mark.requirement("R-240")
def test_a_review_nobody_asked_for_is_counted_as_such(school: School) -> None:
    given(CaseKind.TEXT, origin=Origin.UNSOLICITED)
    given(CaseKind.TEXT)

    unasked = queries.Search(origin=Origin.UNSOLICITED)
    assert queries.case_count(unasked) == 1
    assert [one.attrs["origin"] for one in counted("review_received")] == ["unsolicited", "asked"]


def test_nothing_given_is_no_review(school: School) -> None:
    with pytest.raises(NothingGiven):
        given(text="  ")

    assert not Story.objects.exists()
