"""Conversations, messages, tickets with their numbers, promises and holders, the rota."""

from django.db import models
from django.db.models import F, Q

from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.touches.desk.models.answers import AnswerVersion
from provodnik.touches.desk.rules import item_of
from provodnik.touches.desk.types import Delivery, MessageKind, ShiftKind, SpanKind, TicketState

_LIVE = Q(state__in=("open", "waiting"))


class Numbering(SchoolModel):
    """The last number given. Locked by who takes the next one, until that ticket is kept."""

    last = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_numbering_a_school", fields=["school"])]


class Conversation(SchoolModel):
    """Everything said with one client in one channel."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    channel = models.CharField(max_length=40)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_conversation_a_channel", fields=["school", "client", "channel"]
            )
        ]


class Ticket(SchoolModel):
    """A request with a number of its own, whatever channel it came by.

    The columns from `asked_at` to `is_paused` are what the clocks answered last: lists order by
    them, `services.recount` keeps them. `asked_at` is the oldest question nobody has answered;
    `warn_at` and `escalate_at` are working moments outside the team's quiet hours at which to
    tell that `next_due_at` comes or has passed.

    `origin` names what else it was made of, such as a note of a meeting; `origin_page` with
    `origin_page_id` is the page to go back to.

    Invariants, held by the database: a number is one ticket; the state is known; only a live
    ticket has deadlines; a merged one says into which; an origin is one ticket.
    """

    number = models.BigIntegerField()
    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    channel = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    topic = models.CharField(max_length=60)
    priority = models.CharField(max_length=60)
    state = models.CharField(max_length=20, default=TicketState.OPEN.value)
    owner = SchoolForeignKey(Staff, null=True)
    opened_at = models.DateTimeField()
    opened_by = SchoolForeignKey(Staff, null=True)
    first_answered_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    promised_until_at = models.DateTimeField(null=True)
    promised_by = SchoolForeignKey(Staff, null=True)
    promised_text = models.CharField(max_length=300, blank=True)
    merged_into = SchoolForeignKey("self", null=True)
    split_from = SchoolForeignKey("self", null=True)
    snoozed_until_at = models.DateTimeField(null=True)
    snoozed_by = SchoolForeignKey(Staff, null=True)
    origin = models.CharField(max_length=120, blank=True, db_default="")
    origin_title = models.CharField(max_length=200, blank=True, db_default="")
    origin_page = models.CharField(max_length=60, blank=True, db_default="")
    origin_page_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(null=True)
    answer_due_at = models.DateTimeField(null=True)
    resolve_due_at = models.DateTimeField(null=True)
    limit_due_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    escalate_at = models.DateTimeField(null=True)
    is_paused = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="ticket_number_once", fields=["school", "number"]),
            models.CheckConstraint(
                name="ticket_state_is_known", condition=Q(state__in=values(TicketState))
            ),
            models.CheckConstraint(
                name="only_live_tickets_are_due", condition=_LIVE | Q(next_due_at=None)
            ),
            models.CheckConstraint(
                name="ticket_merged_into_iff_merged",
                condition=Q(state="merged", merged_into__isnull=False)
                | ~Q(state="merged") & Q(merged_into=None),
            ),
            models.UniqueConstraint(
                name="ticket_origin_once", fields=["school", "origin"], condition=~Q(origin="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "next_due_at", "id"], name="live_tickets_by_due", condition=_LIVE
            ),
            models.Index(
                fields=["school", "owner", "next_due_at"],
                name="live_tickets_of_owner",
                condition=_LIVE,
            ),
            models.Index(fields=["school", "client", "-opened_at"], name="tickets_of_client"),
            models.Index(fields=["school", "-opened_at", "id"], name="tickets_by_opening"),
        ]

    def __str__(self) -> str:
        return f"ticket:{self.pk}"

    @property
    def item(self) -> str:
        """The ticket's name in the journal."""
        return item_of(self.number)


class Message(SchoolModel):
    """Something said, or noted among colleagues. `said_at` never lies ahead of `reached_at`.

    `is_question` is false for a client's message that asks for no answer, such as thanks.
    `taken_from` is the approved answer it was made of. `before` is what the ticket was when the
    answer was written, until it can be undone no more.

    Invariant, held by the database: what a channel names is one message.
    """

    conversation = SchoolForeignKey(Conversation, on_delete=models.CASCADE)
    ticket = SchoolForeignKey(Ticket, null=True, on_delete=models.CASCADE)
    channel = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    author = SchoolForeignKey(Staff, null=True)
    text = models.TextField()
    is_auto = models.BooleanField(default=False)
    is_question = models.BooleanField(default=True)
    said_at = models.DateTimeField()
    reached_at = models.DateTimeField()
    external_id = models.CharField(max_length=200, null=True)
    taken_from = SchoolForeignKey(AnswerVersion, null=True)
    delivery = models.CharField(max_length=12, blank=True, db_default="")
    delivery_words = models.CharField(max_length=300, blank=True, db_default="")
    outgoing_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_delivery_is_known", condition=Q(delivery__in=values(Delivery))
            ),
            models.UniqueConstraint(
                name="message_comes_once",
                fields=["school", "channel", "external_id"],
                condition=Q(external_id__isnull=False),
            ),
            models.CheckConstraint(
                name="message_kind_is_known", condition=Q(kind__in=values(MessageKind))
            ),
            models.CheckConstraint(
                name="message_is_not_from_the_future", condition=Q(said_at__lte=F("reached_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["school", "ticket", "reached_at"], name="messages_of_ticket"),
            models.Index(
                fields=["school", "conversation", "-said_at"], name="messages_of_conversation"
            ),
        ]


class Term(SchoolModel):
    """What was promised about a ticket from a moment on; null: nothing was."""

    ticket = SchoolForeignKey(Ticket, on_delete=models.CASCADE)
    from_at = models.DateTimeField()
    answer_minutes = models.IntegerField(null=True)
    resolve_minutes = models.IntegerField(null=True)
    limit_minutes = models.IntegerField(null=True)
    is_working_time = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["school", "ticket", "from_at"], name="terms_of_ticket")]


class Span(SchoolModel):
    """A stretch in which the ticket waited for its client, or was taken for solved."""

    ticket = SchoolForeignKey(Ticket, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_span_a_kind",
                fields=["school", "ticket", "kind"],
                condition=Q(to_at=None),
            ),
            models.CheckConstraint(
                name="span_kind_is_known", condition=Q(kind__in=values(SpanKind))
            ),
            models.CheckConstraint(
                name="span_ends_after_it_begins",
                condition=Q(to_at=None) | Q(to_at__gte=F("from_at")),
            ),
        ]
        indexes = [models.Index(fields=["school", "ticket", "from_at"], name="spans_of_ticket")]


class Turn(SchoolModel):
    """From a moment on the ticket is held by `holder`, or by nobody, and why."""

    ticket = SchoolForeignKey(Ticket, on_delete=models.CASCADE)
    holder = SchoolForeignKey(Staff, null=True)
    from_at = models.DateTimeField()
    by = SchoolForeignKey(Staff, null=True)
    reason = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["school", "ticket", "from_at"], name="turns_of_ticket")]


class Shift(SchoolModel):
    """A stretch of the rota [from_at, to_at): somebody is on duty, or away."""

    staff = SchoolForeignKey(Staff)
    kind = models.CharField(max_length=10)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    by = SchoolForeignKey(Staff)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shift_kind_is_known", condition=Q(kind__in=values(ShiftKind))
            ),
            models.CheckConstraint(
                name="shift_lasts_and_says_why",
                condition=Q(to_at__gt=F("from_at")) & ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["school", "kind", "to_at"], name="shifts_by_end")]
