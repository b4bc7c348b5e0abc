"""Who was let into what, its reviews and its taking back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import MONDAY
from provodnik.facts.people.accesses import queries, services
from provodnik.facts.people.accesses.errors import (
    HolderHasLeft,
    IsRevoked,
    NamesNothing,
    OneHolder,
    WithoutReason,
)
from provodnik.facts.people.accesses.models import AccessGrant
from provodnik.facts.people.accesses.signals import CHECKS
from provodnik.facts.people.accesses.types import Asked, Counts, NewGrant, Show, StepKind
from provodnik.facts.people.lifecycle import services as lifecycle
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import merge
from provodnik.facts.people.services.stages import enter_stage
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.services import leave
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import signals
from provodnik.kernel.gates import Refused
from provodnik.kernel.models import JournalEntry, School, Signal

DAY = timedelta(days=1)
TODAY = MONDAY.date()
WHY = "Человек завершил обучение, остальное потом"


@pytest.fixture
def head(school: School) -> Staff:
    return make_staff("Ольга Седова", "head_of_product_and_service")


def to_staff(holder: Staff, head: Staff, kind: str = "getcourse", words: str = "") -> AccessGrant:
    new = NewGrant(kind=kind, words=words, holder_staff_id=holder.pk)
    return services.grant(new, by_id=head.pk, now=MONDAY)


def to_client(client: Client, head: Staff) -> AccessGrant:
    new = NewGrant(kind="telegram_group", holder_client_id=client.pk)
    return services.grant(new, by_id=head.pk, now=MONDAY)


def written(event: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(event__name=event).order_by("pk"))


@pytest.mark.requirement("R-012")
def test_who_was_let_in_by_whom_and_when_is_kept_with_the_day_of_review(head: Staff) -> None:
    anna = make_staff()

    first, again = (to_staff(anna, head, words="кабинет куратора") for _ in range(2))

    [row] = queries.accesses(Asked(), today=TODAY)
    assert first.pk == again.pk
    assert (row.holder, row.granted_by, row.granted_at) == (anna.name, head.name, MONDAY)
    assert row.review_on == TODAY + 90 * DAY
    [entry] = written("access_granted")
    assert (entry.staff_id, entry.item) == (anna.pk, f"access:{first.pk}")


@pytest.mark.requirement("R-012")
def test_a_review_in_time_sets_the_next_day_and_an_overdue_one_is_shown(head: Staff) -> None:
    anna, irina = make_staff(), make_staff("Ирина Ткачёва")
    seen, forgotten = to_staff(anna, head), to_staff(irina, head)
    services.review(seen.pk, note="нужен", by_id=head.pk, now=MONDAY + 80 * DAY)
    later = TODAY + 91 * DAY

    overdue = queries.accesses(Asked(show=Show.OVERDUE), today=later)
    on_the_day = queries.accesses(Asked(show=Show.OVERDUE), today=TODAY + 90 * DAY)
    signals.refresh(CHECKS[0], now=MONDAY + 91 * DAY)

    assert [row.grant_id for row in overdue] == [forgotten.pk]
    assert on_the_day == []
    assert queries.access(seen.pk)[0].review_on == TODAY + 170 * DAY
    assert queries.counts(Asked(), today=later) == Counts(open=2, overdue=1, revoked=0)
    assert list(Signal.objects.values_list("check_name", "subject_id")) == [
        ("access_review_overdue", forgotten.pk)
    ]


@pytest.mark.requirement("R-012")
def test_revoking_is_logged_with_its_reason_and_once(head: Staff) -> None:
    anna = make_staff()
    grant = to_staff(anna, head)

    with pytest.raises(WithoutReason):
        services.revoke(grant.pk, reason=" ", by_id=head.pk, now=MONDAY)
    for reason in ("сменилась роль", "ещё раз"):
        services.revoke(grant.pk, reason=reason, by_id=head.pk, now=MONDAY + DAY)

    row, steps = queries.access(grant.pk)
    assert (row.revoked_at, row.revoked_by, row.reason) == (
        *(MONDAY + DAY, head.name, "сменилась роль"),
    )
    assert [step.kind for step in steps] == [StepKind.GRANTED, StepKind.REVOKED]
    [entry] = written("access_revoked")
    assert entry.attrs["reason"] == "сменилась роль"
    with pytest.raises(IsRevoked):
        services.review(grant.pk, by_id=head.pk, now=MONDAY + DAY)
    assert to_staff(anna, head).pk != grant.pk


@pytest.mark.requirement("R-012")
def test_a_relationship_does_not_complete_while_an_access_is_open(head: Staff) -> None:
    client, student = make_client(), make_client()
    to_client(client, head)
    new = NewGrant(kind="student_data", holder_staff_id=head.pk, about_client_id=student.pk)
    services.grant(new, by_id=head.pk, now=MONDAY)

    for one in (client, student):
        enter_stage(one.pk, "growth", now=MONDAY, actor="system")
        with pytest.raises(Refused) as refused:
            lifecycle.lead(one.pk, "completion", passing=WHY, now=MONDAY + DAY, actor="system")
        assert "stage_not_open" in {reason.code for reason in refused.value.reasons}
        services.revoke_of_client(one.pk, reason="завершение", by_id=head.pk, now=MONDAY + DAY)
        lifecycle.lead(one.pk, "completion", passing=WHY, now=MONDAY + DAY, actor="system")

    stages = Client.objects.values_list("stage", flat=True)
    assert list(stages) == ["completion", "completion"]


@pytest.mark.requirement("R-012")
def test_who_was_led_out_by_the_journal_with_an_open_access_is_named(head: Staff) -> None:
    client, other = make_client(), make_client()
    held = to_client(client, head)
    to_client(other, head)
    enter_stage(client.pk, "completion", now=MONDAY, actor="system")

    signals.refresh(CHECKS[1], now=MONDAY + DAY)
    assert [one.subject_id for one in Signal.objects.filter(closed_at=None)] == [held.pk]

    services.revoke(held.pk, reason="завершение", by_id=head.pk, now=MONDAY + DAY)
    signals.refresh(CHECKS[1], now=MONDAY + DAY)
    assert not Signal.objects.filter(closed_at=None).exists()


@pytest.mark.requirement("R-012")
def test_a_member_with_open_accesses_cannot_leave_until_they_are_revoked(head: Staff) -> None:
    anna = make_staff()
    held = [to_staff(anna, head, kind).pk for kind in ("getcourse", "mail")]

    with pytest.raises(Refused) as refused:
        leave(anna.pk, left_on=TODAY, now=MONDAY, actor="system")
    [reason] = refused.value.reasons
    assert (reason.code, reason.params["count"]) == ("accesses_held", 2)
    assert reason.params["accesses"] == "GetCourse, Почта школы"
    anna.refresh_from_db()
    assert anna.left_on is None

    gone, count = services.part_with(
        anna.pk, reason="уходит", left_on=TODAY, by_id=head.pk, now=MONDAY
    )

    assert (gone.left_on, count) == (TODAY, 2)
    rows = queries.accesses(Asked(show=Show.REVOKED), today=TODAY)
    assert sorted(row.grant_id for row in rows) == sorted(held)
    with pytest.raises(HolderHasLeft):
        to_staff(anna, head)


def test_parting_without_a_reason_changes_nothing(head: Staff) -> None:
    anna = make_staff()
    to_staff(anna, head)

    with pytest.raises(WithoutReason):
        services.part_with(anna.pk, reason="", left_on=TODAY, by_id=head.pk, now=MONDAY)

    anna.refresh_from_db()
    assert anna.left_on is None
    assert queries.counts(Asked(), today=TODAY) == Counts(open=1, overdue=0, revoked=0)


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (NewGrant(holder_staff_id=1), NamesNothing),
        (NewGrant(kind="castle", holder_staff_id=1), NamesNothing),
        (NewGrant(words="ключ от сейфа"), OneHolder),
        (NewGrant(words="ключ", holder_staff_id=1, holder_client_id=1), OneHolder),
    ],
    ids=["no words", "unknown kind", "nobody", "both"],
)
def test_an_access_names_what_and_one_holder(
    head: Staff, new: NewGrant, error: type[Exception]
) -> None:
    with pytest.raises(error):
        services.grant(new, by_id=head.pk, now=MONDAY)


def test_the_database_refuses_an_access_without_a_holder(head: Staff) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessGrant.objects.create(
            school=head.school, kind="mail", granted_at=MONDAY, review_on=date(2027, 1, 1)
        )


def test_an_access_in_own_words_has_a_rhythm_too(head: Staff) -> None:
    access = to_staff(make_staff(), head, kind="", words="Ключ от студии")

    assert access.review_on == TODAY + 90 * DAY
    assert queries.title(access.kind, access.words, queries.kind_titles()) == "Ключ от студии"


def test_accesses_of_two_cards_of_one_person_come_together(head: Staff) -> None:
    stays, gone = make_client(), make_client()
    held = to_client(gone, head)

    merge(stays.pk, gone.pk, now=MONDAY, actor="system")

    assert [row.grant_id for row in queries.open_of_client(stays.pk)] == [held.pk]
