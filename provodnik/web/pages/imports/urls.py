from django.urls import path

from provodnik.web.pages.imports import views

app_name = "imports"
urlpatterns = [
    path("imports/", views.show_list, name="list"),
    path("imports/files/<str:digest>/", views.show_columns, name="columns"),
    path("imports/<int:run_id>/", views.show_run, name="run"),
    path("imports/<int:run_id>/progress/", views.show_progress, name="progress"),
    path("imports/<int:run_id>/figures/", views.show_figures, name="figures"),
    path("imports/<int:run_id>/rejects/", views.show_rejects, name="rejects"),
    path("imports/<int:run_id>/rejects.csv", views.download_rejects, name="download"),
    path("imports/<int:run_id>/cancellation/", views.create_cancellation, name="cancel"),
    path("imports/<int:run_id>/continuation/", views.create_continuation, name="continue"),
    path("imports/<int:run_id>/repeat/", views.create_repeat, name="repeat"),
]
