"""The demo's audit: made at the start of what the head does now, answered and finished."""

from datetime import datetime, timedelta

from provodnik.config.demo import story
from provodnik.facts.team.models import Staff
from provodnik.reports.audit import services
from provodnik.reports.audit.launch import start_launch
from provodnik.reports.audit.models import Finding
from provodnik.reports.audit.types import Verdict

ACTOR = "system"
_PAINS = {"chaos": True, "lost_profit": True, "no_time": True, "no_scaling": False}
_ANSWERS = (
    ("frontline_reward", Verdict.PASSED, "5% с каждой повторной продажи, видно в «Мой доход»"),
    ("department_influence", Verdict.FAILED, "Курс меняет эксперт, кураторов не спрашивают"),
    ("single_documentation", Verdict.FAILED, "Регламенты в трёх папках и в чатах"),
    ("curators_paid", Verdict.PASSED, "Ведомость за октябрь закрыта, платим всем"),
    ("team_goals", Verdict.PASSED, "Цели квартала висят на планёрке"),
    ("head_powers", Verdict.PASSED, "Возвраты до 10 000 ₽ и исключения решает Ольга Седова"),
    ("decisions_by_data", Verdict.PASSED, "По понедельникам смотрим на пульс отдела"),
)


def audit(now: datetime) -> None:
    """Everything through services; what is left open is on purpose."""
    at = now - timedelta(days=9)
    by_id = Staff.objects.filter(role="head_of_product_and_service").values_list("pk", flat=True)
    head = by_id.first()
    start_launch(starts_on=story.programme_start(now).date(), by_id=head, actor=ACTOR, now=at)
    made = services.start(
        request="Нужно больше заявок, ученики покупают один раз",
        pains=_PAINS,
        by_id=head,
        actor=ACTOR,
        now=at,
    )
    for check, verdict, note in _ANSWERS:
        services.answer(made.pk, check, verdict, note=note, by_id=head, actor=ACTOR, now=at)
    services.finish(made.pk, actor=ACTOR, now=at + timedelta(hours=2))
    first = Finding.objects.filter(audit=made, withdrawn_at=None).order_by("due_on", "pk").first()
    if first is not None:
        services.set_done(first.pk, done=True, actor=ACTOR, now=now - timedelta(days=2))
