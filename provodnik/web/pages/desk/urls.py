"""Addresses of the one window."""

from django.urls import path

from provodnik.web.pages.desk import (
    answer_views,
    client_views,
    load_views,
    refund_views,
    register_views,
    ticket_views,
    views,
)

app_name = "desk"
urlpatterns = [
    path("", views.show, name="list"),
    path("export/", views.export, name="export"),
    path("new/", views.add, name="add"),
    path("assign/", load_views.assign, name="assign"),
    path("load/", load_views.show, name="load"),
    path("shifts/", load_views.add_shift, name="add_shift"),
    path("shifts/<int:shift_id>/end/", load_views.end_shift, name="end_shift"),
    path("answers/", answer_views.show, name="answers"),
    path("answers/approve/", answer_views.approve, name="approve"),
    path("answers/<int:answer_id>/", answer_views.show_answer, name="answer"),
    path("answers/<int:answer_id>/revise/", answer_views.revise, name="revise"),
    path("answers/<int:answer_id>/retire/", answer_views.retire, name="retire"),
    path(
        "contradictions/<int:report_id>/close/",
        answer_views.close_contradiction,
        name="close_contradiction",
    ),
    path("refunds/", refund_views.show, name="refunds"),
    path("conflicts/", register_views.conflicts, name="conflicts"),
    path("report/", register_views.report, name="report"),
    path("<int:ticket_id>/", views.show_ticket, name="ticket"),
    path("<int:ticket_id>/reply/", ticket_views.reply, name="reply"),
    path("<int:ticket_id>/undo/<int:message_id>/", ticket_views.undo, name="undo"),
    path("<int:ticket_id>/note/", ticket_views.note, name="note"),
    path("<int:ticket_id>/promise/", ticket_views.promise, name="promise"),
    path("<int:ticket_id>/snooze/", ticket_views.snooze, name="snooze"),
    path("<int:ticket_id>/split/", ticket_views.split, name="split"),
    path("<int:ticket_id>/owner/", ticket_views.give, name="give"),
    path("<int:ticket_id>/priority/", ticket_views.prioritise, name="prioritise"),
    path("<int:ticket_id>/merge/", ticket_views.merge, name="merge"),
    path("<int:ticket_id>/wrong-channel/", client_views.mark_wrong_channel, name="wrong_channel"),
    path("<int:ticket_id>/one-window/", client_views.note_agreement, name="agree"),
    path("<int:ticket_id>/absence/", client_views.note_absence, name="absence"),
    path("<int:ticket_id>/producer/", client_views.call_producer, name="producer"),
    path("<int:ticket_id>/contradiction/", client_views.report_contradiction, name="contradict"),
    path("<int:ticket_id>/presence/", client_views.be_present, name="presence"),
    path("<int:ticket_id>/refund/", refund_views.open_refund, name="open_refund"),
    path("<int:ticket_id>/refund/step/", refund_views.make_step, name="refund_step"),
    path("<int:ticket_id>/<slug:step>/", ticket_views.move, name="move"),
]
