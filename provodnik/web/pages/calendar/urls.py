from django.urls import path

from provodnik.web.pages.calendar import views

app_name = "calendar"
urlpatterns = [
    path("calendar/", views.show, name="show"),
    path("calendar/week/", views.set_week, name="week"),
    path("calendar/days/", views.set_day, name="day"),
    path("calendar/days/removal/", views.drop_day, name="drop_day"),
]
