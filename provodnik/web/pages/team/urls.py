from django.urls import path

from provodnik.web.pages.team import structure_views, views

app_name = "team"
urlpatterns = [
    path("team/", views.show_list, name="list"),
    path("team/new/", views.invite, name="invite"),
    path("team/structure/", structure_views.show, name="structure"),
    path("team/<int:staff_id>/manager/", structure_views.set_manager, name="manager"),
    path("team/<int:staff_id>/", views.show, name="member"),
    path("team/<int:staff_id>/role/", views.change_role, name="role"),
    path("team/<int:staff_id>/departure/", views.note_departure, name="departure"),
    path("team/<int:staff_id>/parting/", views.part, name="part"),
    path("team/<int:staff_id>/account/", views.open_access, name="account"),
    path("team/<int:staff_id>/invitation/", views.invitation, name="invitation"),
]
