"""The whole answer to "what happens when…": kinds, listeners, checks and import kinds."""

from collections.abc import Mapping

from provodnik.config import events_to_come, sending
from provodnik.connectors.email import tasks as email_tasks
from provodnik.connectors.email import traces as email_traces
from provodnik.connectors.email.checking import check as check_mail_box
from provodnik.connectors.events_file import kind as events_file_kind
from provodnik.connectors.getcourse import kinds as getcourse_kinds
from provodnik.connectors.homework_file import kind as homework_file_kind
from provodnik.connectors.lessons_file import kind as lessons_file_kind
from provodnik.connectors.surveys_file import kind as surveys_file_kind
from provodnik.connectors.telegram import traces as telegram_traces
from provodnik.connectors.telegram.checking import check as check_telegram
from provodnik.connectors.telegram.sender import telegram_sender
from provodnik.connectors.tickets_file import kind as tickets_file_kind
from provodnik.decisions.causes import events as cause_events
from provodnik.decisions.causes.signals import CHECKS as CAUSE_CHECKS
from provodnik.decisions.duties import events as duty_events
from provodnik.decisions.duties.signals import CHECKS as DUTY_CHECKS
from provodnik.decisions.goals import events as goal_events
from provodnik.decisions.goals.signals import CHECKS as GOAL_CHECKS
from provodnik.decisions.meetings import events as meeting_events
from provodnik.decisions.meetings import traces as meeting_traces
from provodnik.decisions.pay import events as pay_events
from provodnik.decisions.quality import events as quality_events
from provodnik.decisions.quality import tasks as quality_tasks
from provodnik.decisions.quality import traces as quality_traces
from provodnik.decisions.quality.signals import CHECKS as QUALITY_CHECKS
from provodnik.facts.catalog import events as catalog_events
from provodnik.facts.learning import events as learning_events
from provodnik.facts.learning import traces as learning_traces
from provodnik.facts.learning.courses import events as course_events
from provodnik.facts.learning.courses.signals import CHECKS as COURSE_CHECKS
from provodnik.facts.learning.graduations import events as graduation_events
from provodnik.facts.learning.graduations import traces as graduation_traces
from provodnik.facts.learning.homework import events as homework_events
from provodnik.facts.learning.homework import tasks as homework_tasks
from provodnik.facts.learning.homework import traces as homework_traces
from provodnik.facts.learning.homework.signals import CHECKS as HOMEWORK_CHECKS
from provodnik.facts.people import events as people_events
from provodnik.facts.people import tasks as people_tasks
from provodnik.facts.people import traces as people_traces
from provodnik.facts.people.accesses import events as access_events
from provodnik.facts.people.accesses import queries as access_queries
from provodnik.facts.people.accesses import traces as access_traces
from provodnik.facts.people.accesses.signals import CHECKS as ACCESS_CHECKS
from provodnik.facts.people.audience import events as audience_events
from provodnik.facts.people.erasure import tasks as erasure_tasks
from provodnik.facts.people.erasure.refusing import refuse_erased
from provodnik.facts.people.lifecycle import events as lifecycle_events
from provodnik.facts.people.lifecycle import tasks as lifecycle_tasks
from provodnik.facts.people.lifecycle import traces as lifecycle_traces
from provodnik.facts.people.relations import events as relation_events
from provodnik.facts.people.relations import traces as relation_traces
from provodnik.facts.people.relations.signals import CHECKS as RELATION_CHECKS
from provodnik.facts.sales import events as sales_events
from provodnik.facts.sales import tasks as sales_tasks
from provodnik.facts.sales import traces as sales_traces
from provodnik.facts.sales.base import events as base_events
from provodnik.facts.sales.base import tasks as base_tasks
from provodnik.facts.sales.base import traces as base_traces
from provodnik.facts.team import departing
from provodnik.facts.team import events as team_events
from provodnik.facts.team.signals import CHECKS as TEAM_CHECKS
from provodnik.kernel import erasure, journal, signals
from provodnik.kernel import events as kernel_events
from provodnik.kernel.accounts import events as account_events
from provodnik.kernel.accounts import ports as account_ports
from provodnik.kernel.accounts import traces as account_traces
from provodnik.kernel.imports import kinds as import_kinds
from provodnik.kernel.imports import tasks as import_tasks
from provodnik.kernel.outbox import events as outbox_events
from provodnik.kernel.outbox import ports as outbox_ports
from provodnik.kernel.outbox import traces as outbox_traces
from provodnik.lake import dims
from provodnik.lake.dims import Names
from provodnik.method import events as method_events
from provodnik.outcomes import tasks as outcomes_tasks
from provodnik.outcomes import traces as outcome_traces
from provodnik.reports import events as report_events
from provodnik.reports.audit import events as audit_events
from provodnik.reports.audit.signals import CHECKS as AUDIT_CHECKS
from provodnik.signals.checks import CHECKS
from provodnik.touches.campaigns import events as campaign_events
from provodnik.touches.campaigns import tasks as campaign_tasks
from provodnik.touches.campaigns import traces as campaign_traces
from provodnik.touches.campaigns.interest import tasks as interest_tasks
from provodnik.touches.care import events as care_events
from provodnik.touches.care import tasks as care_tasks
from provodnik.touches.care import traces as care_traces
from provodnik.touches.desk import events as desk_events
from provodnik.touches.desk import tasks as desk_tasks
from provodnik.touches.desk import traces as desk_traces
from provodnik.touches.desk.delivered import hear as hear_desk_messages
from provodnik.touches.desk.files import tasks as desk_file_tasks
from provodnik.touches.desk.files import traces as desk_file_traces
from provodnik.touches.desk.intake import traces as desk_intake_traces
from provodnik.touches.desk.signals import CHECKS as DESK_CHECKS
from provodnik.touches.queue import events as queue_events
from provodnik.touches.queue import tasks as queue_tasks
from provodnik.touches.queue import traces as queue_traces
from provodnik.touches.voice.cases import events as case_events
from provodnik.touches.voice.cases import tasks as case_tasks
from provodnik.touches.voice.cases import traces as case_traces
from provodnik.touches.voice.cases.signals import CHECKS as CASE_CHECKS
from provodnik.touches.voice.feedback import events as feedback_events
from provodnik.touches.voice.feedback import tasks as feedback_tasks
from provodnik.touches.voice.feedback import traces as feedback_traces
from provodnik.touches.voice.feedback.signals import CHECKS as FEEDBACK_CHECKS
from provodnik.touches.voice.interviews import events as interview_events
from provodnik.touches.voice.interviews import traces as interview_traces
from provodnik.touches.voice.interviews.signals import CHECKS as INTERVIEW_CHECKS
from provodnik.touches.voice.surveys import events as survey_events
from provodnik.touches.voice.surveys import tasks as survey_tasks
from provodnik.touches.voice.surveys import traces as survey_traces
from provodnik.touches.voice.surveys.services.sending import hear_outbox as hear_survey_messages
from provodnik.touches.voice.surveys.signals import CHECKS as SURVEY_CHECKS

KINDS = (
    *kernel_events.KINDS,
    *account_events.KINDS,
    *outbox_events.KINDS,
    *method_events.KINDS,
    *team_events.KINDS,
    *people_events.KINDS,
    *lifecycle_events.KINDS,
    *relation_events.KINDS,
    *audience_events.KINDS,
    *access_events.KINDS,
    *catalog_events.KINDS,
    *learning_events.KINDS,
    *graduation_events.KINDS,
    *homework_events.KINDS,
    *course_events.KINDS,
    *sales_events.KINDS,
    *base_events.KINDS,
    *queue_events.KINDS,
    *campaign_events.KINDS,
    *care_events.KINDS,
    *desk_events.KINDS,
    *interview_events.KINDS,
    *feedback_events.KINDS,
    *case_events.KINDS,
    *survey_events.KINDS,
    *report_events.KINDS,
    *audit_events.KINDS,
    *goal_events.KINDS,
    *pay_events.KINDS,
    *cause_events.KINDS,
    *quality_events.KINDS,
    *meeting_events.KINDS,
    *duty_events.KINDS,
    *events_to_come.KINDS,
)
SOURCES = ("provodnik", "getcourse", "events", "tickets", "surveys", "homework")
_WOKEN: Mapping[str, tuple[journal.Listener, ...]] = {
    "payment_received": (
        outcomes_tasks.defer_credit,
        queue_tasks.defer_bought,
        people_tasks.defer_lifecycle,
        sales_tasks.defer_subscriptions,
    ),
    "refund_paid": (outcomes_tasks.defer_credit, sales_tasks.defer_subscriptions),
    "enrolled": (people_tasks.defer_lifecycle,),
    "lesson_viewed": (people_tasks.defer_lifecycle,),
    "homework_submitted": (people_tasks.defer_lifecycle,),
    "module_completed": (
        queue_tasks.defer_moments,
        people_tasks.defer_lifecycle,
        survey_tasks.defer_asking,
    ),
    "course_completed": (queue_tasks.defer_moments, people_tasks.defer_lifecycle),
    "graduated": (
        queue_tasks.defer_moments,
        people_tasks.defer_lifecycle,
        survey_tasks.defer_asking,
    ),
    "ticket_resolved": (survey_tasks.defer_asking,),
    "goal_reached": (queue_tasks.defer_moments,),
    "touch_made": (people_tasks.defer_lifecycle,),
    "interest_told": (interest_tasks.defer_interests,),
    "survey_answered": (
        people_tasks.defer_answers,
        queue_tasks.defer_answers,
        interest_tasks.defer_interests,
        feedback_tasks.defer_words,
    ),
    "complaint_received": (
        people_tasks.defer_answers,
        queue_tasks.defer_answers,
        feedback_tasks.defer_words,
    ),
    "complaint_closed": (people_tasks.defer_answers,),
    "entry_voided": (people_tasks.defer_answers,),
    "coordinator_assigned": (queue_tasks.defer_coordinators, lifecycle_tasks.defer_coordinators),
    "stage_entered": (lifecycle_tasks.defer_handoffs,),
    "case_recorded": (care_tasks.defer_cases,),
    "review_received": (care_tasks.defer_cases, feedback_tasks.defer_words),
    "client_merged": (desk_tasks.defer_cards,),
    "merge_undone": (desk_tasks.defer_cards,),
    "calendar_replaced": (desk_tasks.defer_recount,),
    "method_edited": (desk_tasks.defer_recount,),
    "method_adopted": (desk_tasks.defer_recount,),
}

# Whatever a rule of a segment may ask about: clients of these entries are recounted.
RECOUNTED = (
    *("client_added", "client_merged", "merge_undone", "stage_entered", "coordinator_assigned"),
    *("permission_changed", "goal_recorded", "goal_reached", "survey_answered"),
    *("complaint_received", "complaint_closed", "enrolled", "lesson_viewed", "logged_in"),
    *("homework_submitted", "module_completed", "course_completed", "graduated"),
    *("activity_joined", "message_received", "review_received", "offer_clicked"),
    *("order_placed", "payment_received", "refund_paid", "entry_voided"),
)
LISTENERS: Mapping[str, tuple[journal.Listener, ...]] = {
    event: (*_WOKEN.get(event, ()), *((base_tasks.note,) if event in RECOUNTED else ()))
    for event in (*_WOKEN, *(event for event in RECOUNTED if event not in _WOKEN))
}

# Named so that workers know it; nobody listens to it.
TASKS = (
    import_tasks.carry_on,
    campaign_tasks.advance_school,
    case_tasks.follow_cohorts,
    erasure_tasks.finish_everywhere,
    email_tasks.read_everywhere,
    desk_file_tasks.sweep_everywhere,
    homework_tasks.tend_everywhere,
    quality_tasks.draw_everywhere,
)
# What each app keeps about a person; what hangs on other rows comes before them.
TRACES = (
    *meeting_traces.TRACES,
    *quality_traces.TRACES,
    *outcome_traces.TRACES,
    *campaign_traces.TRACES,
    *care_traces.TRACES,
    *desk_intake_traces.TRACES,
    *desk_file_traces.TRACES,
    *survey_traces.TRACES,
    *desk_traces.TRACES,
    *interview_traces.TRACES,
    *feedback_traces.TRACES,
    *case_traces.TRACES,
    *queue_traces.TRACES,
    *base_traces.TRACES,
    *sales_traces.TRACES,
    *homework_traces.TRACES,
    *graduation_traces.TRACES,
    *learning_traces.TRACES,
    *lifecycle_traces.TRACES,
    *relation_traces.TRACES,
    *access_traces.TRACES,
    *people_traces.TRACES,
    *outbox_traces.TRACES,
    *telegram_traces.TRACES,
    *email_traces.TRACES,
    *account_traces.TRACES,
)
# Who speaks to a channel by an account of it, and who is told what became of a message: by the
# kind of its `about`.
SENDERS: Mapping[str, outbox_ports.SenderFactory] = {
    "telegram": telegram_sender,
    "email": email_tasks.sender,
}
TOLD: Mapping[str, outbox_ports.Listener] = {
    "desk_message": hear_desk_messages,
    "survey": hear_survey_messages,
}
CHECKERS: Mapping[str, account_ports.Checker] = {
    "telegram": check_telegram,
    "email": check_mail_box,
}
NAMES = Names(
    clients="SELECT id, external_name FROM people_client",
    aliases="SELECT client_id, survivor_id FROM people_clientalias",
    products="SELECT id, name FROM catalog_product",
    staff="SELECT id, coalesce(external_name, name) FROM team_staff",
)
# Rows of erased people are left out before they land. Cards change in an import without an entry
# each: when its rows are in, they are looked through.
IMPORT_KINDS = {
    kind.name: import_kinds.followed_by(
        import_kinds.refusing(kind, refuse_erased), base_tasks.note_cards
    )
    for kind in (
        *getcourse_kinds.KINDS,
        events_file_kind.KIND,
        tickets_file_kind.KIND,
        surveys_file_kind.KIND,
        homework_file_kind.KIND,
        lessons_file_kind.KIND,
    )
}


def connect() -> None:
    """Hand everything declared above to the engines. Called once, when Django is ready."""
    journal.declare(KINDS, SOURCES)
    journal.connect(LISTENERS)
    erasure.declare(TRACES)
    signals.declare(
        (
            *CHECKS,
            *TEAM_CHECKS,
            *COURSE_CHECKS,
            *GOAL_CHECKS,
            *CAUSE_CHECKS,
            *QUALITY_CHECKS,
            *AUDIT_CHECKS,
            *DESK_CHECKS,
            *INTERVIEW_CHECKS,
            *FEEDBACK_CHECKS,
            *CASE_CHECKS,
            *HOMEWORK_CHECKS,
            *sending.CHECKS,
            *SURVEY_CHECKS,
            *RELATION_CHECKS,
            *ACCESS_CHECKS,
            *DUTY_CHECKS,
        )
    )
    departing.declare((access_queries.held_by,))
    account_ports.declare(CHECKERS)
    outbox_ports.declare(SENDERS, TOLD, sending.terms_of)
    import_kinds.declare(IMPORT_KINDS)
    dims.declare(NAMES)
