"""Addresses of pay."""

from django.urls import path

from provodnik.web.pages.pay import scheme_views, views

app_name = "pay"
urlpatterns = [
    path("", views.show, name="show"),
    path("export/", views.export, name="export"),
    path("close/", views.close, name="close"),
    path("my/", views.mine, name="mine"),
    path("people/<int:staff_id>/", views.slip, name="slip"),
    path("people/<int:staff_id>/rows/<slug:kind>/<slug:key>/", views.rows, name="rows"),
    path("grade/", views.grade, name="grade_of"),
    path("scheme/", scheme_views.try_out, name="scheme"),
    path("scheme/apply/", scheme_views.apply, name="apply"),
]
