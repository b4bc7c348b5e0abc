from django.urls import path

from provodnik.web.pages.go import views

app_name = "go"
urlpatterns = [path("<str:token>", views.open_link, name="link")]
