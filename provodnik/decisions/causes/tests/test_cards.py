"""A card from the fall to its proof, its change and its outcome; what is refused on the way."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from provodnik.decisions.causes import queries, services
from provodnik.decisions.causes.errors import (
    AlreadyInWork,
    CardIsClosed,
    CauseIsUnknown,
    CausesError,
    Incomplete,
    NotANumber,
    NothingChanged,
    UnknownKind,
    UnsafeLink,
)
from provodnik.decisions.causes.models import CauseCard, Hypothesis
from provodnik.decisions.causes.tests.factories import (
    ACTOR,
    FALL,
    NOW,
    TODAY,
    change,
    changed_card,
    check,
    make_card,
    tell,
)
from provodnik.decisions.causes.types import Outcome, ProofKind, Result, State
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.reports.models import ChangeNote

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"actor": ACTOR, "now": NOW}


def state(card: CauseCard) -> State:
    return queries.card(card.pk).row.state


def journalled(card: CauseCard) -> list[str]:
    found = JournalEntry.objects.filter(item=f"card:{card.pk}").order_by("pk")
    return list(found.values_list("event__name", flat=True))


@pytest.mark.requirement("R-253")
def test_a_churn_point_gets_a_card_with_hypotheses_a_check_and_a_proved_cause(
    school: School,
) -> None:
    card = make_card()
    assert state(card) is State.FOUND
    material = tell(card, "material", text="Модуль 3 слишком длинный")
    path = tell(card, "unclear_path", due_on=TODAY + timedelta(days=7))
    assert state(card) is State.CHECKING

    check(
        material,
        Result.REFUTED,
        proof_kind=ProofKind.NUMBER,
        proof="Открывшие урок досматривают его",
        link="/numbers/lesson_views/?by=item",
    )
    assert state(card) is State.CHECKING
    check(path)

    shown = queries.card(card.pk)
    (cause,) = shown.causes
    assert (shown.row.state, shown.row.kinds) == (State.CAUSE_FOUND, ("unclear_path",))
    assert (cause.proof, cause.proof_kind) == ("«Не нашла, где модуль 3»", ProofKind.INTERVIEW)
    assert [one.result for one in shown.hypotheses] == [Result.REFUTED, Result.CONFIRMED]
    assert journalled(card) == [
        "cause_card_opened",
        "cause_hypothesis_told",
        "cause_hypothesis_told",
        "cause_checked",
        "cause_checked",
        "cause_found",
    ]


@pytest.mark.requirement("R-253")
def test_a_check_without_a_proof_finds_no_cause(school: School) -> None:
    card = make_card()
    hypothesis = tell(card)

    with pytest.raises(Incomplete) as refusal:
        check(hypothesis, proof="  ")

    assert refusal.value.missing == ("proof",)
    assert state(card) is State.CHECKING
    with pytest.raises(IntegrityError), transaction.atomic():
        Hypothesis.objects.filter(pk=hypothesis.pk).update(result="confirmed", checked_at=NOW)


@pytest.mark.parametrize(
    ("kind", "link", "error"),
    [
        (ProofKind.NUMBER, "", Incomplete),
        (ProofKind.LINK, "", Incomplete),
        (ProofKind.NUMBER, "https://disk.example/1", NotANumber),
        (ProofKind.LINK, "javascript:alert(1)", UnsafeLink),
        (ProofKind.INTERVIEW, "javascript:alert(1)", UnsafeLink),
    ],
)
def test_a_number_and_a_link_say_where_they_open(
    school: School, kind: ProofKind, link: str, error: type[CausesError]
) -> None:
    hypothesis = tell(make_card())

    with pytest.raises(error):
        check(hypothesis, proof_kind=kind, link=link)

    assert not Hypothesis.objects.exclude(result="").exists()


@pytest.mark.parametrize("field", ["text", "check_how"])
def test_a_hypothesis_says_what_and_how_it_is_checked(school: School, field: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        tell(make_card(), **{field: " "})

    assert refusal.value.missing == (field,)


def test_a_kind_is_one_of_the_method(school: School) -> None:
    with pytest.raises(UnknownKind):
        tell(make_card(), "weather")


def test_a_place_in_work_has_one_card(school: School) -> None:
    first, again, other = make_card(), make_card(), make_card("Модуль 4")

    assert (first.pk, again.pk != other.pk) == (again.pk, True)
    assert journalled(first) == ["cause_card_opened"]
    with pytest.raises(IntegrityError), transaction.atomic():
        CauseCard.objects.filter(pk=other.pk).update(item=first.item)


def test_the_fall_is_kept_as_it_was_seen(school: School) -> None:
    shown = queries.card(make_card().pk).row.fall

    assert (shown, shown.lost) == (FALL, 30)


def test_nothing_is_changed_before_its_cause_is_found(school: School) -> None:
    card = make_card()
    check(tell(card), Result.REFUTED)

    with pytest.raises(CauseIsUnknown):
        change(card)
    with pytest.raises(NothingChanged):
        services.close(card.pk, Outcome.HELPED, seen=None, **WHO)

    assert not ChangeNote.objects.exists()


@pytest.mark.requirement("R-253")
def test_a_change_is_marked_on_the_charts_and_the_mark_follows_it(school: School) -> None:
    card = changed_card()
    assert state(card) is State.CHANGED
    assert ChangeNote.objects.get(dropped_at=None).text == "Показали следующий шаг"

    change(card)
    change(card, TODAY - timedelta(days=1), "Переставили модуль 3")
    note = ChangeNote.objects.get(dropped_at=None)
    assert (note.text, note.on_date) == ("Переставили модуль 3", TODAY - timedelta(days=1))
    assert journalled(card).count("cause_change_made") == 2

    services.drop_card(card.pk, **WHO)
    assert not ChangeNote.objects.filter(dropped_at=None).exists()
    services.restore_card(card.pk, **WHO)
    assert ChangeNote.objects.filter(dropped_at=None).count() == 1


@pytest.mark.parametrize(
    ("outcome", "closed"),
    [(Outcome.HELPED, State.HELPED), (Outcome.NOT_HELPED, State.NOT_HELPED)],
)
def test_a_person_judges_and_may_take_the_card_up_again(
    school: School, outcome: Outcome, closed: State
) -> None:
    card = changed_card()
    services.close(card.pk, outcome, conclusion="Дошло вдвое больше", seen=None, **WHO)
    assert (state(card), queries.card(card.pk).conclusion) == (closed, "Дошло вдвое больше")

    with pytest.raises(CardIsClosed):
        tell(card)
    with pytest.raises(CardIsClosed):
        change(card, TODAY, "Ещё одно")

    services.reopen(card.pk, **WHO)
    services.reopen(card.pk, **WHO)
    assert state(card) is State.CHANGED
    assert journalled(card)[-2:] == ["cause_card_closed", "cause_card_reopened"]


def test_a_closed_card_does_not_come_back_over_the_one_in_work(school: School) -> None:
    closed = changed_card()
    services.close(closed.pk, Outcome.NOT_HELPED, seen=None, **WHO)
    make_card()

    with pytest.raises(AlreadyInWork):
        services.reopen(closed.pk, **WHO)

    assert state(closed) is State.NOT_HELPED


@pytest.mark.parametrize("write", [services.drop_card, services.restore_card, services.reopen])
def test_what_is_done_already_is_not_journalled_twice(
    school: School, write: Callable[..., None]
) -> None:
    card = make_card()
    write(card.pk, **WHO)
    before = journalled(card)

    write(card.pk, **WHO)

    assert journalled(card) == before


def test_a_dropped_hypothesis_is_no_cause_and_comes_back(school: School) -> None:
    card = make_card()
    hypothesis = check(tell(card))
    services.drop_hypothesis(hypothesis.pk, **WHO)
    assert state(card) is State.FOUND

    services.restore_hypothesis(hypothesis.pk, **WHO)

    assert state(card) is State.CAUSE_FOUND


def test_a_hypothesis_told_otherwise_keeps_both_in_the_journal(school: School) -> None:
    card = make_card()
    hypothesis = tell(card)
    fields = {"text": "Не видно, зачем модуль 3", "check_how": hypothesis.check_how}
    services.change_hypothesis(hypothesis.pk, _fields(kind="unclear_path", **fields), **WHO)
    services.change_hypothesis(hypothesis.pk, _fields(kind="unclear_path", **fields), **WHO)

    entry = JournalEntry.objects.filter(event__name="cause_hypothesis_told").latest("pk")
    assert entry.attrs["before"] == {"text": "Не видно, что дальше"}
    assert entry.attrs["after"] == {"text": "Не видно, зачем модуль 3"}
    assert journalled(card).count("cause_hypothesis_told") == 2


def test_who_answers_is_named_once(school: School) -> None:
    card, anna = make_card(), make_staff("Анна Лебедева")
    services.name_owner(card.pk, anna.pk, **WHO)
    services.name_owner(card.pk, anna.pk, **WHO)

    assert queries.card(card.pk).row.owner == "Анна Лебедева"
    assert journalled(card).count("cause_owner_named") == 1


def test_cards_are_listed_with_what_comes_next_at_the_same_cost(school: School) -> None:
    card = make_card()
    tell(card, due_on=date(2026, 11, 9))
    tell(card, "material", due_on=date(2026, 11, 5))
    with CaptureQueriesContext(connection) as one:
        (row,) = queries.cards()
    for nth in range(29):
        check(tell(make_card(f"Урок {nth}")))
    with CaptureQueriesContext(connection) as thirty:
        rows = queries.cards()

    assert (row.due_on, row.state) == (date(2026, 11, 5), State.CHECKING)
    assert (len(rows), len(thirty)) == (30, len(one))


def _fields(**told: Any) -> Any:  # noqa: ANN401 (words of a test)
    from provodnik.decisions.causes.types import HypothesisFields

    return HypothesisFields(**told)
