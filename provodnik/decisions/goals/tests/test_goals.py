"""Goals on two levels: what is refused, when one is reached, what the journal keeps."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provodnik.decisions.goals import queries, rules, services
from provodnik.decisions.goals.errors import (
    BeyondHorizon,
    EndsBeforeStart,
    FactIsCounted,
    Incomplete,
    NotComparable,
    TitleTaken,
)
from provodnik.decisions.goals.models import KeyResult, Kpi, Objective, ToldFact
from provodnik.decisions.goals.tests.factories import (
    ACTOR,
    NOW,
    QUARTER,
    TODAY,
    key_result,
    make_key_result,
    make_kpi,
    make_objective,
)
from provodnik.decisions.goals.types import (
    Every,
    FactTold,
    InitiativeFields,
    ObjectiveFields,
)
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.method import queries as method
from provodnik.metrics.definition import Direction, Unit
from provodnik.metrics.reaching import State

pytestmark = pytest.mark.django_db


def tell(goal: KeyResult | Kpi, value: str, on: date = TODAY) -> ToldFact:
    fact = FactTold(value, on, "таблица куратора")
    return services.tell_fact(goal, fact, by_id=None, actor=ACTOR, now=NOW)


def only_result() -> queries.KeyResultRow:
    (row,) = queries.board(QUARTER, today=TODAY, now=NOW).results
    return row


@pytest.mark.requirement("R-348")
@pytest.mark.parametrize(
    ("fields", "missing"),
    [({"start": ""}, "start"), ({"unit": None}, "unit"), ({"target": " "}, "target")],
)
def test_a_key_result_without_number_unit_or_target_is_refused(
    school: School, fields: dict[str, object], missing: str
) -> None:
    told = key_result(make_objective(), **fields)
    told = told if "start" not in fields else key_result(make_objective("Ещё одна"), start="")

    with pytest.raises(Incomplete) as refusal:
        services.save_key_result(told, actor=ACTOR, now=NOW)

    expected = {"start": "number"}.get(missing, missing)
    assert refusal.value.missing == (expected,)
    assert not KeyResult.objects.exists()


@pytest.mark.parametrize("target", ["сильно вырасти", "не измерялось"])
def test_a_target_nobody_can_compare_with_is_refused(school: School, target: str) -> None:
    told = key_result(make_objective(), target=target)

    with pytest.raises(NotComparable):
        services.save_key_result(told, actor=ACTOR, now=NOW)


@pytest.mark.requirement("R-353")
@pytest.mark.parametrize(
    ("fact", "state"), [("69", State.NOT_REACHED), ("70", State.REACHED), ("71", State.REACHED)]
)
def test_a_goal_is_reached_from_its_threshold_on(school: School, fact: str, state: State) -> None:
    result = make_key_result(unit=Unit.COUNT, start="50", target="80", threshold="70")
    tell(result, fact)

    assert only_result().goal.state is state


def test_what_should_fall_is_reached_from_above(school: School) -> None:
    result = make_key_result(
        unit=Unit.HOURS, start="до 24 ч", target="до 2 ч", direction=Direction.DOWN
    )
    tell(result, "13 ч")
    half_way = only_result()
    tell(result, "2 ч")

    assert (half_way.goal.state, half_way.behind) == (State.NOT_REACHED, Fraction(1, 2))
    assert only_result().goal.state is State.REACHED


@pytest.mark.requirement("R-357")
def test_a_told_value_stays_in_the_words_it_was_told(school: School) -> None:
    result = make_key_result(start="~85%", target="96–100%")
    tell(result, "до 90%")

    row = only_result()
    assert (row.start, row.goal.target, row.goal.fact.told) == ("~85%", "96–100%", "до 90%")
    assert row.behind == Fraction(5, 11)


def test_the_latest_told_fact_holds(school: School) -> None:
    result = make_key_result()
    tell(result, "70%", date(2026, 10, 30))
    tell(result, "60%", date(2026, 10, 20))

    fact = only_result().goal.fact
    assert (fact.amount, fact.on_date) == (Fraction(7, 10), date(2026, 10, 30))


def test_nobody_types_what_a_metric_counts(school: School) -> None:
    result = make_key_result(metric="refund_share", part="count_share")

    with pytest.raises(FactIsCounted):
        tell(result, "2%")


def test_a_fact_without_a_source_is_refused(school: School) -> None:
    with pytest.raises(Incomplete) as refusal:
        services.tell_fact(
            make_key_result(), FactTold("60%", TODAY, " "), by_id=None, actor=ACTOR, now=NOW
        )

    assert refusal.value.missing == ("source",)


@pytest.mark.requirement("R-349")
def test_a_kpi_has_its_period_target_and_the_fact_of_that_period(school: School) -> None:
    weekly, monthly = make_kpi(), make_kpi("Кейсы", Every.MONTH, target="10+")
    tell(weekly, "31", date(2026, 10, 27))
    tell(monthly, "7", date(2026, 11, 1))

    rows = {row.goal.title: row for row in queries.board(QUARTER, today=TODAY, now=NOW).kpis}
    week, month = rows["Звонки за неделю"], rows["Кейсы"]
    assert (week.every, week.goal.target) == (Every.WEEK, "40")
    assert (week.goal.fact.told, week.before.told) == ("", "31")
    assert week.goal.state is State.NOT_MEASURED
    assert (month.every, month.goal.fact.told) == (Every.MONTH, "7")
    assert (month.goal.fact.source, month.goal.state) == ("таблица куратора", State.NOT_REACHED)


def test_a_metric_that_nobody_counts_yet_may_be_told(school: School) -> None:
    result = make_key_result(metric="not_written_yet")
    tell(result, "60%")

    assert only_result().goal.fact.amount == Fraction(6, 10)


def test_the_title_of_a_dropped_goal_is_free_again(school: School) -> None:
    first = make_key_result()
    with pytest.raises(TitleTaken):
        make_key_result(first.objective)
    services.drop(KeyResult, first.pk, actor=ACTOR, now=NOW)
    make_key_result(first.objective)

    with pytest.raises(TitleTaken):
        services.restore(KeyResult, first.pk, actor=ACTOR, now=NOW)


def test_a_dropped_goal_comes_back_with_its_facts(school: School) -> None:
    result = make_key_result()
    tell(result, "60%")
    services.drop(KeyResult, result.pk, actor=ACTOR, now=NOW)
    assert queries.board(QUARTER, today=TODAY, now=NOW).results == ()

    services.restore(KeyResult, result.pk, actor=ACTOR, now=NOW)
    assert only_result().goal.fact.told == "60%"


def test_the_journal_keeps_what_was_before(school: School) -> None:
    result = make_key_result()
    changed = key_result(result.objective, target="90%")
    services.save_key_result(changed, key_result_id=result.pk, actor=ACTOR, now=NOW)
    services.save_key_result(changed, key_result_id=result.pk, actor=ACTOR, now=NOW)

    entries = JournalEntry.objects.filter(event__name="goal_saved", item=f"key_result:{result.pk}")
    first, second = entries.order_by("pk")
    assert first.attrs["before"] == {}
    assert (second.attrs["before"], second.attrs["after"]) == (
        {"target": "80%"},
        {"target": "90%"},
    )


@pytest.mark.requirement("R-027")
def test_the_strategy_holds_initiatives_with_owners_and_their_objectives(school: School) -> None:
    anna = make_staff("Анна Лебедева")
    initiative = services.save_initiative(
        InitiativeFields(
            title="Путь после покупки",
            starts_on=date(2026, 7, 1),
            ends_on=date(2027, 7, 1),
            owner_id=anna.pk,
        ),
        actor=ACTOR,
        now=NOW,
    )
    objective = services.save_objective(
        ObjectiveFields(quarter_on=TODAY, title="Второй шаг", initiative_id=initiative.pk),
        actor=ACTOR,
        now=NOW,
    )

    (row,) = queries.strategy()
    assert (row.title, row.owner) == ("Путь после покупки", "Анна Лебедева")
    assert row.objectives == ((objective.pk, "Второй шаг", QUARTER),)


def test_the_strategy_refuses_what_has_no_owner_or_no_end_within_a_year(school: School) -> None:
    anna = make_staff("Анна Лебедева")

    def save(ends_on: date, owner_id: int | None) -> None:
        fields = InitiativeFields(
            title="Рост", starts_on=date(2026, 7, 1), ends_on=ends_on, owner_id=owner_id
        )
        services.save_initiative(fields, actor=ACTOR, now=NOW)

    with pytest.raises(Incomplete):
        save(date(2027, 7, 1), None)
    with pytest.raises(EndsBeforeStart):
        save(date(2026, 7, 1), anna.pk)
    with pytest.raises(BeyondHorizon):
        save(date(2027, 7, 2), anna.pk)
    save(date(2027, 7, 1), anna.pk)


@pytest.mark.requirement("R-361")
def test_the_example_goals_carry_the_targets_of_the_sources(school: School) -> None:
    made = services.load_examples(TODAY, owner_id=None, actor=ACTOR, now=NOW)
    again = services.load_examples(TODAY, owner_id=None, actor=ACTOR, now=NOW)

    targets = {
        row.goal.title: row.goal.target
        for row in queries.board(QUARTER, today=TODAY, now=NOW).results
    }
    assert (made, again) == (10, 0)
    assert targets == {
        "CSI": "96–100%",
        "NPS": "95–98",
        "Доходимость по ДЗ": "49%",
        "Просмотр уроков": "~80%",
        "Возвраты": "~2%",
        "Первый ответ": "до 2 ч",
        "Видеокейсы": "10+",
        "LTV, повторная выручка": "~150 000",
        "Доля ФОТ в расходах": "4,7%",
        "Вовлечённость в группе": "до 70%",
    }
    assert Objective.objects.get().title == method.goal_settings().examples_title


def test_the_board_costs_the_same_with_one_goal_and_with_thirty(school: School) -> None:
    costs = []
    for extra in (1, 29):
        for nth in range(extra):
            result = make_key_result(make_objective(f"Цель {extra}.{nth}"))
            tell(result, "60%")
            tell(make_kpi(f"KPI {extra}.{nth}"), "3")
        with CaptureQueriesContext(connection) as asked:
            queries.board(QUARTER, today=TODAY, now=NOW)
        costs.append(len(asked))

    assert costs[0] == costs[1]


def test_a_counted_amount_is_said_as_people_say_it() -> None:
    assert rules.said(Fraction(582, 1000), Unit.SHARE) == "58.2"
    assert rules.said(Fraction(24, 100), Unit.SHARE) == "24"
    assert rules.said(Fraction(4_999_950), Unit.MONEY) == "50000"
    assert rules.quarter_key(TODAY) == 20264
