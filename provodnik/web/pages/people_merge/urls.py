from django.urls import path

from provodnik.web.pages.people_merge import views

app_name = "people_merge"
urlpatterns = [
    path("people/similar/", views.show_list, name="list"),
    path("people/similar/<int:suggestion_id>/merge/", views.create_merge, name="merge"),
    path("people/similar/<int:suggestion_id>/difference/", views.note_difference, name="differ"),
    path(
        "people/similar/<int:suggestion_id>/difference/undo/",
        views.undo_difference,
        name="undo_difference",
    ),
    path("people/merges/<int:merge_id>/undo/", views.undo, name="undo"),
]
