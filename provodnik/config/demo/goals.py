"""The demo's goals: a quarter with two objectives, KPIs, a strategy, baselines by hand, changes."""

from datetime import date, datetime, timedelta

from provodnik.decisions.goals import services
from provodnik.decisions.goals.models import Initiative, KeyResult, Kpi, Objective
from provodnik.decisions.goals.types import (
    Every,
    FactTold,
    InitiativeFields,
    KeyResultFields,
    KpiFields,
    Measure,
    ObjectiveFields,
)
from provodnik.facts.learning import services as learning
from provodnik.facts.learning.queries import cohort_list
from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import Period, add_months, quarter_of
from provodnik.metrics.definition import Direction, Unit
from provodnik.reports import programme, success
from provodnik.reports.counting import is_counted
from provodnik.reports.types import ToldPoint

ACTOR = "system"
_HEAD = "head_of_product_and_service"
_DAY = timedelta(days=1)

# Row of A → B or of a panel, what it was by hand, where from, and the target.
_BASELINES = (
    ("nps", "не измерялось", "вопрос не задавали", "50+"),
    ("homework", "24%", "таблица куратора", "49%"),
    ("proactive_touches", "~15%", "журнал звонков за неделю", "60%"),
    ("meetings_with_protocol", "~30%", "папка протоколов", "90%"),
    ("tasks_with_owner", "50%", "доска задач", "95%"),
    ("contract_retention", "~60%", "таблица доступов", "70–75%"),
    ("client_opinion", "не измерялось", "вопрос не задавали", "50+"),
)
# What the journal itself counted before the programme needs a target alone.
_TARGETS = (
    ("repeat_total", "~900 000"),
    ("refunds", "~2%"),
    ("client_ltv", "~30 000"),
    ("csi", "90%"),
    ("first_response", "до 2 ч"),
    ("payroll", "4,7%"),
    ("response_in_time", "до 4 ч"),
    ("approvals", "до 8 ч"),
)
_CHANGES = (
    (9, "Координаторы знакомятся с учеником в первые сутки после оплаты"),
    (41, "Предложение следующего шага сразу после модуля 3"),
    (74, "Выпускные с личным предложением"),
)


def set_goals(now: datetime) -> None:
    """Needs the lake and the programme. `now` is in the school's zone."""
    head = Staff.objects.filter(role=_HEAD).order_by("pk").first()
    by_id, today = (head.pk if head else None), now.date()
    quarter_on = quarter_of(today).from_on
    parts = _strategy(quarter_on, by_id, now)
    _objectives(quarter_on, parts, by_id, now)
    _kpis(today, by_id, now)
    services.load_examples(add_months(quarter_on, 3), owner_id=by_id, actor=ACTOR, now=now)
    _success(by_id, now)
    _cohorts(now)


def _strategy(quarter_on: date, by_id: int | None, now: datetime) -> list[Initiative]:
    """Three initiatives over the year."""
    begins = add_months(quarter_on, -3)
    told = (
        ("Путь после покупки у каждого продукта", 0, 12, "Повторная выручка растёт каждый квартал"),
        ("Одно окно поддержки", 0, 9, "Ответ за 2 часа, возвратов вдвое меньше"),
        ("Оценка знаний на каждом курсе", 6, 12, "До конца доходит половина потока"),
    )
    return [
        services.save_initiative(
            InitiativeFields(
                title=title,
                starts_on=add_months(begins, first),
                ends_on=add_months(begins, last),
                owner_id=by_id,
                effect=effect,
            ),
            actor=ACTOR,
            now=now,
        )
        for title, first, last, effect in told
    ]


def _objectives(
    quarter_on: date, parts: list[Initiative], by_id: int | None, now: datetime
) -> None:
    first, second = (
        services.save_objective(
            ObjectiveFields(
                quarter_on=quarter_on, title=title, owner_id=by_id, initiative_id=part.pk
            ),
            actor=ACTOR,
            now=now,
        )
        for title, part in (
            ("Ученик всегда знает следующий шаг", parts[0]),
            ("Учиться спокойно: ответ есть, возврат не нужен", parts[1]),
        )
    )
    sold = Measure(title="Повторные продажи", unit=Unit.MONEY, metric="repeat_sales", part="net")
    again = Measure(title="Купили повторно", unit=Unit.SHARE, metric="repeat_purchase_share")
    known = Measure(title="Продукты с описанным следующим шагом", unit=Unit.COUNT)
    back = Measure(
        title="Возвраты",
        unit=Unit.SHARE,
        metric="refund_share",
        part="count_share",
        direction=Direction.DOWN,
    )
    complaints = Measure(title="Жалоб за месяц", unit=Unit.COUNT, direction=Direction.DOWN)
    _result(first, sold, "0", "600 000", now)
    _result(first, again, "20%", "30%", now)
    steps = _result(first, known, "6", "20", now)
    _result(second, back, "~4%", "~2%", now)
    calm = _result(second, complaints, "12", "до 4", now)
    _fact(steps, "13", "матрица продуктов", by_id, now)
    _fact(calm, "7", "журнал обращений", by_id, now)


def _kpis(today: date, by_id: int | None, now: datetime) -> None:
    sold = Measure(title="Повторные продажи", unit=Unit.MONEY, metric="repeat_sales", part="net")
    told = (
        (sold, Every.MONTH, "~220 000"),
        (Measure(title="Разборы с учениками", unit=Unit.COUNT), Every.WEEK, "10+"),
        (Measure(title="Тренировки команды", unit=Unit.COUNT), Every.WEEK, "2"),
    )
    for measure, every, target in told:
        fields = KpiFields(measure=measure, every=every, target=target, owner_id=by_id)
        kpi = services.save_kpi(fields, actor=ACTOR, now=now)
        if every is Every.WEEK:
            for value, on in (("1" if target == "2" else "8", today), ("2", today - 7 * _DAY)):
                fact = FactTold(value, on, "план недели")
                services.tell_fact(kpi, fact, by_id=by_id, actor=ACTOR, now=now)


def _success(by_id: int | None, now: datetime) -> None:
    opened = programme.open_row()
    if opened is None:
        return
    for row, value, source, target in _BASELINES:
        point = ToldPoint(
            row=row,
            value=value,
            measured_on=opened.starts_on,
            source=source,
            reason="Внесли то, что знали до программы",
        )
        success.tell_point_a(point, by_id=by_id, actor=ACTOR, now=now)
        success.set_target(row, target, by_id=by_id, actor=ACTOR, now=now)
    for row, target in _TARGETS:
        success.set_target(row, target, by_id=by_id, actor=ACTOR, now=now)
    days = Period(opened.starts_on, opened.ends_on)
    for after, text in _CHANGES:
        on = min(opened.starts_on + after * _DAY, days.last_on)
        success.note_change(on, text, by_id=by_id, actor=ACTOR, now=now)


def _cohorts(now: datetime) -> None:
    """Every cohort but the latest has its goals: one is left for the signal."""
    for cohort in cohort_list()[1:4]:
        for metric, target in (("repeat_sales", 150_000_00), ("repeat_purchase_share", 30_00)):
            learning.set_goal(cohort.cohort_id, metric, target=target, now=now, actor=ACTOR)


def _result(
    objective: Objective, measure: Measure, start: str, target: str, now: datetime
) -> KeyResult:
    fields = KeyResultFields(objective_id=objective.pk, measure=measure, start=start, target=target)
    return services.save_key_result(fields, actor=ACTOR, now=now)


def _fact(goal: KeyResult | Kpi, value: str, source: str, by_id: int | None, now: datetime) -> None:
    if not is_counted(goal.metric):
        fact = FactTold(value, now.date(), source)
        services.tell_fact(goal, fact, by_id=by_id, actor=ACTOR, now=now)
