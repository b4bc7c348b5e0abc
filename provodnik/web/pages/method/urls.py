from django.urls import path

from provodnik.web.pages.method import views

app_name = "method"
urlpatterns = [
    path("method/", views.show_list, name="list"),
    path("method/<str:section>/", views.show_section, name="section"),
    path("method/<str:section>/edit/", views.edit, name="edit"),
    path("method/<str:section>/new/", views.add, name="add"),
    path("method/<str:section>/removal/", views.remove, name="remove"),
    path("method/<str:section>/order/", views.move, name="move"),
    path("method/<str:section>/newer/", views.adopt, name="newer"),
    path("method/<str:section>/history/", views.show_history, name="history"),
    path("method/<str:section>/history/<int:revision>/", views.show_revision, name="revision"),
]
