from django.urls import path

from provodnik.web.pages.me import views

app_name = "me"
urlpatterns = [
    path("me/", views.show, name="show"),
    path("me/school/", views.choose_school, name="school"),
]
