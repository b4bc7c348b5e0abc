from django.urls import path

from provodnik.connectors.telegram import views

app_name = "telegram"
urlpatterns = [path("<str:hook>", views.keep_update, name="hook")]
