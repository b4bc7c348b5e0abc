"""Answers that were drawn and checked, for tests."""

from datetime import UTC, datetime, timedelta

from django.utils.timezone import localdate

from provodnik.decisions.quality import services
from provodnik.decisions.quality.models import Check, Drawn
from provodnik.decisions.quality.types import Mark, Told
from provodnik.facts.people.tests.factories import make_client
from provodnik.method import queries as method
from provodnik.method.quality_words import Artefact
from provodnik.touches.desk.tests.factories import answer, ask

# Tuesday, ten in Moscow; answers are written on the Monday before.
NOW = datetime(2026, 11, 10, 7, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def write_answers(staff_id: int, count: int, *, at: datetime = NOW - DAY) -> None:
    """A curator's answers, each to a question of its own."""
    for nth in range(count):
        ticket = ask(make_client(), at=at - timedelta(hours=1))
        answer(ticket, staff_id, at=at + timedelta(minutes=nth), text=f"Ответ {nth}")


def draw(*, at: datetime = NOW) -> list[Drawn]:
    """The day's sample."""
    sample = services.draw_day(localdate(at), actor="system", now=at)
    return list(Drawn.objects.filter(sample=sample).order_by("pk"))


def marks(artefact: Artefact = Artefact.MESSAGE, *, failed: str = "") -> dict[str, Mark]:
    """Every point passed but those named."""
    points = method.quality_settings().checklist(artefact).points
    lost = set(failed.split())
    return {one.key: Mark.FAILED if one.key in lost else Mark.PASSED for one in points}


def check(
    drawn: Drawn, by_id: int, *, failed: str = "", remark: str = "", at: datetime = NOW
) -> Check:
    """A check with every mark given."""
    told = Told(marks(Artefact(drawn.artefact), failed=failed), remark=remark)
    return services.check(drawn.pk, told, by_id=by_id, now=at)


def drawn_of(staff_id: int, ref_id: int, *, at: datetime = NOW) -> Drawn:
    """An artefact taken without a draw."""
    return services.take(Artefact.MESSAGE, ref_id, staff_id=staff_id, now=at)
