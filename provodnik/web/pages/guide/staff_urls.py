from django.urls import path

from provodnik.web.pages.guide import staff_views as views

app_name = "guidance"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("export/", views.export, name="export"),
    path("cohorts/", views.show_cohorts, name="cohorts"),
    path("<int:client_id>/", views.show, name="show"),
    path("<int:client_id>/page/", views.issue, name="issue"),
    path("<int:client_id>/page/close/", views.revoke, name="revoke"),
    path("<int:client_id>/result/", views.reach, name="reach"),
    path("<int:client_id>/need/", views.tell, name="tell"),
    path("<int:client_id>/need/<int:need_id>/", views.answer, name="answer"),
    path("<int:client_id>/case/<int:case_id>/", views.send, name="case"),
]
