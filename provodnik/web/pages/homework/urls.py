"""Addresses of homework."""

from django.urls import path

from provodnik.web.pages.homework import check_views, regulation_views, setting_views, views

app_name = "homework"
urlpatterns = [
    path("", views.show, name="list"),
    path("export/", views.export, name="export"),
    path("regulation/", regulation_views.show, name="regulation"),
    path("regulation/sample/", regulation_views.draw, name="sample"),
    path("courses/", setting_views.courses, name="courses"),
    path("courses/<int:course_id>/", setting_views.show, name="course"),
    path("courses/<int:course_id>/skills/", setting_views.add_skill, name="add_skill"),
    path("courses/<int:course_id>/skills/<int:skill_id>/", setting_views.train, name="train"),
    path("courses/<int:course_id>/<int:lesson_id>/", setting_views.assign, name="assign"),
    path("courses/<int:course_id>/<int:lesson_id>/give/", setting_views.give, name="give"),
    path("files/<int:attempt_id>/", views.file, name="file"),
    path("<int:work_id>/", views.show_work, name="work"),
    path("<int:work_id>/check/", check_views.check, name="check"),
    path("<int:work_id>/claim/", check_views.claim, name="claim"),
    path("<int:work_id>/release/", check_views.release, name="release"),
    path("<int:work_id>/second/", check_views.second, name="second"),
    path("<int:work_id>/agree/", check_views.agree, name="agree"),
    path("<int:work_id>/remark/", check_views.remark, name="remark"),
]
