"""Addresses of courses."""

from django.urls import path

from provodnik.web.pages.courses import audit_views, order_views, views

app_name = "courses"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("gather/", views.gather_all, name="gather_all"),
    path("hand/", views.show_hand, name="hand"),
    path("<int:course_id>/", views.show, name="show"),
    path("<int:course_id>/versions/", views.versions, name="versions"),
    path("<int:course_id>/gather/", order_views.gather, name="gather"),
    path("<int:course_id>/list/", order_views.add_list, name="add_list"),
    path("<int:course_id>/publish/", order_views.publish, name="publish"),
    path("<int:course_id>/discard/", order_views.discard, name="discard"),
    path("<int:course_id>/modules/<int:module_id>/", order_views.module, name="module"),
    path(
        "<int:course_id>/modules/<int:module_id>/move/", order_views.move_module, name="move_module"
    ),
    path("<int:course_id>/lessons/<int:lesson_id>/", order_views.lesson, name="lesson"),
    path("<int:course_id>/lessons/<int:lesson_id>/move/", order_views.move, name="move"),
    path("<int:course_id>/lessons/<int:lesson_id>/out/", order_views.take_out, name="take_out"),
    path("<int:course_id>/audit/", audit_views.audit, name="audit"),
    path("<int:course_id>/missing/", audit_views.plan, name="plan"),
    path("<int:course_id>/missing/<int:lesson_id>/", audit_views.made, name="made"),
    path("<int:course_id>/recording/", audit_views.recording, name="recording"),
    path("<int:course_id>/recording/begin/", audit_views.begin, name="begin"),
]
