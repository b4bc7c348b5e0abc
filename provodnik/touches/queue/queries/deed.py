"""One deed opened: whom, why now, what to offer, by which script, may we, and what was before."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

from provodnik.facts.catalog.models import PathStep, Product
from provodnik.facts.people.models import Client, Goal
from provodnik.facts.sales.gates.offers import Assessment, Question, assess
from provodnik.facts.sales.models import TrackedLink
from provodnik.facts.sales.queries.money import ClientMoney, client_money
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.method import types as method_types
from provodnik.method.rules import spoken, spoken_script
from provodnik.method.shapes.touches import DeedKind, Objection, Script
from provodnik.method.words import shown_value
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.queries.moods import MoodMark, mood_marks
from provodnik.touches.queue.types import TouchState

PAST = 5
COHORTS = 2


@dataclass(frozen=True, slots=True)
class PastTouch:
    """A touch made before, newest first."""

    made_at: datetime
    kind: str
    outcome: str
    by: str
    note: str
    product: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Everything the open deed shows. `assessment` is None where nothing is offered."""

    touch: Touch
    client: Client
    goal: Goal | None
    product: Product | None
    kind: DeedKind
    script: Script | None
    objections: tuple[Objection, ...]
    assessment: Assessment | None
    link: TrackedLink | None
    past: tuple[PastTouch, ...]
    money: ClientMoney
    cohorts: tuple[str, ...]
    moods: tuple[MoodMark, ...]

    @property
    def is_open(self) -> bool:
        return self.touch.state == TouchState.PLANNED


def deed(
    touch_id: int, *, by_id: int | None = None, school: School | None = None, now: datetime
) -> Deed:
    """Queries: at most 14, whatever the client's history. `school` spares one if it is known.

    The gate answers about an offer by `by_id`, without it about one by anybody.

    Raises:  Touch.DoesNotExist
    """
    # What few deeds have is read when it is there: planning one join of all costs more.
    touch = Touch.objects.select_related("client", "product", "owner").get(pk=touch_id)
    touch.step = _step_of(touch)
    school = school or School.objects.get(pk=schools.current())
    kind = method.queue_settings().deed(method_types.Deed(touch.kind))
    goal = touch.goal or _goal_of(touch.client_id)
    product = touch.product if touch.product_id else None
    assessment = None
    if product is not None and kind.is_offer and touch.state == TouchState.PLANNED:
        about = (touch.client_id, product.pk, touch.channel, touch.offer_id)
        question = Question(*about, staff_id=by_id)
        assessment = assess(question, zone=ZoneInfo(school.timezone), now=now)
    script, objections = _script(touch, goal, school)
    return Deed(
        touch=touch,
        client=touch.client,
        goal=goal,
        product=product,
        kind=kind,
        script=script,
        objections=objections,
        assessment=assessment,
        link=touch.link,
        past=_past(touch),
        money=client_money(touch.client_id),
        cohorts=_cohorts_of(touch.client_id),
        moods=mood_marks(touch.client_id),
    )


def _goal_of(client_id: int) -> Goal | None:
    return (
        Goal.objects.filter(client_id=client_id, reached_at=None).order_by("-recorded_at").first()
    )


def _cohorts_of(client_id: int) -> tuple[str, ...]:
    """Names of the cohorts and groups a client learns in now, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(_COHORTS, {"client": client_id, "limit": COHORTS})
        return tuple(row[0] for row in cursor.fetchall())


def _step_of(touch: Touch) -> PathStep | None:
    if touch.step_id is None:
        return None
    return PathStep.objects.select_related("after").get(pk=touch.step_id)


def _script(
    touch: Touch, goal: Goal | None, school: School
) -> tuple[Script | None, tuple[Objection, ...]]:
    """The touch's script and likely objections, filled with the client's facts."""
    library = method.scripts()
    script = library.script(touch.script)
    if script is None:
        return None, ()
    product, step = touch.product, touch.step
    price = product.price_kopecks if product else None
    values = {
        "client_name": touch.client.first_name or touch.client.name,
        "coordinator_name": touch.owner.name if touch.owner else "",
        "school_name": school.name,
        "product": product.name if product else "",
        "price": shown_value("price_kopecks", price) if price is not None else "",
        "goal": goal.text if goal else "",
        "reason": step.reason if step else "",
        "moment": _first_sentence(touch.reason),
        "course": step.after.name if step and step.after else "",
        "link": "",
    }
    catalogue = method.outcomes()
    keys = script.objections or tuple(one.key for one in catalogue.objections)
    found = [one for key in keys if (one := catalogue.objection(str(key))) is not None]
    objections = tuple(
        one.model_copy(
            update={
                "ask": spoken(one.ask, library, values),
                "answer": spoken(one.answer, library, values),
            }
        )
        for one in found
    )
    return spoken_script(script, library, values), objections


def _first_sentence(reason: str) -> str:
    """The occasion as a script says it in the middle of a sentence: «последняя оценка 3 из 5»."""
    first = reason.split(". ", maxsplit=1)[0].rstrip(".")
    return first[:1].lower() + first[1:]


def _past(touch: Touch) -> tuple[PastTouch, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_PAST, {"client": touch.client_id, "touch": touch.pk, "limit": PAST})
        return tuple(PastTouch(*row) for row in cursor.fetchall())


_COHORTS = """
SELECT c.name FROM learning_membership AS m JOIN learning_cohort AS c ON c.id = m.cohort_id
WHERE m.client_id = %(client)s AND m.left_at IS NULL
ORDER BY c.starts_on DESC NULLS LAST, c.name, c.id LIMIT %(limit)s
"""
_PAST = """
SELECT t.made_at, t.kind, t.outcome, coalesce(s.name, ''), t.note, coalesce(p.name, '')
FROM queue_touch AS t
LEFT JOIN team_staff AS s ON s.id = t.made_by_id
LEFT JOIN catalog_product AS p ON p.id = t.product_id
WHERE t.client_id = %(client)s AND t.state = 'made' AND t.id <> %(touch)s
ORDER BY t.made_at DESC, t.id DESC LIMIT %(limit)s
"""
