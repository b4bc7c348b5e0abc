"""The whole answer to "what happens when…": kinds, listeners, checks and import kinds."""

from collections.abc import Mapping

from provodnik.config import events_to_come
from provodnik.connectors.events_file import kind as events_file_kind
from provodnik.connectors.getcourse import kinds as getcourse_kinds
from provodnik.facts.catalog import events as catalog_events
from provodnik.facts.learning import events as learning_events
from provodnik.facts.people import events as people_events
from provodnik.facts.people import tasks as people_tasks
from provodnik.facts.sales import events as sales_events
from provodnik.facts.team import events as team_events
from provodnik.kernel import events as kernel_events
from provodnik.kernel import journal, signals
from provodnik.kernel.imports import kinds as import_kinds
from provodnik.kernel.imports import tasks as import_tasks
from provodnik.lake import dims
from provodnik.lake.dims import Names
from provodnik.method import events as method_events
from provodnik.outcomes import tasks as outcomes_tasks
from provodnik.reports import events as report_events
from provodnik.signals.checks import CHECKS
from provodnik.touches.queue import events as queue_events
from provodnik.touches.queue import tasks as queue_tasks

KINDS = (
    *kernel_events.KINDS,
    *method_events.KINDS,
    *team_events.KINDS,
    *people_events.KINDS,
    *catalog_events.KINDS,
    *learning_events.KINDS,
    *sales_events.KINDS,
    *queue_events.KINDS,
    *report_events.KINDS,
    *events_to_come.KINDS,
)
SOURCES = ("provodnik", "getcourse", "events")
LISTENERS: Mapping[str, tuple[journal.Listener, ...]] = {
    "payment_received": (
        outcomes_tasks.defer_credit,
        queue_tasks.defer_bought,
        people_tasks.defer_lifecycle,
    ),
    "refund_paid": (outcomes_tasks.defer_credit,),
    "enrolled": (people_tasks.defer_lifecycle,),
    "lesson_viewed": (people_tasks.defer_lifecycle,),
    "homework_submitted": (people_tasks.defer_lifecycle,),
    "module_completed": (queue_tasks.defer_moments, people_tasks.defer_lifecycle),
    "course_completed": (queue_tasks.defer_moments, people_tasks.defer_lifecycle),
    "graduated": (queue_tasks.defer_moments, people_tasks.defer_lifecycle),
    "goal_reached": (queue_tasks.defer_moments,),
    "touch_made": (people_tasks.defer_lifecycle,),
    "survey_answered": (people_tasks.defer_answers, queue_tasks.defer_answers),
    "complaint_received": (people_tasks.defer_answers, queue_tasks.defer_answers),
    "complaint_closed": (people_tasks.defer_answers,),
    "entry_voided": (people_tasks.defer_answers,),
    "coordinator_assigned": (queue_tasks.defer_coordinators,),
}


# Named so that workers know it; nobody listens to it.
TASKS = (import_tasks.carry_on,)
NAMES = Names(
    clients="SELECT id, external_name FROM people_client",
    aliases="SELECT client_id, survivor_id FROM people_clientalias",
    products="SELECT id, name FROM catalog_product",
    staff="SELECT id, coalesce(external_name, name) FROM team_staff",
)
IMPORT_KINDS = {kind.name: kind for kind in (*getcourse_kinds.KINDS, events_file_kind.KIND)}


def connect() -> None:
    """Hand everything declared above to the engines. Called once, when Django is ready."""
    journal.declare(KINDS, SOURCES)
    journal.connect(LISTENERS)
    signals.declare(CHECKS)
    import_kinds.declare(IMPORT_KINDS)
    dims.declare(NAMES)
