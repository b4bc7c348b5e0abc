"""Handing a duty over: by me, together, alone, accepted."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conftest import MONDAY
from provodnik.decisions.duties import queries, services
from provodnik.decisions.duties.errors import (
    HasLeft,
    NamesNothing,
    NotAlone,
    NotTheirs,
    StepSkipped,
    ToOneself,
    WithoutReason,
)
from provodnik.decisions.duties.models import Delegation
from provodnik.decisions.duties.signals import CHECKS
from provodnik.decisions.duties.types import Handing, NewDelegation, StepKind
from provodnik.facts.team.models import Staff
from provodnik.facts.team.services import leave
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import signals
from provodnik.kernel.models import JournalEntry, School, Signal

DAY = timedelta(days=1)
ZONE = ZoneInfo("Europe/Moscow")


@pytest.fixture
def producer(school: School) -> Staff:
    return make_staff("Артём Гусев", "producer")


@pytest.fixture
def head(school: School) -> Staff:
    return make_staff("Ольга Седова", "head_of_product_and_service")


def new(giver: Staff, taker: Staff, function: str = "answer_students") -> NewDelegation:
    return NewDelegation(
        function=function,
        from_staff_id=giver.pk,
        to_staff_id=taker.pk,
        started_on=MONDAY.date(),
    )


def begun(giver: Staff, taker: Staff, function: str = "answer_students") -> Delegation:
    return services.begin(new(giver, taker, function), by_id=giver.pk, now=MONDAY)


def handed_over(one: Delegation, at: datetime) -> None:
    for state in (Handing.TOGETHER, Handing.ALONE):
        services.move_on(one.pk, state, by_id=one.from_staff_id, now=at)
    services.accept(one.pk, by_id=one.to_staff_id, now=at)


@pytest.mark.requirement("R-008")
def test_a_duty_passes_step_by_step_and_is_accepted(producer: Staff, head: Staff) -> None:
    first, again = begun(producer, head), begun(producer, head)

    handed_over(first, MONDAY + DAY)
    services.accept(first.pk, by_id=head.pk, now=MONDAY + 2 * DAY)

    row, steps = queries.delegation(first.pk)
    assert first.pk == again.pk
    assert (row.state, row.accepted_at) == (Handing.ALONE, MONDAY + DAY)
    assert [step.kind for step in steps] == list(StepKind)
    assert [step.by for step in steps] == [*[producer.name] * 3, head.name]
    events = JournalEntry.objects.filter(item=f"handing:{first.pk}").order_by("pk")
    assert list(events.values_list("event__name", flat=True)) == [
        "handing_over_begun",
        *["handing_over_moved"] * 2,
        "handing_over_accepted",
    ]


@pytest.mark.requirement("R-008")
def test_a_step_is_never_skipped_and_back_needs_a_reason(producer: Staff, head: Staff) -> None:
    one = begun(producer, head)

    with pytest.raises(StepSkipped):
        services.move_on(one.pk, Handing.ALONE, by_id=producer.pk, now=MONDAY)
    handed_over(one, MONDAY)
    with pytest.raises(WithoutReason):
        services.move_on(one.pk, Handing.TOGETHER, reason=" ", by_id=head.pk, now=MONDAY)
    back = services.move_on(
        one.pk, Handing.BY_ME, reason="Новый курс", by_id=producer.pk, now=MONDAY + DAY
    )

    assert (back.state, back.accepted_at) == ("by_me", None)
    assert queries.delegation(one.pk)[1][-1].reason == "Новый курс"


@pytest.mark.requirement("R-008")
def test_only_who_it_is_handed_to_accepts_and_only_what_they_do_alone(
    producer: Staff, head: Staff
) -> None:
    one = begun(producer, head)

    with pytest.raises(NotAlone):
        services.accept(one.pk, by_id=head.pk, now=MONDAY)
    for state in (Handing.TOGETHER, Handing.ALONE):
        services.move_on(one.pk, state, by_id=producer.pk, now=MONDAY)
    with pytest.raises(NotTheirs):
        services.accept(one.pk, by_id=producer.pk, now=MONDAY)


@pytest.mark.requirement("R-008")
def test_the_share_fully_delegated_is_told_month_by_month(producer: Staff, head: Staff) -> None:
    done, back, _waits = (
        begun(producer, head, key) for key in ("answer_students", "refunds", "check_quality")
    )
    handed_over(done, datetime(2026, 11, 20, 9, tzinfo=ZONE))
    handed_over(back, datetime(2026, 12, 31, 23, 59, tzinfo=ZONE))
    at = datetime(2027, 1, 10, 9, tzinfo=ZONE)
    services.move_on(back.pk, Handing.TOGETHER, reason="Рано", by_id=producer.pk, now=at)

    months = queries.delegated_months(today=date(2027, 1, 15), zone=ZONE)

    assert [(one.month_on.month, one.delegated, one.total) for one in months] == [
        (11, 1, 3),
        (12, 2, 3),
        (1, 1, 3),
    ]
    assert months[0].share == pytest.approx(1 / 3)


@pytest.mark.requirement("R-008")
def test_a_handing_over_that_stands_still_asks_for_attention(producer: Staff, head: Staff) -> None:
    stands, moves = begun(producer, head), begun(producer, head, "refunds")
    services.move_on(moves.pk, Handing.TOGETHER, by_id=head.pk, now=MONDAY + 20 * DAY)

    for _ in range(2):
        signals.refresh(CHECKS[0], now=MONDAY + 21 * DAY)

    assert [one.subject_id for one in Signal.objects.all()] == [stands.pk]


def test_an_empty_register_has_no_months(school: School) -> None:
    assert queries.delegated_months(today=MONDAY.date(), zone=ZONE) == ()


def test_what_cannot_be_handed_over_is_refused(producer: Staff, head: Staff) -> None:
    gone = make_staff("Пётр Ушёл", "mentor")
    leave(gone.pk, left_on=MONDAY.date(), now=MONDAY, actor="system")

    for wrong, error in (
        (new(producer, head, ""), NamesNothing),
        (new(producer, head, "castle"), NamesNothing),
        (new(head, head), ToOneself),
        (new(gone, head), HasLeft),
    ):
        with pytest.raises(error):
            services.begin(wrong, by_id=producer.pk, now=MONDAY)
    assert not Delegation.objects.exists()
