"""Addresses of graduates."""

from django.urls import path

from provodnik.web.pages.homework import graduates_views

app_name = "graduates"
urlpatterns = [
    path("", graduates_views.show, name="list"),
    path("export.csv", graduates_views.export_csv, name="csv"),
    path("export.xlsx", graduates_views.export_xlsx, name="xlsx"),
    path("skills/", graduates_views.skills, name="skills"),
    path("<int:product_id>/<int:cohort_id>/", graduates_views.show_cohort, name="cohort"),
    path("<int:product_id>/<int:cohort_id>/mark/", graduates_views.mark, name="mark"),
]
