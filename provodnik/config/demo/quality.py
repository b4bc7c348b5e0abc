"""The demo's quality control: a fortnight of samples, checks, remarks, two team meetings."""

from datetime import date, datetime, time, timedelta
from random import Random

from provodnik.config.demo import story
from provodnik.decisions.meetings import services as meetings
from provodnik.decisions.meetings.types import PointFields
from provodnik.decisions.quality import services
from provodnik.decisions.quality.models import Drawn, Remark
from provodnik.decisions.quality.types import Mark, Told
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.calendar.days import plan_of
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method
from provodnik.method.quality_words import Artefact

_HEAD, _SENIOR = "head_of_product_and_service", "senior_curator"
_DAYS = 15
_PASSED, _APPLIES, _REMARKED = 0.86, 0.95, 0.2
_DAY = timedelta(days=1)
_REMARKS = (
    "Назовите срок следующего шага: ученик переспросил через день",
    "Сначала ответьте на сам вопрос, потом предлагайте урок",
    "Хороший ответ, сохраните его в одобренные",
)


def control(now: datetime) -> None:
    """Needs the desk and the homework. Today's sample waits, the earlier ones are checked."""
    random, calendar = Random(story.SEED), working_calendar()
    checkers = [Staff.objects.filter(role=role).order_by("pk")[0] for role in (_SENIOR, _HEAD)]
    today = now.date()
    for day in (today - nth * _DAY for nth in reversed(range(_DAYS))):
        if not plan_of(calendar, day).spans and day != today:
            continue
        at = _at(day, now)
        sample = services.draw_day(day, actor="system", now=at)
        if day != today:
            for drawn in Drawn.objects.filter(sample=sample).order_by("pk"):
                _check(drawn, checkers, random, at)
    _meet(checkers[1], now)


def _check(drawn: Drawn, checkers: list[Staff], random: Random, at: datetime) -> None:
    points = method.quality_settings().checklist(Artefact(drawn.artefact)).points
    marks = {point.key: _mark(random) for point in points}
    remark = random.choice(_REMARKS) if random.random() < _REMARKED else ""
    by = next(one for one in checkers if one.pk != drawn.staff_id)
    services.check(drawn.pk, Told(marks, remark=remark), by_id=by.pk, now=at + timedelta(hours=5))


def _mark(random: Random) -> Mark:
    if random.random() > _APPLIES:
        return Mark.NOT_APPLICABLE
    return Mark.PASSED if random.random() < _PASSED else Mark.FAILED


def _meet(head: Staff, now: datetime) -> None:
    """Last week's meeting with its protocol; the next one takes a remark to its agenda."""
    held_at = now - 6 * _DAY
    held = meetings.plan("team", held_at, by_id=head.pk, now=held_at - _DAY)
    meetings.hold(held.pk, by_id=head.pk, now=held_at)
    told = (
        PointFields(text="В каждом ответе называем срок следующего шага", owner_id=head.pk),
        PointFields(
            text="Открыть урок 4 заново и написать ученице",
            owner_id=head.pk,
            client_id=Client.objects.filter(erased_at=None).order_by("-pk")[0].pk,
        ),
    )
    for point in told:
        meetings.add_point(held.pk, point, by_id=head.pk, now=held_at)
    meetings.send_protocol(held.pk, by_id=head.pk, now=held_at + timedelta(hours=2))
    meetings.plan("team", now + _DAY, by_id=head.pk, now=now)
    remark = Remark.objects.order_by("-pk").first()
    if remark is not None:
        meetings.take_remark(remark.pk, by_id=head.pk, now=now)


def _at(day: date, now: datetime) -> datetime:
    """Nine in the morning of a day by the clock of `now`."""
    return datetime.combine(day, time(9), tzinfo=now.tzinfo)
