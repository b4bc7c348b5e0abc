"""Words for codes that several pages print: kinds of journal entries and parts of numbers."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, Promise] = {
    "activity_joined": _("Joined an activity"),
    "balance_spent": _("Balance spent"),
    "client_added": _("Card opened"),
    "client_merged": _("Cards were joined"),
    "cohort_joined": _("Joined a cohort"),
    "cohort_left": _("Left a cohort"),
    "complaint_closed": _("Complaint settled"),
    "complaint_received": _("Complaint"),
    "contacts_changed": _("Contacts corrected"),
    "coordinator_assigned": _("Coordinator assigned"),
    "case_sent": _("Case sent"),
    "cost_recorded": _("Cost"),
    "course_completed": _("Course finished"),
    "deeds_handed_over": _("Deeds handed over"),
    "enrolled": _("Access opened"),
    "goal_confirmed": _("Goal confirmed"),
    "goal_reached": _("Goal reached"),
    "goal_recorded": _("Goal recorded"),
    "graduated": _("Graduation"),
    "hand_over_undone": _("Handing over undone"),
    "homework_reviewed": _("Homework checked"),
    "homework_submitted": _("Homework handed in"),
    "lesson_viewed": _("Lesson opened"),
    "link_disabled": _("Personal link switched off"),
    "link_made": _("Personal link made"),
    "logged_in": _("Came to the platform"),
    "merge_undone": _("Joining undone"),
    "mood_noted": _("Mood"),
    "module_completed": _("Module finished"),
    "need_answered": _("Request answered"),
    "need_rated": _("Answer judged"),
    "need_told": _("Request of the student"),
    "note_written": _("Note"),
    "offer_accepted": _("Offer accepted"),
    "offer_clicked": _("Link opened"),
    "offer_declined": _("Offer refused"),
    "offer_expired": _("Offer expired"),
    "offer_made": _("Offer made"),
    "order_placed": _("Order"),
    "page_issued": _("Personal page opened to the student"),
    "page_opened": _("Personal page looked at"),
    "page_revoked": _("Personal page closed"),
    "payment_received": _("Payment"),
    "permission_changed": _("Consent changed"),
    "refund_paid": _("Refund"),
    "sale_credited": _("Sale credited"),
    "signal_closed": _("Signal closed"),
    "signal_opened": _("Signal"),
    "stage_entered": _("Stage"),
    "survey_answered": _("Score"),
    "touch_assigned": _("Touch handed over"),
    "touch_cancelled": _("Touch called off"),
    "touch_made": _("Touch"),
    "touch_missed": _("Touch missed"),
    "touch_planned": _("Touch planned"),
    "touch_postponed": _("Touch moved"),
    "touch_undone": _("Outcome taken back"),
    "withdrew": _("Left the product"),
}

PARTS: dict[str, Promise] = {
    "clicked": _("clicked"),
    "cohort": _("cohort"),
    "direct": _("direct cost"),
    "finished": _("finished"),
    "gross": _("paid"),
    "made": _("offered"),
    "net": _("net of refunds"),
    "ordered": _("ordered"),
    "paid": _("paid"),
    "paid_of_clicked": _("paid of clicked"),
    "paid_of_made": _("paid of offered"),
    "refunds": _("refunds"),
    "gross_profit": _("gross profit"),
    "revenue": _("revenue"),
    "repeat_revenue": _("repeat revenue"),
    "count_share": _("by orders"),
    "amount_share": _("by money"),
    "repeat_buyers": _("from those who had paid"),
    "known_contacts": _("from known contacts"),
    "value": _("value"),
    "n": _("number"),
    "size": _("in the cohort"),
    "month": _("month"),
    "recency_days": _("days since"),
    "frequency": _("orders"),
    "monetary": _("paid in all"),
}

DIMENSIONS: dict[str, Promise] = {
    "channel": _("Channel"),
    "client": _("Client"),
    "cohort": _("Cohort"),
    "month": _("Month"),
    "product": _("Product"),
    "staff": _("Who"),
}


def event(name: str) -> str:
    """What a kind of entry is called; its own name when nobody gave it words."""
    return str(EVENTS.get(name, name))


def part(name: str) -> str:
    """What a part of a number is called."""
    return str(PARTS.get(name, name if len(name) > 1 else name.upper()))


def dimension(name: str) -> str:
    """What rows are by."""
    return str(DIMENSIONS.get(name, name))
